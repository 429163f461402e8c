package dev.ichnos.codec.zipkin;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A v1 span as a sender holds it, written as JSON and as thrift; and random ones in which
 * everything that the rules look at comes together in every way. Begins are always before ends, and
 * what our rules treat otherwise than Zipkin's is left out, as docs/formats/zipkin-v1.md lists it.
 */
record RandomV1Span(
    long traceIdHigh,
    long traceId,
    long id,
    long parentId,
    String name,
    long timestamp,
    long duration,
    boolean debug,
    List<Annotation> annotations,
    List<Binary> binaryAnnotations) {

  private static final String[] SERVICES = {"", "web", "app", "db"};
  private static final String[] BEGINS = {"cs", "sr", "ms", "wr"};
  private static final String[] ENDS = {"cr", "ss", "mr", "ws"};
  private static final String[] ADDRESSES = {"ca", "sa", "ma"};
  private static final String[] TEXTS = {"", "x", "näme ✓", "😀", "q\"\\\n\u0001"};

  /** Null ipv6 is none; ipv4 0 and port 0 are none. */
  record Host(String service, int ipv4, byte[] ipv6, int port) {
    boolean isEmpty() {
      return service.isEmpty() && ipv4 == 0 && ipv6 == null && port == 0;
    }
  }

  record Annotation(long timestamp, String value, Host host) {}

  /** A tag where {@code text} is not null, else an address. */
  record Binary(String key, String text, Host host) {}

  static RandomV1Span of(Random random) {
    long timestamp = random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(40);
    long duration = timestamp == 0 || random.nextInt(3) == 0 ? 0 : 100 - timestamp;
    List<Annotation> annotations = new ArrayList<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      annotations.add(annotation(random));
    }
    if (timestamp != 0 && has(annotations, "sr") && has(annotations, "ss")) {
      duration = 100 - timestamp; // without it Zipkin takes the span for a shared one
    }
    List<Binary> binaryAnnotations = new ArrayList<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      binaryAnnotations.add(binary(random));
    }
    if (isLoopback(annotations)) {
      binaryAnnotations.removeIf(binary -> binary.key.equals("ca"));
    }
    return new RandomV1Span(
        random.nextBoolean() ? random.nextLong() : 0,
        random.nextLong() | 1,
        random.nextLong() | 1,
        random.nextBoolean() ? random.nextLong() | 1 : 0,
        random.nextInt(4) == 0 ? "" : "get /" + random.nextInt(5),
        timestamp,
        duration,
        random.nextInt(4) == 0,
        annotations,
        binaryAnnotations);
  }

  private static Annotation annotation(Random random) {
    return switch (random.nextInt(5)) {
      case 0, 1 -> new Annotation(1 + random.nextInt(40), any(BEGINS, random), host(random));
      case 2, 3 -> new Annotation(99 + random.nextInt(3), any(ENDS, random), someHost(random));
      default -> new Annotation(1 + random.nextInt(200), "e" + random.nextInt(3), host(random));
    };
  }

  private static Binary binary(Random random) {
    if (random.nextInt(3) == 0) {
      return new Binary(any(ADDRESSES, random), null, someHost(random));
    }
    Host host = host(random);
    if (random.nextInt(6) == 0) {
      return new Binary("lc", random.nextBoolean() ? "" : "jdbc", host);
    }
    return new Binary("k" + random.nextInt(9), any(TEXTS, random), host);
  }

  private static Host someHost(Random random) {
    Host host = host(random);
    while (host == null || host.isEmpty()) {
      host = host(random);
    }
    return host;
  }

  private static Host host(Random random) {
    if (random.nextInt(4) == 0) {
      return null;
    }
    byte[] ipv6 = null;
    if (random.nextInt(4) == 0) {
      ipv6 = new byte[16];
      random.nextBytes(ipv6);
      for (int i = 0; i < ipv6.length; i++) {
        ipv6[i] |= 1;
      }
      // Zipkin shortens a single group of zeros, which RFC 5952 forbids.
      int from = 2 * random.nextInt(6);
      Arrays.fill(ipv6, from, from + 4 * random.nextInt(2), (byte) 0);
    }
    return new Host(
        any(SERVICES, random),
        random.nextBoolean() ? random.nextInt() | 1 : 0,
        ipv6,
        random.nextBoolean() ? random.nextInt(0x10000) : 0);
  }

  private static String any(String[] values, Random random) {
    return values[random.nextInt(values.length)];
  }

  private static boolean isLoopback(List<Annotation> annotations) {
    return (has(annotations, "sr") || has(annotations, "ss"))
        && (has(annotations, "cs") || has(annotations, "cr"));
  }

  private static boolean has(List<Annotation> annotations, String value) {
    return annotations.stream().anyMatch(annotation -> annotation.value.equals(value));
  }
}
