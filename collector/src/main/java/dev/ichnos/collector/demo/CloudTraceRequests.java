package dev.ichnos.collector.demo;

import com.google.protobuf.BoolValue;
import com.google.protobuf.Timestamp;
import dev.ichnos.model.SpanKind;
import dev.ichnos.model.TraceId;
import dev.ichnos.proto.cloudtrace.AttributeValue;
import dev.ichnos.proto.cloudtrace.BatchWriteSpansRequest;
import dev.ichnos.proto.cloudtrace.Span;
import dev.ichnos.proto.cloudtrace.TruncatableString;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A request of Bookinfo as Google's exporter for Go makes it of Envoy's spans
 * (opentelemetry-operations-go exporter/trace @ 1.25): the resource among the attributes, some tags
 * under Google's names, numbers as texts since Envoy writes them so.
 */
final class CloudTraceRequests {
  private static final String PROJECT = "bookinfo";
  private static final String AGENT = "opentelemetry-go 1.30.0; google-cloud-trace-exporter 1.25.0";
  private static final HexFormat HEX = HexFormat.of();
  private static final Map<String, String> LABELS =
      Map.of("http.method", "/http/method", "http.status_code", "/http/status_code");

  private CloudTraceRequests() {}

  /** The path of the REST form that takes them. */
  static String path() {
    return "/v2/projects/" + PROJECT + "/traces:batchWrite";
  }

  /** One for each proxy. */
  static List<BatchWriteSpansRequest> of(Bookinfo request) {
    String prefix =
        "projects/"
            + PROJECT
            + "/traces/"
            + new TraceId(request.traceIdHigh(), request.traceIdLow())
            + "/spans/";
    List<BatchWriteSpansRequest> requests = new ArrayList<>();
    for (List<Bookinfo.Hop> report : request.reports()) {
      BatchWriteSpansRequest.Builder spans =
          BatchWriteSpansRequest.newBuilder().setName("projects/" + PROJECT);
      report.forEach(hop -> spans.addSpans(span(prefix, hop)));
      requests.add(spans.build());
    }
    return requests;
  }

  private static Span.Builder span(String prefix, Bookinfo.Hop hop) {
    String id = HEX.toHexDigits(hop.spanId());
    Span.Builder span =
        Span.newBuilder()
            .setName(prefix + id)
            .setSpanId(id)
            .setDisplayName(text(hop.name()))
            .setStartTime(time(hop.startEpochMicros()))
            .setEndTime(time(hop.startEpochMicros() + hop.durationMicros()))
            .setSpanKind(
                hop.kind() == SpanKind.SERVER ? Span.SpanKind.SERVER : Span.SpanKind.CLIENT)
            .setSameProcessAsParentSpan(BoolValue.of(hop.kind() == SpanKind.CLIENT));
    if (hop.parentSpanId() != 0) {
      span.setParentSpanId(HEX.toHexDigits(hop.parentSpanId()));
    }
    Span.Attributes.Builder attributes = Span.Attributes.newBuilder();
    attributes.putAttributeMap("g.co/agent", value(AGENT));
    attributes.putAttributeMap("service.name", value(hop.proxy().tracingName()));
    hop.tags()
        .forEach(
            (key, text) -> attributes.putAttributeMap(LABELS.getOrDefault(key, key), value(text)));
    return span.setAttributes(attributes);
  }

  private static AttributeValue value(String text) {
    return AttributeValue.newBuilder().setStringValue(text(text)).build();
  }

  private static TruncatableString.Builder text(String value) {
    return TruncatableString.newBuilder().setValue(value);
  }

  private static Timestamp.Builder time(long micros) {
    return Timestamp.newBuilder()
        .setSeconds(micros / 1_000_000)
        .setNanos((int) (micros % 1_000_000) * 1_000);
  }
}
