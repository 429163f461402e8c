package dev.ichnos.collector.demo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.ichnos.model.SpanKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Zipkin v2 JSON as Envoy 1.18 and newer write it: plain integers, 128-bit trace ids, port 0, and
 * the end of the work left behind as an annotation.
 */
final class ZipkinJsonSender implements Sender {
  private static final JsonFactory JSON = new JsonFactory();
  private static final HexFormat HEX = HexFormat.of();

  private final HttpPost post;

  ZipkinJsonSender(InetSocketAddress address) {
    post = new HttpPost(address, "/api/v2/spans", "application/json", 202);
  }

  @Override
  public String protocol() {
    return "Zipkin v2 JSON over HTTP";
  }

  @Override
  public void send(Bookinfo request) throws IOException, InterruptedException {
    for (List<Bookinfo.Hop> report : request.reports()) {
      send(report.stream().map(request::span).toList());
    }
  }

  /** Sends spans of any traces as one message. */
  void send(List<ProxySpan> report) throws IOException, InterruptedException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartArray();
      for (ProxySpan span : report) {
        write(json, span);
      }
      json.writeEndArray();
    }
    post.send(bytes.toByteArray());
  }

  private static void write(JsonGenerator json, ProxySpan span) throws IOException {
    boolean server = span.kind() == SpanKind.SERVER;
    json.writeStartObject();
    json.writeStringField(
        "traceId", HEX.toHexDigits(span.traceIdHigh()) + HEX.toHexDigits(span.traceIdLow()));
    if (span.parentSpanId() != 0) {
      json.writeStringField("parentId", HEX.toHexDigits(span.parentSpanId()));
    }
    json.writeStringField("id", HEX.toHexDigits(span.spanId()));
    json.writeStringField("kind", span.kind().name());
    json.writeStringField("name", span.name());
    json.writeNumberField("timestamp", span.startEpochMicros());
    json.writeNumberField("duration", span.durationMicros());
    json.writeObjectFieldStart("localEndpoint");
    json.writeStringField("serviceName", span.proxy().tracingName());
    json.writeStringField("ipv4", span.proxy().ip());
    json.writeNumberField("port", 0);
    json.writeEndObject();
    json.writeArrayFieldStart("annotations");
    json.writeStartObject();
    json.writeNumberField("timestamp", span.endEpochMicros());
    json.writeStringField("value", server ? "ss" : "cr");
    json.writeEndObject();
    json.writeEndArray();
    json.writeObjectFieldStart("tags");
    for (Map.Entry<String, String> tag : span.tags().entrySet()) {
      json.writeStringField(tag.getKey(), tag.getValue());
    }
    json.writeEndObject();
    json.writeEndObject();
  }
}
