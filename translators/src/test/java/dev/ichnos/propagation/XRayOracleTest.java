package dev.ichnos.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.model.Sampled;
import dev.ichnos.model.TraceId;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.contrib.awsxray.propagator.AwsXrayPropagator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * OpenTelemetry's propagator as the oracle. It needs Root and Parent, and knows no deferred
 * decision; there we go by AWS.
 */
class XRayOracleTest {
  private static final TextMapGetter<Map<String, String>> GETTER =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Map<String, String> headers) {
          return headers.keySet();
        }

        @Override
        public String get(Map<String, String> headers, String name) {
          return headers.get(name.toLowerCase(Locale.ROOT));
        }
      };

  private final AwsXrayPropagator oracle = AwsXrayPropagator.getInstance();

  @Test
  void randomContexts_areWrittenAndReadAsByTheOracle() {
    Random random = new Random(11);
    for (int i = 0; i < 1000; i++) {
      long high = i % 7 == 0 ? 0 : random.nextLong();
      Sampled sampled = i % 2 == 0 ? Sampled.SAMPLED : Sampled.NOT_SAMPLED;
      TraceContext ours =
          TraceContext.of(high, random.nextLong() | 1, 128, random.nextLong() | 1, sampled);
      Map<String, String> written = HeaderFamilies.X_RAY.write(ours).headers();

      assertThat(extract(written)).isEqualTo(spanContext(ours, true));
      assertThat(inject(spanContext(ours, false))).isEqualTo(written);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Root=2-463ac35c-9f6413ad48485a3953bb6124;Parent=53995c3f42cd8ad8;Sampled=1",
        "Root=1-463ac35c-9f6413ad48485a3953bb612;Parent=53995c3f42cd8ad8;Sampled=1",
        "Root=1-463ac35c-9f6413ad48485a3953bb6124;Parent=53995c3f42cd8ad;Sampled=1",
        "Root=1-00000000-000000000000000000000000;Parent=53995c3f42cd8ad8;Sampled=1",
        "Parent=53995c3f42cd8ad8;Sampled=1",
      })
  void malformed_isRefusedByBoth(String value) {
    assertThat(extract(Map.of("x-amzn-trace-id", value)).isValid()).isFalse();
    assertThat(HeaderFamilies.X_RAY.read(HeaderLookup.of("x-amzn-trace-id", value)))
        .isInstanceOf(HeaderReading.Refused.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sampled=1;Parent=53995c3f42cd8ad8;Root=1-463ac35c-9f6413ad48485a3953bb6124",
        "Root=1-463ac35c-9f6413ad48485a3953bb6124; Parent=53995c3f42cd8ad8; Sampled=0",
        "Self=2-5;Root=1-463ac35c-9f6413ad48485a3953bb6124;Parent=53995c3f42cd8ad8;Sampled=1;a=b",
      })
  void oddButValid_isReadAlike(String value) {
    Map<String, String> headers = Map.of("x-amzn-trace-id", value);
    HeaderReading reading = HeaderFamilies.X_RAY.read(HeaderLookup.of(headers));

    assertThat(reading).isInstanceOf(HeaderReading.Read.class);
    assertThat(extract(headers))
        .isEqualTo(spanContext(((HeaderReading.Read) reading).context(), true));
  }

  private SpanContext extract(Map<String, String> headers) {
    return Span.fromContext(oracle.extract(Context.root(), headers, GETTER)).getSpanContext();
  }

  private Map<String, String> inject(SpanContext context) {
    Map<String, String> headers = new LinkedHashMap<>();
    oracle.inject(
        Context.root().with(Span.wrap(context)),
        headers,
        (map, name, value) -> map.put(name.toLowerCase(Locale.ROOT), value));
    return headers;
  }

  private static SpanContext spanContext(TraceContext ours, boolean remote) {
    String traceId = new TraceId(ours.traceIdHigh(), ours.traceIdLow()).hex();
    String spanId = Hex.of(ours.spanId());
    TraceFlags flags =
        ours.sampled() == Sampled.SAMPLED ? TraceFlags.getSampled() : TraceFlags.getDefault();
    return remote
        ? SpanContext.createFromRemoteParent(traceId, spanId, flags, TraceState.getDefault())
        : SpanContext.create(traceId, spanId, flags, TraceState.getDefault());
  }
}
