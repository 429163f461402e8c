package dev.ichnos.collector.demo;

import com.google.protobuf.Timestamp;
import dev.ichnos.model.SpanKind;
import dev.ichnos.proto.lightstep.KeyValue;
import dev.ichnos.proto.lightstep.Reference;
import dev.ichnos.proto.lightstep.ReportRequest;
import dev.ichnos.proto.lightstep.Reporter;
import dev.ichnos.proto.lightstep.Span;
import dev.ichnos.proto.lightstep.SpanContext;
import java.util.ArrayList;
import java.util.List;

/**
 * A request of Bookinfo as the reports that Envoy's LightStep tracer makes (lightstep-tracer-cpp @
 * 0.12): ids of 64 bits, all tags as text, the kind among them.
 */
final class LightstepReports {
  private LightstepReports() {}

  /** One for each proxy. */
  static List<byte[]> of(Bookinfo request) {
    List<byte[]> reports = new ArrayList<>();
    for (List<Bookinfo.Hop> report : request.reports()) {
      Bookinfo.Proxy proxy = report.get(0).proxy();
      ReportRequest.Builder message =
          ReportRequest.newBuilder()
              .setReporter(
                  Reporter.newBuilder()
                      .setReporterId(proxy.nodeId().hashCode())
                      .addTags(tag("lightstep.component_name", proxy.tracingName()))
                      .addTags(tag("lightstep.tracer_platform", "c++"))
                      .addTags(tag("lightstep.tracer_version", "0.12.0")));
      report.forEach(hop -> message.addSpans(span(request, hop)));
      reports.add(message.build().toByteArray());
    }
    return reports;
  }

  private static Span.Builder span(Bookinfo request, Bookinfo.Hop hop) {
    Span.Builder span =
        Span.newBuilder()
            .setSpanContext(context(request, hop.spanId()))
            .setOperationName(hop.name())
            .setStartTimestamp(
                Timestamp.newBuilder()
                    .setSeconds(hop.startEpochMicros() / 1_000_000)
                    .setNanos((int) (hop.startEpochMicros() % 1_000_000) * 1_000))
            .setDurationMicros(hop.durationMicros());
    if (hop.parentSpanId() != 0) {
      span.addReferences(
          Reference.newBuilder().setSpanContext(context(request, hop.parentSpanId())));
    }
    span.addTags(tag("span.kind", hop.kind() == SpanKind.SERVER ? "server" : "client"));
    hop.tags().forEach((key, value) -> span.addTags(tag(key, value)));
    return span;
  }

  private static SpanContext.Builder context(Bookinfo request, long spanId) {
    return SpanContext.newBuilder().setTraceId(request.traceIdLow()).setSpanId(spanId);
  }

  private static KeyValue.Builder tag(String key, String value) {
    return KeyValue.newBuilder().setKey(key).setStringValue(value);
  }
}
