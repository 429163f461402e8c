package dev.ichnos.identity.context;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.model.AttributeList;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Format;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanFixtures;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CapturedContextsTest {
  private static final String CLOUD = "105445aa7843bc8bf206b12000100000/1;o=1";
  private static final long CLOUD_LOW = 0xf206b12000100000L;

  private final CapturedContexts captured = new CapturedContexts(format("ZIPKIN_V2_JSON"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x-cloud-trace-context",
        "X-Cloud-Trace-Context",
        "x_cloud_trace_context",
        "http.request.header.x-cloud-trace-context",
        "http.request.header.x_cloud_trace_context",
        "HTTP.Request.Header.X-Cloud-Trace-Context",
        "request.header.x-cloud-trace-context",
        "http.header.x-cloud-trace-context",
        "header.x-cloud-trace-context"
      })
  void read_everyKey_found(String key) {
    assertThat(captured.read(span(Attributes.of(key, CLOUD)))).isTrue();

    CapturedContext context = captured.evidence().get(0);
    assertThat(context.family()).isEqualTo("x-cloud-trace-context");
    assertThat(context.context().traceIdLow()).isEqualTo(CLOUD_LOW);
    assertThat(context.context().traceIdBits()).isEqualTo(128);
    assertThat(context.context().spanId()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x-cloud-trace-contex",
        "x-cloud-trace-context2",
        "x.cloud.trace.context",
        "x\rcloud\rtrace\rcontext",
        "guid:x-cloud-trace-context",
        "response.header.x-cloud-trace-context",
        "http.response.header.x-cloud-trace-context",
        "header.header.x-cloud-trace-context",
        "x",
        "h",
        "header.",
        "guid:",
        ""
      })
  void read_otherKey_nothing(String key) {
    assertThat(captured.read(span(Attributes.of(key, CLOUD)))).isFalse();
    assertThat(captured.evidence()).isEmpty();
  }

  @Test
  void read_listOfOne_found() {
    Attributes attributes =
        Attributes.builder()
            .put(
                "http.request.header.x-cloud-trace-context",
                AttributeList.ofStrings(List.of(CLOUD)))
            .build();

    assertThat(captured.read(span(attributes))).isTrue();
  }

  @Test
  void read_severalHeadersOfOneFamily_together() {
    CapturedContexts otlp = new CapturedContexts(format("OTLP_PROTO"));
    Attributes attributes =
        Attributes.builder()
            .put("X-B3-TraceId", "48485a3953bb6124")
            .put("request.header.x-b3-spanid", "0000000000000abc")
            .put("x-b3-sampled", "1")
            .build();

    assertThat(otlp.read(span(attributes))).isTrue();

    CapturedContext context = otlp.evidence().get(0);
    assertThat(context.family()).isEqualTo("b3multi");
    assertThat(context.context().traceIdBits()).isEqualTo(64);
    assertThat(context.context().traceIdLow()).isEqualTo(0x48485a3953bb6124L);
    assertThat(context.context().spanId()).isEqualTo(0xabcL);
  }

  @Test
  void read_twoKeysOfOneHeader_firstWins() {
    Attributes attributes =
        Attributes.builder()
            .put("x-cloud-trace-context", CLOUD)
            .put("header.x-cloud-trace-context", "00000000000000000000000000000001/1")
            .build();

    captured.read(span(attributes));

    assertThat(captured.evidence()).hasSize(1);
    assertThat(captured.evidence().get(0).context().traceIdLow()).isEqualTo(CLOUD_LOW);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", "none", "105445aa7843bc8bf206b12000100000/x", "0/1;o=1"})
  void read_valueThatIsNoContext_nothing(String value) {
    assertThat(captured.read(span(Attributes.of("x-cloud-trace-context", value)))).isFalse();
  }

  @Test
  void read_decisionAlone_nothing() {
    CapturedContexts otlp = new CapturedContexts(format("OTLP_PROTO"));

    assertThat(otlp.read(span(Attributes.of("b3", "0")))).isFalse();
  }

  @Test
  void read_nextSpan_forgetsTheOneBefore() {
    captured.read(span(Attributes.of("x-cloud-trace-context", CLOUD)));

    assertThat(captured.read(SpanFixtures.CLIENT)).isFalse();
    assertThat(captured.evidence()).isEmpty();
    assertThat(captured.requestId()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "guid:x-request-id, true",
    "x-request-id, true",
    "http.request.header.x-request-id, true",
    "guid:x-client-trace-id, false"
  })
  void requestId_everyKey(String key, boolean found) {
    assertThat(captured.read(span(Attributes.of(key, "4f9dc1a3-5f5e-9e9c-8a7e-0d7d9a9ad5cb"))))
        .isFalse();

    assertThat(captured.requestId()).isEqualTo(found ? "4f9dc1a3-5f5e-9e9c-8a7e-0d7d9a9ad5cb" : "");
  }

  static Format format(String name) {
    return new Format(name, "application/x-test");
  }

  static Span span(Attributes attributes) {
    return SpanFixtures.SERVER.toBuilder().attributes(attributes).build();
  }
}
