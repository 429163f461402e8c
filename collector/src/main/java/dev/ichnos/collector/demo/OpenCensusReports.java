package dev.ichnos.collector.demo;

import com.google.protobuf.BoolValue;
import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.ichnos.model.SpanKind;
import dev.ichnos.proto.opencensus.AttributeValue;
import dev.ichnos.proto.opencensus.Span;
import dev.ichnos.proto.opencensus.Status;
import dev.ichnos.proto.opencensus.TruncatableString;
import dev.ichnos.semconv.OpenCensusKeys;
import java.nio.ByteBuffer;

/**
 * Spans as Envoy's OpenCensus tracer made them, in Istio up to 1.22: without a kind, but with the
 * name of their operation; a root's parent is zeros; every tag is text, every status OK.
 */
final class OpenCensusReports {
  private static final long MICROS = 1_000_000;

  private OpenCensusReports() {}

  static Span span(Bookinfo request, Bookinfo.Hop hop) {
    Span.Builder span =
        Span.newBuilder()
            .setTraceId(bytes(request.traceIdHigh()).concat(bytes(request.traceIdLow())))
            .setSpanId(bytes(hop.spanId()))
            .setParentSpanId(bytes(hop.parentSpanId()))
            .setName(text(hop.name()))
            .setStartTime(time(hop.startEpochMicros()))
            .setEndTime(time(hop.startEpochMicros() + hop.durationMicros()))
            .setStatus(Status.getDefaultInstance())
            .setSameProcessAsParentSpan(BoolValue.of(false));
    String operation = hop.kind() == SpanKind.SERVER ? "Ingress" : "Egress";
    Span.Attributes.Builder attributes = span.getAttributesBuilder();
    attributes.putAttributeMap(OpenCensusKeys.OPERATION_NAME, value(operation));
    hop.tags().forEach((key, value) -> attributes.putAttributeMap(key, value(value)));
    return span.build();
  }

  private static ByteString bytes(long id) {
    return ByteString.copyFrom(ByteBuffer.allocate(Long.BYTES).putLong(0, id));
  }

  private static AttributeValue value(String value) {
    return AttributeValue.newBuilder().setStringValue(text(value)).build();
  }

  private static TruncatableString text(String value) {
    return TruncatableString.newBuilder().setValue(value).build();
  }

  private static Timestamp time(long epochMicros) {
    return Timestamp.newBuilder()
        .setSeconds(epochMicros / MICROS)
        .setNanos((int) (epochMicros % MICROS) * 1_000)
        .build();
  }
}
