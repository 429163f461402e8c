package dev.ichnos.codec.zipkin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Event;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import zipkin2.Endpoint;
import zipkin2.codec.SpanBytesEncoder;

/** Compares our spans with those of Zipkin's own library, in every format of Zipkin. */
final class ZipkinOracle {
  private static final String[] TEXTS = {"a", "GET /x", "näme ✓", "😀", "q\"\\\n\t\u0001", "x y"};

  private ZipkinOracle() {}

  /** What we make of the library's spans, by way of v2 JSON, which is held field by field. */
  static List<Span> canonical(List<zipkin2.Span> spans) throws DecodeException {
    RecordingSpanSink sink = new RecordingSpanSink();
    new ZipkinV2JsonDecoder()
        .decode(
            ByteBuffer.wrap(SpanBytesEncoder.JSON_V2.encodeList(spans)),
            DecodeLimits.DEFAULT,
            sink);
    return sink.spans();
  }

  private static Attributes sorted(Attributes attributes) {
    KeyCollector collector = new KeyCollector(new ArrayList<>());
    attributes.forEach(collector);
    Attributes.Builder sorted = Attributes.builder();
    for (String key : new TreeSet<>(collector.keys())) {
      String text = attributes.string(key);
      if (text.isEmpty() && attributes.integer(key, -1) != -1) {
        sorted.put(key, attributes.integer(key, -1));
      } else {
        sorted.put(key, text);
      }
    }
    return sorted.build();
  }

  /** The library sorts tags and annotations, and has no annotation twice: so do we to compare. */
  static List<Span> sorted(List<Span> spans) {
    return spans.stream().map(ZipkinOracle::sorted).toList();
  }

  private static Span sorted(Span span) {
    return span.toBuilder()
        .attributes(sorted(span.attributes()))
        .events(
            span.events().stream()
                .distinct()
                .sorted(Comparator.comparingLong(Event::epochNanos).thenComparing(Event::name))
                .toList())
        .build();
  }

  static void assertSame(Span actual, zipkin2.Span expected) {
    String hex = actual.traceId().hex();
    assertThat(expected.traceId().length() == 16 ? hex.substring(16) : hex)
        .isEqualTo(expected.traceId());
    assertThat("%016x".formatted(actual.spanId())).isEqualTo(expected.id());
    assertThat(actual.parentSpanId())
        .isEqualTo(
            expected.parentId() == null ? 0 : Long.parseUnsignedLong(expected.parentId(), 16));
    assertThat(actual.kind())
        .isEqualTo(
            expected.kind() == null
                ? SpanKind.UNSPECIFIED
                : SpanKind.valueOf(expected.kind().name()));
    assertThat(actual.name()).isEqualTo(expected.name() == null ? "" : expected.name());
    assertThat(actual.startEpochNanos()).isEqualTo(expected.timestampAsLong() * 1000);
    assertThat(actual.startAbsent()).isEqualTo(expected.timestamp() == null);
    boolean ended = expected.timestamp() != null && expected.duration() != null;
    assertThat(actual.endEpochNanos())
        .isEqualTo(ended ? (expected.timestampAsLong() + expected.durationAsLong()) * 1000 : 0);
    assertThat(actual.endAbsent()).isEqualTo(!ended);
    assertThat(actual.debug()).isEqualTo(expected.debug() == Boolean.TRUE);
    assertThat(actual.shared()).isEqualTo(expected.shared() == Boolean.TRUE);
    assertThat(actual.events())
        .isEqualTo(
            expected.annotations().stream()
                .map(annotation -> Event.of(annotation.timestamp() * 1000, annotation.value()))
                .toList());
    expected.tags().forEach((k, v) -> assertThat(actual.attributes().string(k)).isEqualTo(v));
    int attributes = expected.tags().size();
    if (expected.timestamp() == null && expected.duration() != null) {
      attributes++;
    }
    attributes +=
        assertEndpoint(actual, expected.localEndpoint(), "network.local", "zipkin.local.ipv6");
    attributes +=
        assertEndpoint(actual, expected.remoteEndpoint(), "network.peer", "zipkin.remote.ipv6");
    assertThat(actual.resource().attributes().string("service.name"))
        .isEqualTo(text(expected.localServiceName()));
    assertThat(actual.attributes().string("peer.service"))
        .isEqualTo(text(expected.remoteServiceName()));
    attributes += expected.remoteServiceName() == null ? 0 : 1;
    assertThat(actual.attributes().size()).isEqualTo(attributes);
  }

  private static int assertEndpoint(
      Span actual, Endpoint expected, String prefix, String secondKey) {
    if (expected == null) {
      return 0;
    }
    String ipv4 = text(expected.ipv4());
    String ipv6 = text(expected.ipv6());
    assertThat(actual.attributes().string(prefix + ".address"))
        .isEqualTo(ipv4.isEmpty() ? ipv6 : ipv4);
    assertThat(actual.attributes().string(secondKey)).isEqualTo(ipv4.isEmpty() ? "" : ipv6);
    assertThat(actual.attributes().integer(prefix + ".port", 0)).isEqualTo(expected.portAsInt());
    return (ipv4.isEmpty() ? 0 : 1) + (ipv6.isEmpty() ? 0 : 1) + (expected.port() == null ? 0 : 1);
  }

  private static String text(String value) {
    return value == null ? "" : value;
  }

  static zipkin2.Span randomSpan(Random random) {
    zipkin2.Span.Builder span =
        zipkin2.Span.newBuilder()
            .traceId(random.nextBoolean() ? random.nextLong() : 0, random.nextLong())
            .id(random.nextLong() | 1)
            .name(TEXTS[random.nextInt(TEXTS.length)]);
    if (random.nextBoolean()) {
      span.parentId(random.nextLong() | 1);
    }
    if (random.nextInt(5) > 0) {
      span.kind(zipkin2.Span.Kind.values()[random.nextInt(4)]);
    }
    if (random.nextInt(5) > 0) {
      span.timestamp(1 + random.nextLong(2_000_000_000_000_000L));
    }
    if (random.nextInt(5) > 0) {
      span.duration(1 + random.nextLong(100_000_000L));
    }
    if (random.nextBoolean()) {
      span.localEndpoint(randomEndpoint(random));
    }
    if (random.nextBoolean()) {
      span.remoteEndpoint(randomEndpoint(random));
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      span.addAnnotation(1 + random.nextLong(2_000_000_000_000_000L), "e" + i);
    }
    for (int i = random.nextInt(30); i > 0; i--) {
      span.putTag("tag." + i, TEXTS[random.nextInt(TEXTS.length)]);
    }
    if (random.nextInt(4) == 0) {
      span.debug(true);
    }
    if (random.nextInt(4) == 0) {
      span.shared(true);
    }
    return span.build();
  }

  private static Endpoint randomEndpoint(Random random) {
    Endpoint.Builder endpoint = Endpoint.newBuilder();
    if (random.nextBoolean()) {
      endpoint.serviceName("service-" + random.nextInt(3));
    }
    if (random.nextBoolean()) {
      endpoint.parseIp("10.0.0." + random.nextInt(256));
    }
    if (random.nextBoolean()) {
      endpoint.parseIp("2001:db8::" + (1 + random.nextInt(9)));
    }
    return endpoint.port(random.nextInt(0x10000)).build();
  }
}
