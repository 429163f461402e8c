package dev.ichnos.collector.demo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.ichnos.proto.skywalking.KeyStringValuePair;
import dev.ichnos.proto.skywalking.SegmentObject;
import dev.ichnos.proto.skywalking.SegmentReference;
import dev.ichnos.proto.skywalking.SpanObject;
import dev.ichnos.proto.skywalking.SpanType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;

/** SkyWalking over HTTP: a list of segments in JSON, as its agent for nginx writes it. */
final class SkyWalkingHttpSender implements Sender {
  private static final JsonFactory JSON = new JsonFactory();

  private final HttpPost post;

  SkyWalkingHttpSender(InetSocketAddress address) {
    post = new HttpPost(address, "/v3/segments", "application/json", 200);
  }

  @Override
  public String protocol() {
    return "SkyWalking JSON over HTTP";
  }

  @Override
  public void send(Bookinfo request) throws IOException, InterruptedException {
    for (List<SegmentObject> proxy : SkyWalkingSegments.of(request)) {
      post.send(message(proxy));
    }
  }

  @Override
  public Bookinfo arriving(Bookinfo request) {
    return request.saidAs(SkyWalkingSegments::arriving);
  }

  private static byte[] message(List<SegmentObject> segments) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartArray();
      for (SegmentObject segment : segments) {
        json.writeStartObject();
        json.writeStringField("traceId", segment.getTraceId());
        json.writeStringField("traceSegmentId", segment.getTraceSegmentId());
        json.writeStringField("service", segment.getService());
        json.writeStringField("serviceInstance", segment.getServiceInstance());
        json.writeArrayFieldStart("spans");
        for (SpanObject span : segment.getSpansList()) {
          write(json, span);
        }
        json.writeEndArray();
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    return bytes.toByteArray();
  }

  private static void write(JsonGenerator json, SpanObject span) throws IOException {
    json.writeStartObject();
    json.writeNumberField("spanId", span.getSpanId());
    json.writeNumberField("parentSpanId", span.getParentSpanId());
    json.writeNumberField("startTime", span.getStartTime());
    json.writeNumberField("endTime", span.getEndTime());
    json.writeStringField("operationName", span.getOperationName());
    json.writeStringField("spanType", span.getSpanType() == SpanType.ENTRY ? "Entry" : "Exit");
    json.writeStringField("spanLayer", "Http");
    json.writeNumberField("componentId", span.getComponentId());
    json.writeBooleanField("isError", span.getIsError());
    json.writeArrayFieldStart("refs");
    for (SegmentReference reference : span.getRefsList()) {
      write(json, reference);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("tags");
    for (KeyStringValuePair tag : span.getTagsList()) {
      json.writeStartObject();
      json.writeStringField("key", tag.getKey());
      json.writeStringField("value", tag.getValue());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, SegmentReference reference) throws IOException {
    json.writeStartObject();
    json.writeStringField("refType", "CrossProcess");
    json.writeStringField("traceId", reference.getTraceId());
    json.writeStringField("parentTraceSegmentId", reference.getParentTraceSegmentId());
    json.writeNumberField("parentSpanId", reference.getParentSpanId());
    json.writeStringField("parentService", reference.getParentService());
    json.writeStringField("parentServiceInstance", reference.getParentServiceInstance());
    json.writeStringField("parentEndpoint", reference.getParentEndpoint());
    json.writeStringField("networkAddressUsedAtPeer", reference.getNetworkAddressUsedAtPeer());
    json.writeEndObject();
  }
}
