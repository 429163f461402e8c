package dev.ichnos.codec.opencensus;

import com.google.protobuf.BoolValue;
import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UInt32Value;
import io.opencensus.proto.agent.common.v1.LibraryInfo;
import io.opencensus.proto.agent.common.v1.Node;
import io.opencensus.proto.agent.trace.v1.ExportTraceServiceRequest;
import io.opencensus.proto.resource.v1.Resource;
import io.opencensus.proto.trace.v1.AttributeValue;
import io.opencensus.proto.trace.v1.Span;
import io.opencensus.proto.trace.v1.StackTrace;
import io.opencensus.proto.trace.v1.TruncatableString;
import java.util.Random;

/** Any message that is well-formed, of libraries that make use of everything. */
final class RandomMessages {
  private static final String[] TEXTS = {"", "a", "get /", "Bücher", "😀", "x".repeat(300)};
  private static final String[] KEYS = {
    "a", "b", "component", "error", "OperationName", "span.kind"
  };
  private static final String[] VALUES = {"", "true", "proxy", "Ingress", "producer", "Bücher"};

  private final Random random;

  RandomMessages(Random random) {
    this.random = random;
  }

  ExportTraceServiceRequest next() {
    ExportTraceServiceRequest.Builder message = ExportTraceServiceRequest.newBuilder();
    if (random.nextBoolean()) {
      message.setNode(node());
    }
    if (random.nextBoolean()) {
      message.setResource(resource());
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      message.addSpans(span());
    }
    return message.build();
  }

  private Node node() {
    Node.Builder node = Node.newBuilder();
    if (random.nextBoolean()) {
      node.getIdentifierBuilder()
          .setHostName(text())
          .setPid(random.nextInt(3) - 1)
          .setStartTimestamp(time());
    }
    if (random.nextBoolean()) {
      node.setLibraryInfo(
          LibraryInfo.newBuilder()
              .setLanguageValue(random.nextInt(12))
              .setExporterVersion(text())
              .setCoreLibraryVersion(text()));
    }
    if (random.nextBoolean()) {
      node.getServiceInfoBuilder().setName(text());
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      node.putAttributes(pick(KEYS), text());
    }
    return node.build();
  }

  private Resource resource() {
    Resource.Builder resource = Resource.newBuilder().setType(text());
    for (int i = random.nextInt(3); i > 0; i--) {
      resource.putLabels(random.nextBoolean() ? pick(KEYS) : "cloud.zone", text());
    }
    return resource.build();
  }

  private Span span() {
    Span.Builder span =
        Span.newBuilder()
            .setTraceId(id(16))
            .setSpanId(id(8))
            .setName(truncatable())
            .setKindValue(random.nextInt(4))
            .setAttributes(attributes());
    if (random.nextBoolean()) {
      span.setParentSpanId(id(8));
    }
    if (random.nextInt(8) != 0) {
      span.setStartTime(time()).setEndTime(time());
    }
    if (random.nextBoolean()) {
      span.getStatusBuilder().setCode(random.nextInt(17)).setMessage(text());
    }
    if (random.nextBoolean()) {
      span.setSameProcessAsParentSpan(BoolValue.of(random.nextBoolean()));
      span.setChildSpanCount(UInt32Value.of(random.nextInt()));
    }
    if (random.nextInt(4) == 0) {
      span.setResource(resource());
    }
    inner(span);
    return span.build();
  }

  private void inner(Span.Builder span) {
    for (int i = random.nextInt(3); i > 0; i--) {
      span.getTimeEventsBuilder().addTimeEvent(timeEvent()).setDroppedAnnotationsCount(i);
      span.getLinksBuilder()
          .setDroppedLinksCount(i)
          .addLinkBuilder()
          .setTraceId(id(16))
          .setSpanId(id(8))
          .setTypeValue(random.nextInt(4))
          .setAttributes(attributes());
      span.getTracestateBuilder().addEntriesBuilder().setKey("k" + i).setValue("v");
      StackTrace.StackFrames.Builder frames = span.getStackTraceBuilder().getStackFramesBuilder();
      frames
          .setDroppedFramesCount(random.nextInt(2))
          .addFrameBuilder()
          .setFunctionName(truncatable())
          .setOriginalFunctionName(truncatable())
          .setFileName(truncatable())
          .setLineNumber(random.nextInt(3))
          .setColumnNumber(random.nextInt(3));
    }
  }

  private Span.TimeEvent timeEvent() {
    Span.TimeEvent.Builder event = Span.TimeEvent.newBuilder().setTime(time());
    if (random.nextBoolean()) {
      event.getAnnotationBuilder().setDescription(truncatable()).setAttributes(attributes());
    } else {
      event
          .getMessageEventBuilder()
          .setTypeValue(random.nextInt(4))
          .setId(random.nextLong())
          .setUncompressedSize(random.nextInt(3) - 1)
          .setCompressedSize(random.nextInt(3) - 1);
    }
    return event.build();
  }

  private Span.Attributes attributes() {
    Span.Attributes.Builder attributes =
        Span.Attributes.newBuilder().setDroppedAttributesCount(random.nextInt(3));
    for (int i = random.nextInt(5); i > 0; i--) {
      attributes.putAttributeMap(pick(KEYS), value());
    }
    return attributes.build();
  }

  private AttributeValue value() {
    AttributeValue.Builder value = AttributeValue.newBuilder();
    return switch (random.nextInt(6)) {
      case 0 -> value.setIntValue(random.nextLong()).build();
      case 1 -> value.setBoolValue(random.nextBoolean()).build();
      case 2 -> value.setDoubleValue(random.nextGaussian()).build();
      case 3 -> value.build();
      default -> OpenCensusBed.value(pick(VALUES));
    };
  }

  private TruncatableString truncatable() {
    return TruncatableString.newBuilder()
        .setValue(text())
        .setTruncatedByteCount(random.nextInt(2))
        .build();
  }

  /** Mostly in our range, else before or behind it. */
  private Timestamp time() {
    long seconds =
        random.nextInt(8) == 0
            ? random.nextLong()
            : OpenCensusBed.START_SECONDS + random.nextInt(1000);
    return Timestamp.newBuilder().setSeconds(seconds).setNanos(random.nextInt(999_999_999)).build();
  }

  /** Sometimes zeros, sometimes of another length. */
  private ByteString id(int length) {
    byte[] bytes = new byte[random.nextInt(16) == 0 ? random.nextInt(20) : length];
    if (random.nextInt(16) != 0) {
      random.nextBytes(bytes);
    }
    return ByteString.copyFrom(bytes);
  }

  private String text() {
    return pick(TEXTS);
  }

  private String pick(String[] from) {
    return from[random.nextInt(from.length)];
  }
}
