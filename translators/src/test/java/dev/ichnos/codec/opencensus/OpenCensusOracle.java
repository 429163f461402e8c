package dev.ichnos.codec.opencensus;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Event;
import dev.ichnos.model.Link;
import dev.ichnos.model.Resource;
import dev.ichnos.model.SpanKind;
import dev.ichnos.model.Status;
import io.opencensus.proto.agent.common.v1.Node;
import io.opencensus.proto.agent.trace.v1.ExportTraceServiceRequest;
import io.opencensus.proto.trace.v1.AttributeValue;
import io.opencensus.proto.trace.v1.Span;
import io.opencensus.proto.trace.v1.StackTrace;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The page docs/formats/opencensus.md, written down a second time over OpenCensus' own generated
 * classes, with no regard for speed.
 */
final class OpenCensusOracle {
  private static final List<String> LANGUAGES =
      List.of(
          "", "cpp", "dotnet", "erlang", "go", "java", "nodejs", "php", "python", "ruby", "webjs");

  private OpenCensusOracle() {}

  /** The spans of the first message of a stream. */
  static List<dev.ichnos.model.Span> spans(ExportTraceServiceRequest message) {
    List<dev.ichnos.model.Span> spans = new ArrayList<>();
    for (Span span : message.getSpansList()) {
      boolean own = span.hasResource();
      dev.ichnos.model.Span read =
          span(
              span,
              Resource.of(
                  resource(message.getNode(), own ? span.getResource() : message.getResource())));
      boolean good = (read.traceIdHigh() | read.traceIdLow()) != 0 && read.spanId() != 0;
      if (good) {
        spans.add(read);
      }
    }
    return spans;
  }

  private static Attributes resource(Node node, io.opencensus.proto.resource.v1.Resource resource) {
    Attributes.Builder all = Attributes.builder();
    resource
        .getLabelsMap()
        .forEach(
            (key, value) ->
                all.put(key.equals("cloud.zone") ? "cloud.availability_zone" : key, value));
    put(all, "opencensus.resourcetype", resource.getType());
    node.getAttributesMap().forEach(all::put);
    put(all, "host.name", node.getIdentifier().getHostName());
    if (node.getIdentifier().getPid() != 0) {
      all.put("process.pid", Integer.toUnsignedLong(node.getIdentifier().getPid()));
    }
    Timestamp start = node.getIdentifier().getStartTimestamp();
    if (nanos(start) != 0) {
      all.put(
          "process.creation.time",
          Instant.ofEpochSecond(start.getSeconds(), start.getNanos()).toString());
    }
    int language = node.getLibraryInfo().getLanguageValue();
    put(all, "telemetry.sdk.language", language < LANGUAGES.size() ? LANGUAGES.get(language) : "");
    put(all, "opencensus.exporterversion", node.getLibraryInfo().getExporterVersion());
    put(all, "telemetry.sdk.version", node.getLibraryInfo().getCoreLibraryVersion());
    put(all, "telemetry.sdk.name", node.hasLibraryInfo() ? "opencensus" : "");
    put(all, "service.name", node.getServiceInfo().getName());
    return all.build();
  }

  private static void put(Attributes.Builder all, String key, String value) {
    if (!value.isEmpty()) {
      all.put(key, value);
    }
  }

