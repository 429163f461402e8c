package dev.ichnos.collector.demo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.ichnos.model.SpanKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Segments in datagrams, one for each span, as Envoy's X-Ray tracer sends them (envoyproxy/envoy
 * source/extensions/tracers/xray/tracer.cc @ 1.38): some tags become fields of {@code http}, the
 * others annotations, and every segment of a proxy has the proxy's name.
 */
final class XRaySender implements Sender {
  private static final byte[] HEADER =
      "{\"format\":\"json\",\"version\":1}\n".getBytes(StandardCharsets.UTF_8);
  private static final JsonFactory JSON = new JsonFactory();
  private static final int MICRO_DIGITS = 6;

  private static final Map<String, String> REQUEST =
      Map.of(
          "http.url", "url",
          "http.method", "method",
          "user_agent", "user_agent",
          "peer.address", "client_ip");
  private static final Map<String, String> RESPONSE =
      Map.of("http.status_code", "status", "response_size", "content_length");

  private final InetSocketAddress address;

  XRaySender(InetSocketAddress address) {
    this.address = address;
  }

  @Override
  public String protocol() {
    return "X-Ray segments over UDP";
  }

  @Override
  public void send(Bookinfo request) throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      for (List<Bookinfo.Hop> report : request.reports()) {
        for (Bookinfo.Hop hop : report) {
          byte[] segment = segment(request, hop);
          socket.send(new DatagramPacket(segment, segment.length, address));
        }
      }
    }
  }

  /** A segment has no name but that of its service. */
  @Override
  public Bookinfo arriving(Bookinfo request) {
    return request.saidAs(
        hop ->
            new Bookinfo.Hop(
                hop.proxy(),
                hop.kind(),
                hop.spanId(),
                hop.parentSpanId(),
                hop.proxy().tracingName(),
                hop.startEpochMicros(),
                hop.durationMicros(),
                hop.upstreamCluster(),
                hop.url()));
  }

  private static byte[] segment(Bookinfo request, Bookinfo.Hop hop) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(HEADER);
    HexFormat hex = HexFormat.of();
    String high = hex.toHexDigits(request.traceIdHigh());
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("name", hop.proxy().tracingName());
      json.writeStringField("id", hex.toHexDigits(hop.spanId()));
      json.writeStringField(
          "trace_id",
          "1-"
              + high.substring(0, 8)
              + "-"
              + high.substring(8)
              + hex.toHexDigits(request.traceIdLow()));
      json.writeNumberField("start_time", seconds(hop.startEpochMicros()));
      json.writeNumberField("end_time", seconds(hop.startEpochMicros() + hop.durationMicros()));
      if (hop.parentSpanId() != 0) {
        json.writeStringField("parent_id", hex.toHexDigits(hop.parentSpanId()));
      }
      json.writeObjectFieldStart("http");
      object(json, "request", hop, REQUEST, false);
      object(json, "response", hop, RESPONSE, true);
      json.writeEndObject();
      json.writeObjectFieldStart("annotations");
      json.writeStringField("direction", hop.kind() == SpanKind.SERVER ? "ingress" : "egress");
      for (Map.Entry<String, String> tag : hop.tags().entrySet()) {
        if (!REQUEST.containsKey(tag.getKey()) && !RESPONSE.containsKey(tag.getKey())) {
          json.writeStringField(tag.getKey(), tag.getValue());
        }
      }
      json.writeEndObject();
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static void object(
      JsonGenerator json,
      String name,
      Bookinfo.Hop hop,
      Map<String, String> fields,
      boolean numbers)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, String> tag : hop.tags().entrySet()) {
      String field = fields.get(tag.getKey());
      if (field != null && numbers) {
        json.writeNumberField(field, Long.parseLong(tag.getValue()));
      } else if (field != null) {
        json.writeStringField(field, tag.getValue());
      }
    }
    json.writeEndObject();
  }

  /** The nearest double, which is what Envoy has. */
  private static double seconds(long micros) {
    return BigDecimal.valueOf(micros, MICRO_DIGITS).doubleValue();
  }
}
