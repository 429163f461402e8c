package dev.ichnos.propagation;

import brave.propagation.B3Propagation;
import brave.propagation.TraceContextOrSamplingFlags;
import brave.propagation.stackdriver.StackdriverTracePropagation;
import dev.ichnos.model.Sampled;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What other libraries make of the same headers, in our words. */
final class Oracles {
  private Oracles() {}

  /** Brave's B3, single and multi. */
  static Optional<TraceContext> braveB3(Map<String, String> headers) {
    return brave(B3Propagation.FACTORY.get().extractor(Oracles::get).extract(headers));
  }

  /** zipkin-gcp's x-cloud-trace-context, which falls back on B3. */
  static Optional<TraceContext> stackdriver(Map<String, String> headers) {
    return brave(
        StackdriverTracePropagation.newFactory(B3Propagation.FACTORY)
            .get()
            .extractor(Oracles::get)
            .extract(headers));
  }

  /** An OpenTelemetry propagator, which knows no deferred decision and no parent. */
  static Optional<TraceContext> otel(TextMapPropagator propagator, Map<String, String> headers) {
    SpanContext context =
        Span.fromContext(propagator.extract(Context.root(), headers, new Getter()))
            .getSpanContext();
    if (!context.isValid()) {
      return Optional.empty();
    }
    String state =
        String.join(
            ",",
            context.getTraceState().asMap().entrySet().stream().map(Object::toString).toList());
    return Optional.of(
        TraceContext.of(
                HexFormat.fromHexDigitsToLong(context.getTraceId(), 0, 16),
                HexFormat.fromHexDigitsToLong(context.getTraceId(), 16, 32),
                128,
                HexFormat.fromHexDigitsToLong(context.getSpanId()),
                context.isSampled() ? Sampled.SAMPLED : Sampled.NOT_SAMPLED)
            .withW3c((context.getTraceFlags().asByte() & 2) != 0, state));
  }

  private static @Nullable String get(Map<String, String> headers, String name) {
    return HeaderLookup.of(headers).get(name.toLowerCase(Locale.ROOT));
  }

  private static Optional<TraceContext> brave(TraceContextOrSamplingFlags extracted) {
    brave.propagation.TraceContext context = extracted.context();
    boolean debug = extracted.samplingFlags() != null && extracted.samplingFlags().debug();
    Sampled sampled =
        extracted.sampled() == null
            ? Sampled.DEFERRED
            : extracted.sampled() ? Sampled.SAMPLED : Sampled.NOT_SAMPLED;
    if (context != null) {
      return Optional.of(
          TraceContext.of(
                  context.traceIdHigh(),
                  context.traceId(),
                  context.traceIdHigh() == 0 ? 64 : 128,
                  context.spanId(),
                  sampled)
              .withSampled(sampled, context.debug())
              .withParentSpanId(context.parentIdAsLong()));
    }
    if (extracted.traceIdContext() != null) {
      return Optional.of(
          TraceContext.of(
              extracted.traceIdContext().traceIdHigh(),
              extracted.traceIdContext().traceId(),
              extracted.traceIdContext().traceIdHigh() == 0 ? 64 : 128,
              0,
              sampled));
    }
    return sampled == Sampled.DEFERRED
        ? Optional.empty()
        : Optional.of(TraceContext.decision(sampled, debug));
  }

  private static final class Getter implements TextMapGetter<Map<String, String>> {
    @Override
    public Iterable<String> keys(Map<String, String> headers) {
      return headers.keySet();
    }

    @Override
    public @Nullable String get(@Nullable Map<String, String> headers, String name) {
      return headers == null ? null : Oracles.get(headers, name);
    }
  }
}