  private static dev.ichnos.model.Span span(Span span, Resource resource) {
    Attributes attributes = attributes(span);
    long spanId = id(span.getSpanId(), 8, 0);
    long parent = id(span.getParentSpanId(), 8, 0);
    long start = nanos(span.getStartTime());
    long end = nanos(span.getEndTime());
    return dev.ichnos.model.Span.builder()
        .traceId(id(span.getTraceId(), 16, 0), traceIdLow(span.getTraceId()))
        .spanId(spanId)
        .parentSpanId(parent == spanId ? 0 : parent)
        .name(span.getName().getValue())
        .kind(kind(span))
        .startEpochNanos(start)
        .startAbsent(start == 0)
        .endEpochNanos(end)
        .endAbsent(end == 0)
        .attributes(attributes)
        .droppedAttributesCount(span.getAttributes().getDroppedAttributesCount())
        .events(events(span.getTimeEvents()))
        .droppedEventsCount(span.getTimeEvents().getDroppedAnnotationsCount())
        .links(links(span.getLinks()))
        .droppedLinksCount(span.getLinks().getDroppedLinksCount() + badLinks(span.getLinks()))
        .status(status(span))
        .traceState(
            span.getTracestate().getEntriesList().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(",")))
        .flags(
            !span.hasSameProcessAsParentSpan()
                ? 0
                : span.getSameProcessAsParentSpan().getValue() ? 0x100 : 0x300)
        .resource(resource)
        .build();
  }

  private static Attributes attributes(Span span) {
    Attributes.Builder all = values(span.getAttributes()).toBuilder();
    put(all, "code.stacktrace", stack(span.getStackTrace().getStackFrames()));
    if (span.hasChildSpanCount()) {
      all.put(
          "opencensus.child_span_count",
          Integer.toUnsignedLong(span.getChildSpanCount().getValue()));
    }
    if (span.getStatus().getCode() != 0) {
      all.put("opencensus.status_code", span.getStatus().getCode());
    }
    return all.build();
  }

  private static Attributes values(Span.Attributes attributes) {
    Attributes.Builder all = Attributes.builder();
    attributes
        .getAttributeMapMap()
        .forEach(
            (key, value) -> {
              switch (value.getValueCase()) {
                case STRING_VALUE -> all.put(key, value.getStringValue().getValue());
                case INT_VALUE -> all.put(key, value.getIntValue());
                case BOOL_VALUE -> all.put(key, value.getBoolValue());
                case DOUBLE_VALUE -> all.put(key, value.getDoubleValue());
                case VALUE_NOT_SET -> all.putEmpty(key);
              }
            });
    return all.build();
  }

  private static String stack(StackTrace.StackFrames frames) {
    List<String> lines = new ArrayList<>();
    for (StackTrace.StackFrame frame : frames.getFrameList()) {
      String function = frame.getFunctionName().getValue();
      String file = frame.getFileName().getValue();
      String line = frame.getLineNumber() > 0 ? ":" + frame.getLineNumber() : "";
      String column =
          frame.getLineNumber() > 0 && frame.getColumnNumber() > 0
              ? ":" + frame.getColumnNumber()
              : "";
      lines.add(
          "at %s(%s%s%s)"
              .formatted(
                  function.isEmpty() ? "<anonymous>" : function,
                  file.isEmpty() ? "Unknown Source" : file,
                  line,
                  column));
    }
    if (!lines.isEmpty() && frames.getDroppedFramesCount() > 0) {
      lines.add("... " + frames.getDroppedFramesCount() + " more");
    }
    return String.join("\n", lines);
  }

  private static List<Event> events(Span.TimeEvents events) {
    List<Event> all = new ArrayList<>();
    for (Span.TimeEvent event : events.getTimeEventList()) {
      long time = nanos(event.getTime());
      if (event.hasAnnotation()) {
        all.add(
            new Event(
                time,
                event.getAnnotation().getDescription().getValue(),
                values(event.getAnnotation().getAttributes()),
                event.getAnnotation().getAttributes().getDroppedAttributesCount()));
      } else {
        all.add(new Event(time, "rpc.message", message(event.getMessageEvent()), 0));
      }
    }
    return all;
  }

  private static Attributes message(Span.TimeEvent.MessageEvent message) {
    Attributes.Builder all = Attributes.builder();
    int type = message.getTypeValue();
    put(all, "rpc.message.type", type == 1 ? "SENT" : type == 2 ? "RECEIVED" : "");
    all.put("rpc.message.id", message.getId());
    if (message.getUncompressedSize() > 0) {
      all.put("rpc.message.uncompressed_size", message.getUncompressedSize());
    }
    if (message.getCompressedSize() > 0) {
      all.put("rpc.message.compressed_size", message.getCompressedSize());
    }
    return all.build();
  }

  private static List<Link> links(Span.Links links) {
    List<Link> all = new ArrayList<>();
    for (Span.Link link : links.getLinkList()) {
      if (isTraceId(link.getTraceId())) {
        Attributes.Builder attributes = values(link.getAttributes()).toBuilder();
        int type = link.getTypeValue();
        put(attributes, "opencensus.link_type", type == 1 ? "child" : type == 2 ? "parent" : "");
        all.add(
            new Link(
                id(link.getTraceId(), 16, 0),
                traceIdLow(link.getTraceId()),
                id(link.getSpanId(), 8, 0),
                "",
                0,
                attributes.build(),
                link.getAttributes().getDroppedAttributesCount()));
      }
    }
    return all;
  }

  private static int badLinks(Span.Links links) {
    return (int) links.getLinkList().stream().filter(link -> !isTraceId(link.getTraceId())).count();
  }

  private static SpanKind kind(Span span) {
    if (span.getKindValue() == 1) {
      return SpanKind.SERVER;
    }
    if (span.getKindValue() == 2) {
      return SpanKind.CLIENT;
    }
    Map<String, AttributeValue> tags = span.getAttributes().getAttributeMapMap();
    if (text(tags, "OperationName").equals("Ingress")) {
      return SpanKind.SERVER;
    }
    if (text(tags, "span.kind").equals("producer")) {
      return SpanKind.PRODUCER;
    }
    return text(tags, "component").equals("proxy") ? SpanKind.CLIENT : SpanKind.UNSPECIFIED;
  }

  private static Status status(Span span) {
    boolean failed =
        span.getStatus().getCode() != 0
            || text(span.getAttributes().getAttributeMapMap(), "error").equals("true");
    return new Status(
        failed ? Status.Code.ERROR : Status.Code.UNSET, span.getStatus().getMessage());
  }

  private static String text(Map<String, AttributeValue> tags, String key) {
    return tags.containsKey(key) ? tags.get(key).getStringValue().getValue() : "";
  }

  private static long nanos(Timestamp time) {
    BigInteger nanos =
        BigInteger.valueOf(time.getSeconds())
            .multiply(BigInteger.valueOf(1_000_000_000L))
            .add(BigInteger.valueOf(time.getNanos()));
    return nanos.signum() < 0 || nanos.bitLength() > 63 ? 0 : nanos.longValue();
  }

  private static boolean isTraceId(ByteString id) {
    return (id(id, 16, 0) | traceIdLow(id)) != 0;
  }

  private static long traceIdLow(ByteString id) {
    return id.size() == 8 ? id(id, 8, 0) : id(id, 16, 8);
  }

  /** The eight bytes from {@code at}, of an id of this length; 0 for another length. */
  private static long id(ByteString id, int length, int at) {
    return id.size() == length ? id.substring(at).asReadOnlyByteBuffer().getLong() : 0;
  }
}
