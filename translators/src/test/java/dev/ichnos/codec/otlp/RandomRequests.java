package dev.ichnos.codec.otlp;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.EntityRef;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Random requests in the form that an encoder writes: no two equal resources, nor scopes under one
 * resource, no empty groups, no key twice. Every field is there in some, and absent in some.
 */
final class RandomRequests {
  private static final String[] TEXTS = {
    "", "a", "GET", "http.method", "värde", "✓", "😀 x", "\u0000\n\"\\", "\uFFFD", "z".repeat(200)
  };

  private final Random random;

  RandomRequests(long seed) {
    random = new Random(seed);
  }

  ExportTraceServiceRequest next() {
    ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
    for (int i = 0; i < random.nextInt(4); i++) {
      request.addResourceSpans(resourceSpans(i));
    }
    return request.build();
  }

  private ResourceSpans resourceSpans(int unique) {
    ResourceSpans.Builder group = ResourceSpans.newBuilder().setSchemaUrl(text());
    Resource.Builder resource = Resource.newBuilder();
    resource.addAttributes(KeyValue.newBuilder().setKey("unique").setValue(integer(unique)));
    resource.addAllAttributes(attributes(2)).setDroppedAttributesCount(count());
    if (random.nextBoolean()) {
      resource.addEntityRefs(
          EntityRef.newBuilder()
              .setSchemaUrl(text())
              .setType(text())
              .addIdKeys(text())
              .addIdKeys(text())
              .addDescriptionKeys(text()));
    }
    group.setResource(resource);
    for (int i = 0; i <= random.nextInt(3); i++) {
      ScopeSpans.Builder scopeSpans = ScopeSpans.newBuilder().setSchemaUrl(text());
      scopeSpans.setScope(
          InstrumentationScope.newBuilder()
              .setName("scope" + i)
              .setVersion(text())
              .addAllAttributes(attributes(2))
              .setDroppedAttributesCount(count()));
      for (int j = 0; j <= random.nextInt(4); j++) {
        scopeSpans.addSpans(span());
      }
      group.addScopeSpans(scopeSpans);
    }
    return group.build();
  }

  private Span span() {
    Span.Builder span =
        Span.newBuilder()
            .setTraceId(id(16))
            .setSpanId(id(8))
            .setTraceState(text())
            .setFlags(random.nextBoolean() ? 0 : random.nextInt())
            .setName(text())
            .setKindValue(random.nextInt(6))
            .setStartTimeUnixNano(time())
            .setEndTimeUnixNano(time())
            .addAllAttributes(attributes(2))
            .setDroppedAttributesCount(count())
            .setDroppedEventsCount(count())
            .setDroppedLinksCount(count());
    if (random.nextBoolean()) {
      span.setParentSpanId(id(8));
    }
    for (int i = 0; i < random.nextInt(3); i++) {
      span.addEvents(
          Span.Event.newBuilder()
              .setTimeUnixNano(time())
              .setName(text())
              .addAllAttributes(attributes(1))
              .setDroppedAttributesCount(count()));
    }
    for (int i = 0; i < random.nextInt(3); i++) {
      span.addLinks(
          Span.Link.newBuilder()
              .setTraceId(id(16))
              .setSpanId(random.nextInt(4) == 0 ? ByteString.EMPTY : id(8))
              .setTraceState(text())
              .addAllAttributes(attributes(1))
              .setDroppedAttributesCount(count())
              .setFlags(random.nextInt(3)));
    }
    Status status = Status.newBuilder().setCodeValue(random.nextInt(3)).setMessage(text()).build();
    return status.equals(Status.getDefaultInstance())
        ? span.build()
        : span.setStatus(status).build();
  }

  private List<KeyValue> attributes(int depth) {
    List<KeyValue> attributes = new ArrayList<>();
    int size = random.nextInt(random.nextInt(20) == 0 ? 70 : 5);
    for (int i = 0; i < size; i++) {
      attributes.add(KeyValue.newBuilder().setKey(i + text()).setValue(value(depth)).build());
    }
    return attributes;
  }

  private AnyValue value(int depth) {
    AnyValue.Builder value = AnyValue.newBuilder();
    switch (random.nextInt(depth > 0 ? 8 : 6)) {
      case 0 -> value.setStringValue(text());
      case 1 -> value.setBoolValue(random.nextBoolean());
      case 2 -> value.setIntValue(random.nextLong() >> random.nextInt(64));
      case 3 ->
          value.setDoubleValue(random.nextGaussian() * Math.pow(10, random.nextInt(600) - 300));
      case 4 -> {
        byte[] bytes = new byte[random.nextInt(9)];
        random.nextBytes(bytes);
        value.setBytesValue(ByteString.copyFrom(bytes));
      }
      case 5 -> {
        // Nothing is set.
      }
      case 6 -> {
        value.getArrayValueBuilder();
        for (int i = 0; i < random.nextInt(4); i++) {
          value.getArrayValueBuilder().addValues(value(depth - 1));
        }
      }
      default -> value.getKvlistValueBuilder().addAllValues(attributes(depth - 1));
    }
    return value.build();
  }

  private static AnyValue integer(int value) {
    return AnyValue.newBuilder().setIntValue(value).build();
  }

  private ByteString id(int length) {
    byte[] id = new byte[length];
    random.nextBytes(id);
    return ByteString.copyFrom(id);
  }

  private String text() {
    return TEXTS[random.nextInt(TEXTS.length)];
  }

  private long time() {
    return random.nextInt(4) == 0 ? 0 : random.nextLong() >>> 1;
  }

  private int count() {
    return random.nextInt(3) == 0 ? random.nextInt() : 0;
  }
}
