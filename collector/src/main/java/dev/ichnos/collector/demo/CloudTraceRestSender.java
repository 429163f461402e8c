package dev.ichnos.collector.demo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.Timestamp;
import dev.ichnos.proto.cloudtrace.AttributeValue;
import dev.ichnos.proto.cloudtrace.BatchWriteSpansRequest;
import dev.ichnos.proto.cloudtrace.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Map;

/** Cloud Trace v2 in protobuf's JSON, as Google's libraries without gRPC send it. */
final class CloudTraceRestSender implements Sender {
  private static final JsonFactory JSON = new JsonFactory();

  private final HttpPost post;

  CloudTraceRestSender(InetSocketAddress address) {
    post = new HttpPost(address, CloudTraceRequests.path(), "application/json", 200);
  }

  @Override
  public String protocol() {
    return "Cloud Trace v2 JSON over HTTP";
  }

  @Override
  public void send(Bookinfo request) throws IOException, InterruptedException {
    for (BatchWriteSpansRequest message : CloudTraceRequests.of(request)) {
      post.send(json(message));
    }
  }

  private static byte[] json(BatchWriteSpansRequest request) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("name", request.getName());
      json.writeArrayFieldStart("spans");
      for (Span span : request.getSpansList()) {
        write(json, span);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static void write(JsonGenerator json, Span span) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", span.getName());
    json.writeStringField("spanId", span.getSpanId());
    if (!span.getParentSpanId().isEmpty()) {
      json.writeStringField("parentSpanId", span.getParentSpanId());
    }
    writeText(json, "displayName", span.getDisplayName().getValue());
    json.writeStringField("startTime", time(span.getStartTime()));
    json.writeStringField("endTime", time(span.getEndTime()));
    json.writeStringField("spanKind", span.getSpanKind().name());
    json.writeBooleanField("sameProcessAsParentSpan", span.getSameProcessAsParentSpan().getValue());
    json.writeObjectFieldStart("attributes");
    json.writeObjectFieldStart("attributeMap");
    for (Map.Entry<String, AttributeValue> attribute :
        span.getAttributes().getAttributeMapMap().entrySet()) {
      json.writeObjectFieldStart(attribute.getKey());
      writeText(json, "stringValue", attribute.getValue().getStringValue().getValue());
      json.writeEndObject();
    }
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void writeText(JsonGenerator json, String name, String value) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeStringField("value", value);
    json.writeEndObject();
  }

  private static String time(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos()).toString();
  }
}
