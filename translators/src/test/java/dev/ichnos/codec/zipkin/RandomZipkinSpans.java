package dev.ichnos.codec.zipkin;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import zipkin2.Endpoint;
import zipkin2.Span;

/**
 * Random spans of Zipkin's own library: every field is there in some and absent in some, text that
 * needs escapes and up to four bytes a character. Names are lower case, since the library makes
 * them so, and no annotation is one of those that mean times.
 */
final class RandomZipkinSpans {
  private static final String[] TEXTS = {
    "a",
    "get /x",
    "näme ✓",
    "😀",
    "q\"\\\n\t\u0001\u007f",
    "x y",
    "\u2028</script>",
    "z".repeat(300)
  };
  private static final long MOST_MICROS = 2_000_000_000_000_000L;

  private final Random random;

  RandomZipkinSpans(long seed) {
    random = new Random(seed);
  }

  List<Span> next() {
    List<Span> spans = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      spans.add(span());
    }
    return spans;
  }

  private Span span() {
    Span.Builder span =
        Span.newBuilder()
            .traceId(random.nextBoolean() ? random.nextLong() : 0, random.nextLong())
            .id(random.nextLong() | 1);
    if (random.nextInt(5) > 0) {
      span.name(text());
    }
    if (random.nextBoolean()) {
      span.parentId(random.nextLong() | 1);
    }
    if (random.nextInt(5) > 0) {
      span.kind(Span.Kind.values()[random.nextInt(4)]);
    }
    if (random.nextInt(5) > 0) {
      span.timestamp(1 + random.nextLong(MOST_MICROS));
    }
    if (random.nextInt(5) > 0) {
      span.duration(1 + random.nextLong(100_000_000L));
    }
    if (random.nextBoolean()) {
      span.localEndpoint(endpoint());
    }
    if (random.nextBoolean()) {
      span.remoteEndpoint(endpoint());
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      span.addAnnotation(1 + random.nextLong(MOST_MICROS), text());
    }
    for (int i = random.nextInt(random.nextInt(10) == 0 ? 120 : 20); i > 0; i--) {
      span.putTag("tag." + i, text());
    }
    if (random.nextInt(4) == 0) {
      span.putTag("error", random.nextBoolean() ? "true" : text());
    }
    if (random.nextInt(4) == 0) {
      span.debug(true);
    }
    if (random.nextInt(4) == 0) {
      span.shared(true);
    }
    return span.build();
  }

  private Endpoint endpoint() {
    Endpoint.Builder endpoint = Endpoint.newBuilder();
    if (random.nextBoolean()) {
      endpoint.serviceName("service-" + random.nextInt(3));
    }
    if (random.nextBoolean()) {
      endpoint.parseIp("10.0." + random.nextInt(256) + "." + random.nextInt(256));
    }
    if (random.nextBoolean()) {
      endpoint.parseIp("2001:db8::" + (1 + random.nextInt(9)));
    }
    return endpoint.port(random.nextInt(3) == 0 ? 0 : random.nextInt(0x10000)).build();
  }

  private String text() {
    return TEXTS[random.nextInt(TEXTS.length)];
  }
}
