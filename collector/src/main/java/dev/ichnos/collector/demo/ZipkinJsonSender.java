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
      post.send(message(request, report));
    }
  }

  private static byte[] message(Bookinfo request, List<Bookinfo.Hop> report) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartArray();
      for (Bookinfo.Hop hop : report) {
        write(json, request, hop);
      }
      json.writeEndArray();
    }
    return bytes.toByteArray();
  }

  private static void write(JsonGenerator json, Bookinfo request, Bookinfo.Hop hop)
      throws IOException {
    boolean server = hop.kind() == SpanKind.SERVER;
    json.writeStartObject();
    json.writeStringField(
        "traceId", HEX.toHexDigits(request.traceIdHigh()) + HEX.toHexDigits(request.traceIdLow()));
    if (hop.parentSpanId() != 0) {
      json.writeStringField("parentId", HEX.toHexDigits(hop.parentSpanId()));
    }
    json.writeStringField("id", HEX.toHexDigits(hop.spanId()));
    json.writeStringField("kind", hop.kind().name());
    json.writeStringField("name", hop.name());
    json.writeNumberField("timestamp", hop.startEpochMicros());
    json.writeNumberField("duration", hop.durationMicros());
    json.writeObjectFieldStart("localEndpoint");
    json.writeStringField("serviceName", hop.proxy().tracingName());
    json.writeStringField("ipv4", hop.proxy().ip());
    json.writeNumberField("port", 0);
    json.writeEndObject();
    json.writeArrayFieldStart("annotations");
    json.writeStartObject();
    json.writeNumberField("timestamp", hop.startEpochMicros() + hop.durationMicros());
    json.writeStringField("value", server ? "ss" : "cr");
    json.writeEndObject();
    json.writeEndArray();
    json.writeObjectFieldStart("tags");
    for (Map.Entry<String, String> tag : hop.tags().entrySet()) {
      json.writeStringField(tag.getKey(), tag.getValue());
    }
    json.writeEndObject();
    json.writeEndObject();
  }
}
