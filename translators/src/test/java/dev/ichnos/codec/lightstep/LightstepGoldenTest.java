package dev.ichnos.codec.lightstep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Event;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanFixtures;
import dev.ichnos.model.SpanKind;
import dev.ichnos.model.Status;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The messages under golden/lightstep: ours, in the forms that the tracers' sources show. */
class LightstepGoldenTest {
  @Test
  void decode_envoy_asRecorded() throws Exception {
    assertRead(
        "envoy.hex",
        Span.builder()
            .traceId(0, SpanFixtures.TRACE_LOW)
            .spanId(0xa1c3e5f708192a3bL)
            .parentSpanId(0x2b4d6f8091a3b5c7L)
            .name("ratings.default.svc.cluster.local:9080/*")
            .kind(SpanKind.CLIENT)
            .startEpochNanos(SpanFixtures.START)
            .endEpochNanos(SpanFixtures.START + 5_210_000)
            .attributes(
                Attributes.builder()
                    .put("component", "proxy")
                    .put(
                        "node_id",
                        "sidecar~10.4.1.9~reviews-v2-7bf98595c4-qq7nt.default"
                            + "~default.svc.cluster.local")
                    .put("http.status_code", "503")
                    .put("upstream_cluster", "outbound|9080||ratings.default.svc.cluster.local")
                    .build())
            .status(new Status(Status.Code.ERROR, ""))
            .resource(
                Resource.of(
                    Attributes.builder()
                        .put("service.instance.id", "7d8c5b7f9b1122aa")
                        .put("service.name", "reviews.default")
                        .put("lightstep.tracer_platform", "c++")
                        .put("lightstep.tracer_version", "0.12.0")
                        .build()))
            .build());
  }

  @Test
  void decode_javaScript_asRecorded() throws Exception {
    long start = SpanFixtures.START / 1_000_000 * 1_000_000 + 1_500_000;
    Span.Builder any =
        Span.builder()
            .traceId(0, SpanFixtures.TRACE_LOW)
            .startEpochNanos(start)
            .resource(
                Resource.of(
                    Attributes.builder()
                        .put("service.instance.id", "1122334455667788")
                        .put("service.name", "cart")
                        .put("host.name", "cart-0")
                        .put("lightstep.tracer_platform", "node")
                        .build()));
    Span root =
        any.spanId(SpanFixtures.TRACE_LOW).name("job").endEpochNanos(start + 9_000_000).build();
    Span server =
        any.spanId(0x3c5e7091a2b4c6d8L)
            .parentSpanId(0xa1c3e5f708192a3bL)
            .name("POST /cart")
            .kind(SpanKind.SERVER)
            .endEpochNanos(start + 2_500_000)
            .attributes(Attributes.of("shop.items", "99"))
            .events(
                List.of(
                    new Event(
                        start + 1_000_000,
                        "error",
                        Attributes.of("message", "the cart is full"),
                        0)))
            .build();

    assertRead("javascript.hex", server, root);
  }

  private static void assertRead(String name, Span... expected) throws Exception {
    RecordingSpanSink sink = Reports.decode(golden(name), DecodeLimits.DEFAULT);

    assertThat(sink.dropped()).isEmpty();
    assertThat(sink.mended()).isEmpty();
    assertThat(sink.spans()).containsExactly(expected);
  }

  /** Bytes that the file shows in hex, with a comment behind # on any line. */
  static byte[] golden(String name) throws Exception {
    try (InputStream in =
        LightstepGoldenTest.class.getResourceAsStream("/golden/lightstep/" + name)) {
      String file =
          new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
      String digits =
          file.lines()
              .map(line -> line.replaceFirst("#.*", "").replace(" ", ""))
              .collect(Collectors.joining());
      return HexFormat.of().parseHex(digits);
    }
  }
}
