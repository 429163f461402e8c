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
 * Zipkin v1 JSON as the proxies of Istio 1.1 to 1.4 wrote it: kind, start and end are annotations
 * that name their host, tags are binary annotations that do not.
 */
final class ZipkinV1JsonSender implements Sender {
  private static final JsonFactory JSON = new JsonFactory();
  private static final HexFormat HEX = HexFormat.of();

  private final HttpPost post;

  ZipkinV1JsonSender(InetSocketAddress address) {
    post = new HttpPost(address, "/api/v1/spans", "application/json", 202);
  }

  @Override
  public String protocol() {
    return "Zipkin v1 JSON over HTTP";
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
    json.writeStringField("name", hop.name());
    json.writeStringField("id", HEX.toHexDigits(hop.spanId()));
    if (hop.parentSpanId() != 0) {
      json.writeStringField("parentId", HEX.toHexDigits(hop.parentSpanId()));
    }
    json.writeNumberField("timestamp", hop.startEpochMicros());
    json.writeNumberField("duration", hop.durationMicros());
    json.writeArrayFieldStart("annotations");
    annotation(json, hop, hop.startEpochMicros(), server ? "sr" : "cs");
    annotation(json, hop, hop.startEpochMicros() + hop.durationMicros(), server ? "ss" : "cr");
    json.writeEndArray();
    json.writeArrayFieldStart("binaryAnnotations");
    for (Map.Entry<String, String> tag : hop.tags().entrySet()) {
      json.writeStartObject();
      json.writeStringField("key", tag.getKey());
      json.writeStringField("value", tag.getValue());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void annotation(JsonGenerator json, Bookinfo.Hop hop, long micros, String value)
      throws IOException {
    json.writeStartObject();
    json.writeNumberField("timestamp", micros);
    json.writeStringField("value", value);
    json.writeObjectFieldStart("endpoint");
    json.writeStringField("ipv4", hop.proxy().ip());
    json.writeNumberField("port", 0);
    json.writeStringField("serviceName", hop.proxy().tracingName());
    json.writeEndObject();
    json.writeEndObject();
  }
}
