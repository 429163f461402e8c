package dev.ichnos.codec.datadog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.GoldenMessage;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Sampled;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import dev.ichnos.model.Status;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A chunk in the bytes that Envoy's tracer writes. */
class DatadogInGoldenTest {
  @Test
  void envoy_chunkOfTwoSpans() throws Exception {
    RecordingSpanSink sink =
        Decoded.of(DatadogDecoder.v04(), GoldenMessage.hex("datadog-in/envoy.v04.hex"));
    assertThat(sink.dropped()).isEmpty();
    assertThat(sink.mended()).isEmpty();
    List<Span> spans = sink.spans();

    Span request = spans.get(0);
    assertThat(request.traceId().hex()).isEqualTo("5f1d9a7c3b2e4680a1c3e5f708192a3b");
    assertThat(request.spanId()).isEqualTo(0xa1c3e5f708192a3bL);
    assertThat(request.parentSpanId()).isZero();
    assertThat(request.name()).isEqualTo("details.default.svc.cluster.local:9080/*");
    assertThat(request.kind()).isEqualTo(SpanKind.UNSPECIFIED);
    assertThat(request.sampled()).isEqualTo(Sampled.SAMPLED);
    assertThat(request.startEpochNanos()).isEqualTo(1_767_323_045_000_700_000L);
    assertThat(request.endEpochNanos()).isEqualTo(1_767_323_045_004_910_000L);
    assertThat(request.status()).isEqualTo(new Status(Status.Code.ERROR, "upstream connect error"));
    assertThat(request.attributes().string("response_flags")).isEqualTo("UF");
    assertThat(request.attributes().integer("_dd.agent_psr", 0)).isEqualTo(1);
    assertThat(request.resource().attributes())
        .isEqualTo(
            Attributes.builder()
                .put("service.name", "productpage.default")
                .put("telemetry.sdk.language", "cpp")
                .put("service.instance.id", "4b1a5f0e-3c55-4c43-9d29-9a3f5be1d0aa")
                .put("process.pid", 17L)
                .build());

    Span upstream = spans.get(1);
    assertThat(upstream.traceId()).isEqualTo(request.traceId());
    assertThat(upstream.parentSpanId()).isEqualTo(request.spanId());
    assertThat(upstream.kind()).isEqualTo(SpanKind.CLIENT);
    assertThat(upstream.sampled()).isEqualTo(Sampled.SAMPLED);
    assertThat(upstream.resource()).isSameAs(request.resource());
    assertThat(upstream.attributes().string("upstream_address")).isEqualTo("10.4.1.7:9080");
  }

  /** What Envoy said, an Agent is told again, field by field and tag by tag. */
  @Test
  void envoy_writtenAgain_losesNothing() throws Exception {
    byte[] message = GoldenMessage.hex("datadog-in/envoy.v04.hex");
    List<Span> spans = Decoded.of(DatadogDecoder.v04(), message).spans();
    Encoded again = Encoded.v04(spans.toArray(Span[]::new));
    List<?> sent = (List<?>) ((List<?>) MsgpackOracle.decode(message)).get(0);

    for (int i = 0; i < sent.size(); i++) {
      Map<String, Object> before = Encoded.map(sent.get(i));
      Map<String, Object> after = again.span(0, i);
      for (String field : before.keySet()) {
        if (!field.equals("meta") && !field.equals("metrics")) {
          assertThat(after.get(field)).as(field).isEqualTo(before.get(field));
        }
      }
      Map<String, Object> meta = Encoded.map(before.get("meta"));
      meta.keySet().removeAll(List.of("language", "runtime-id")); // said as OpenTelemetry does
      assertThat(Encoded.map(after.get("meta"))).containsAllEntriesOf(meta);
      Map<String, Object> metrics = Encoded.map(before.get("metrics"));
      metrics.remove("process_id");
      assertThat(Encoded.map(after.get("metrics"))).containsAllEntriesOf(metrics);
    }
    assertThat(again.report.leftOutAttributes()).isZero();
  }
}
