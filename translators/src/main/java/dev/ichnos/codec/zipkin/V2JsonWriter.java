package dev.ichnos.codec.zipkin;

import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import java.io.IOException;
import java.util.List;

/** Writes spans as Zipkin's v2 JSON, fields in the order of Zipkin's own library. */
final class V2JsonWriter {
  private final JsonOutput out;
  private final OutgoingSpan span;
  private boolean first;

  V2JsonWriter(JsonOutput out, OutgoingSpan span) {
    this.out = out;
    this.span = span;
  }

  void spans(List<Span> spans) throws IOException {
    out.raw("[");
    for (int i = 0; i < spans.size(); i++) {
      span.set(spans.get(i));
      out.raw(i == 0 ? "{" : ",{");
      span();
    }
    out.raw("]");
  }

  private void span() throws IOException {
    out.raw("\"traceId\":\"");
    if (span.traceIdHigh != 0) {
      out.hex(span.traceIdHigh);
    }
    out.hex(span.traceIdLow);
    if (span.parentId != 0) {
      out.raw("\",\"parentId\":\"");
      out.hex(span.parentId);
    }
    out.raw("\",\"id\":\"");
    out.hex(span.id);
    out.raw("\"");
    if (span.kind != SpanKind.UNSPECIFIED) {
      out.raw(",\"kind\":\"");
      out.raw(span.kind.name());
      out.raw("\"");
    }
    if (!span.name.isEmpty()) {
      out.raw(",\"name\":");
      out.text(span.name);
    }
    if (span.timestamp != 0) {
      out.raw(",\"timestamp\":");
      out.number(span.timestamp);
    }
    if (span.duration != 0) {
      out.raw(",\"duration\":");
      out.number(span.duration);
    }
    endpoint(",\"localEndpoint\":{", span.local);
    endpoint(",\"remoteEndpoint\":{", span.remote);
    annotations();
    tags();
    if (span.debug) {
      out.raw(",\"debug\":true");
    }
    out.raw(span.shared ? ",\"shared\":true}" : "}");
  }

  private void endpoint(String start, OutgoingEndpoint endpoint) throws IOException {
    if (endpoint.isEmpty()) {
      return;
    }
    out.raw(start);
    first = true;
    endpointText("\"serviceName\":", endpoint.serviceName);
    endpointText("\"ipv4\":", endpoint.ipv4());
    endpointText("\"ipv6\":", endpoint.ipv6());
    if (endpoint.port() != 0) {
      separate();
      out.raw("\"port\":");
      out.number(endpoint.port());
    }
    out.raw("}");
  }

  private void endpointText(String field, String value) throws IOException {
    if (!value.isEmpty()) {
      separate();
      out.raw(field);
      out.text(value);
    }
  }

  private void annotations() throws IOException {
    if (span.annotations.isEmpty()) {
      return;
    }
    out.raw(",\"annotations\":[");
    for (int i = 0; i < span.annotations.size(); i++) {
      out.raw(i == 0 ? "{\"timestamp\":" : ",{\"timestamp\":");
      out.number(span.annotationTime(i));
      out.raw(",\"value\":");
      out.text(span.annotations.get(i));
      out.raw("}");
    }
    out.raw("]");
  }

  private void tags() throws IOException {
    TagList tags = span.tags;
    if (tags.size() == 0) {
      return;
    }
    out.raw(",\"tags\":{");
    for (int i = 0; i < tags.size(); i++) {
      if (i > 0) {
        out.raw(",");
      }
      out.text(tags.key(i));
      out.raw(":");
      out.text(tags.value(i));
    }
    out.raw("}");
  }

  private void separate() throws IOException {
    if (!first) {
      out.raw(",");
    }
    first = false;
  }
}
