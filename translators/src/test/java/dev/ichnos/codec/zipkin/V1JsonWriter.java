package dev.ichnos.codec.zipkin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import zipkin2.Endpoint;

/** Writes v1 spans as JSON, the way Zipkin's own v1 writers did. */
final class V1JsonWriter {
  private V1JsonWriter() {}

  static byte[] list(List<RandomV1Span> spans) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartArray();
      for (RandomV1Span span : spans) {
        write(json, span);
      }
      json.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString().getBytes(UTF_8);
  }

  private static void write(JsonGenerator json, RandomV1Span span) throws IOException {
    json.writeStartObject();
    json.writeStringField(
        "traceId",
        span.traceIdHigh() == 0
            ? "%016x".formatted(span.traceId())
            : "%016x%016x".formatted(span.traceIdHigh(), span.traceId()));
    json.writeStringField("id", "%016x".formatted(span.id()));
    if (span.parentId() != 0) {
      json.writeStringField("parentId", "%016x".formatted(span.parentId()));
    }
    json.writeStringField("name", span.name());
    if (span.timestamp() != 0) {
      json.writeNumberField("timestamp", span.timestamp());
    }
    if (span.duration() != 0) {
      json.writeNumberField("duration", span.duration());
    }
    json.writeArrayFieldStart("annotations");
    for (RandomV1Span.Annotation annotation : span.annotations()) {
      json.writeStartObject();
      json.writeNumberField("timestamp", annotation.timestamp());
      json.writeStringField("value", annotation.value());
      endpoint(json, annotation.host());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("binaryAnnotations");
    for (RandomV1Span.Binary binary : span.binaryAnnotations()) {
      json.writeStartObject();
      json.writeStringField("key", binary.key());
      if (binary.text() == null) {
        json.writeBooleanField("value", true);
      } else {
        json.writeStringField("value", binary.text());
      }
      endpoint(json, binary.host());
      json.writeEndObject();
    }
    json.writeEndArray();
    if (span.debug()) {
      json.writeBooleanField("debug", true);
    }
    json.writeEndObject();
  }

  private static void endpoint(JsonGenerator json, RandomV1Span.Host host) throws IOException {
    if (host == null) {
      return;
    }
    Endpoint.Builder ips = Endpoint.newBuilder();
    if (host.ipv4() != 0) {
      int ipv4 = host.ipv4();
      ips.parseIp(
          new byte[] {
            (byte) (ipv4 >>> 24), (byte) (ipv4 >>> 16), (byte) (ipv4 >>> 8), (byte) ipv4
          });
    }
    if (host.ipv6() != null) {
      ips.parseIp(host.ipv6());
    }
    Endpoint endpoint = ips.build();
    json.writeObjectFieldStart("endpoint");
    json.writeStringField("serviceName", host.service());
    if (endpoint.ipv4() != null) {
      json.writeStringField("ipv4", endpoint.ipv4());
    }
    if (endpoint.ipv6() != null) {
      json.writeStringField("ipv6", endpoint.ipv6());
    }
    json.writeNumberField("port", host.port());
    json.writeEndObject();
  }
}
