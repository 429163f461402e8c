package dev.ichnos.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import brave.propagation.B3Propagation;
import brave.propagation.Propagation;
import dev.ichnos.model.Sampled;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.extension.trace.propagation.B3Propagator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Other libraries write the same contexts, in the same headers where they can say them. */
class HeaderWritersOracleTest {
  /** A trace id of 128 bits with an upper half of zeros is one of 64 bits to Brave. */
  private static final List<TraceContext> BRAVE =
      TraceContexts.all().stream()
          .filter(TraceContext::hasSpan)
          .filter(context -> context.traceIdLow() != 0)
          .filter(context -> context.traceIdHigh() != 0 || context.traceIdBits() == 64)
          .toList();

  /** What OpenTelemetry's SpanContext can hold. */
  private static final List<TraceContext> OTEL =
      TraceContexts.all().stream()
          .filter(TraceContext::hasSpan)
          .filter(context -> context.traceIdBits() == 128)
          .filter(context -> context.sampled() != Sampled.DEFERRED && !context.debug())
          .filter(context -> context.parentSpanId() == 0)
          .toList();

  @Test
  void b3_isWrittenAsByBrave() {
    Propagation.Factory single =
        B3Propagation.newFactoryBuilder().injectFormat(B3Propagation.Format.SINGLE).build();
    for (TraceContext context : BRAVE) {
      Map<String, String> theirs = byBrave(single, context);
      HeaderWriting ours = HeaderFamilies.B3.write(context);
      if (!ours.losses().contains(Loss.PARENT_SPAN_ID)) {
        assertThat(ours.headers()).isEqualTo(theirs);
        continue;
      }
      // Brave's form for this is outside of the specification.
      TraceContext read =
          Readings.lenient(
              HeaderFamilies.B3.read(HeaderLookup.of(theirs)), Leniency.PARENT_WITHOUT_STATE);
      assertThat(read.parentSpanId()).isEqualTo(context.parentSpanId());
      assertThat(read.sampled()).isEqualTo(Sampled.DEFERRED);
    }
  }

  @Test
  void b3Multi_isWrittenAsByBrave() {
    Propagation.Factory multi =
        B3Propagation.newFactoryBuilder().injectFormat(B3Propagation.Format.MULTI).build();
    for (TraceContext context : BRAVE) {
      assertThat(HeaderFamilies.B3_MULTI.write(context).headers())
          .isEqualTo(byBrave(multi, context));
    }
  }

  @Test
  void traceparent_isWrittenAsByOpenTelemetry() {
    for (TraceContext context : OTEL) {
      assertThat(HeaderFamilies.TRACEPARENT.write(context).headers())
          .isEqualTo(byOtel(W3CTraceContextPropagator.getInstance(), context));
    }
  }

  @Test
  void b3_isWrittenAsByOpenTelemetry() {
    for (TraceContext context : OTEL) {
      assertThat(HeaderFamilies.B3.write(context).headers())
          .isEqualTo(byOtel(B3Propagator.injectingSingleHeader(), context));
      assertThat(HeaderFamilies.B3_MULTI.write(context).headers())
          .isEqualTo(byOtel(B3Propagator.injectingMultiHeaders(), context));
    }
  }

  private static Map<String, String> byBrave(Propagation.Factory factory, TraceContext context) {
    Map<String, String> headers = new HashMap<>();
    brave.propagation.TraceContext.Builder theirs =
        brave.propagation.TraceContext.newBuilder()
            .traceIdHigh(context.traceIdHigh())
            .traceId(context.traceIdLow())
            .spanId(context.spanId())
            .debug(context.debug());
    if (context.parentSpanId() != 0) {
      theirs.parentId(context.parentSpanId());
    }
    if (context.sampled() != Sampled.DEFERRED) {
      theirs.sampled(context.sampled() == Sampled.SAMPLED);
    }
    factory
        .get()
        .<Map<String, String>>injector((to, name, value) -> to.put(lower(name), value))
        .inject(theirs.build(), headers);
    return headers;
  }

  private static Map<String, String> byOtel(TextMapPropagator propagator, TraceContext context) {
    Map<String, String> headers = new HashMap<>();
    int flags = (context.sampled() == Sampled.SAMPLED ? 1 : 0) | (context.randomTraceId() ? 2 : 0);
    SpanContext theirs =
        SpanContext.create(
            context.traceId().hex(),
            Hex.of(context.spanId()),
            TraceFlags.fromByte((byte) flags),
            otelState(context.traceState()));
    propagator.inject(
        Span.wrap(theirs).storeInContext(Context.root()),
        headers,
        (to, name, value) -> Objects.requireNonNull(to, "to").put(lower(name), value));
    return headers;
  }

  private static TraceState otelState(String state) {
    var builder = TraceState.builder();
    String[] members = state.isEmpty() ? new String[0] : state.split(",");
    // It writes the member first that was put last.
    for (int i = members.length - 1; i >= 0; i--) {
      int equals = members[i].indexOf('=');
      builder.put(members[i].substring(0, equals), members[i].substring(equals + 1));
    }
    return builder.build();
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
