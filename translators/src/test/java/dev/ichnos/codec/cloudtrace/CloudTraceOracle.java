package dev.ichnos.codec.cloudtrace;

import com.google.devtools.cloudtrace.v2.AttributeValue;
import com.google.devtools.cloudtrace.v2.BatchWriteSpansRequest;
import com.google.devtools.cloudtrace.v2.Span;
import com.google.devtools.cloudtrace.v2.StackTrace;
import com.google.devtools.cloudtrace.v2.TruncatableString;
import com.google.protobuf.BoolValue;
import com.google.protobuf.Timestamp;
import com.google.rpc.Status;
import dev.ichnos.model.AttributeList;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Event;
import dev.ichnos.model.Link;
import dev.ichnos.model.SpanKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The mapping of docs/formats/cloud-trace.md a second time, through generated classes, maps and
 * regular expressions: slow, and as close to the words of that page as can be. Of stack traces it
 * knows Java's.
 */
final class CloudTraceOracle {
  private static final Pattern URL =
      Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://(?:[^/?#]*@)?([^/?#]+)([^?#]*).*", Pattern.DOTALL);
  private static final Pattern JAVA_FRAME =
      Pattern.compile("\\s*at ([^(]+)\\(([^:)]+)(?::(\\d+))?\\)\\s*");
  private static final long HOUR = 3_600_000_000_000L;

  private static final int[][] HTTP_CODES = {
    {400, 3}, {401, 16}, {403, 7}, {404, 5}, {409, 10}, {429, 8}, {499, 1}, {501, 12}, {503, 14},
    {504, 4}
  };

  private CloudTraceOracle() {}

  static BatchWriteSpansRequest request(List<dev.ichnos.model.Span> spans, String project) {
    BatchWriteSpansRequest.Builder request =
        BatchWriteSpansRequest.newBuilder().setName("projects/" + project);
    for (dev.ichnos.model.Span span : spans) {
      request.addSpans(span(span, project));
    }
    return request.build();
  }

  static Span span(dev.ichnos.model.Span span, String project) {
    String traceId = "%016x%016x".formatted(span.traceIdHigh(), span.traceIdLow());
    String spanId = "%016x".formatted(span.spanId());
    OracleAttributes attributes = new OracleAttributes(span, project);
    Span.Builder to =
        Span.newBuilder()
            .setName("projects/" + project + "/traces/" + traceId + "/spans/" + spanId)
            .setSpanId(spanId)
            .setDisplayName(text(span.name().isEmpty() ? "unknown" : span.name(), 128))
            .setStartTime(time(span.startEpochNanos()))
            .setEndTime(time(span.endEpochNanos()))
            .setSpanKindValue(span.kind().number());
    if (span.parentSpanId() != 0) {
      to.setParentSpanId("%016x".formatted(span.parentSpanId()));
    }
    Span.Attributes map = attributes.build();
    if (!map.equals(Span.Attributes.getDefaultInstance())) {
      to.setAttributes(map);
    }
    int stackEvent = stackTrace(span, to);
    timeEvents(span, stackEvent, to);
    links(span, to);
    switch (span.status().code()) {
      case UNSET -> {
        // Nothing is said.
      }
      case OK -> to.setStatus(Status.getDefaultInstance());
      case ERROR -> to.setStatus(error(span, attributes.places));
    }
    sameProcess(span, attributes.places, to);
    return to.build();
  }

  private static Status error(dev.ichnos.model.Span span, Map<String, Object> places) {
    long http = places.get("/http/status_code") instanceof Long code ? code : 0;
    long grpc = places.get("rpc.grpc.status_code") instanceof Long code ? code : 0;
    int code = http >= 500 && http < 600 ? 13 : 2;
    for (int[] pair : HTTP_CODES) {
      code = pair[0] == http ? pair[1] : code;
    }
    String message = span.status().message();
    if (message.isEmpty()
        && places.get("response_flags") instanceof String flags
        && !flags.equals("-")) {
      message = flags;
    }
    if (message.isEmpty() && http > 0) {
      message = "HTTP " + http;
    }
    return Status.newBuilder()
        .setCode(grpc >= 1 && grpc <= 16 ? (int) grpc : code)
        .setMessage(text(message, 1024).getValue())
        .build();
  }

  private static void sameProcess(
      dev.ichnos.model.Span span, Map<String, Object> places, Span.Builder to) {
    if (span.parentSpanId() == 0) {
      return;
    }
    if ("proxy".equals(places.get("/component"))) {
      to.setSameProcessAsParentSpan(BoolValue.of(false));
    } else if ((span.flags() & 0x100) != 0) {
      to.setSameProcessAsParentSpan(BoolValue.of((span.flags() & 0x200) == 0));
    } else if (span.kind() == SpanKind.SERVER || span.kind() == SpanKind.CONSUMER) {
      to.setSameProcessAsParentSpan(BoolValue.of(false));
    } else if (span.kind() == SpanKind.INTERNAL) {
      to.setSameProcessAsParentSpan(BoolValue.of(true));
    }
  }

  private static int stackTrace(dev.ichnos.model.Span span, Span.Builder to) {
    for (int i = span.events().size() - 1; i >= 0; i--) {
      Event event = span.events().get(i);
      StackTrace.StackFrames.Builder frames = StackTrace.StackFrames.newBuilder();
      if (event.name().equals("exception")) {
        for (String line : event.attributes().string("exception.stacktrace").split("\n", -1)) {
          Matcher matcher = JAVA_FRAME.matcher(line);
          if (matcher.matches()) {
            frames.addFrame(
                StackTrace.StackFrame.newBuilder()
                    .setFunctionName(text(matcher.group(1), 1024))
                    .setFileName(text(matcher.group(2), 256))
                    .setLineNumber(
                        matcher.group(3) == null ? 0 : Long.parseLong(matcher.group(3))));
          }
        }
      }
      if (frames.getFrameCount() > 0) {
        to.setStackTrace(StackTrace.newBuilder().setStackFrames(frames));
        return i;
      }
    }
    return -1;
  }

  private static void timeEvents(dev.ichnos.model.Span span, int stackEvent, Span.Builder to) {
    List<Span.TimeEvent> annotations = new ArrayList<>();
    for (int i = 0; i < span.events().size(); i++) {
      Event event = span.events().get(i);
      long time = event.epochNanos() == 0 ? span.startEpochNanos() : event.epochNanos();
      if (time < span.startEpochNanos() - 365 * 24 * HOUR || time - HOUR > span.endEpochNanos()) {
        continue;
      }
      annotations.add(annotation(event, time, i == stackEvent));
    }
    Span.TimeEvents.Builder events = Span.TimeEvents.newBuilder();
    int n = annotations.size();
    if (n > 32) {
      events.addAllTimeEvent(annotations.subList(0, 16));
      events.addAllTimeEvent(annotations.subList(n - 16, n));
    } else {
      events.addAllTimeEvent(annotations);
    }
    int dropped = span.events().size() - events.getTimeEventCount();
    events.setDroppedAnnotationsCount(count(span.droppedEventsCount(), dropped));
    if (!events.build().equals(Span.TimeEvents.getDefaultInstance())) {
      to.setTimeEvents(events);
    }
  }

  private static Span.TimeEvent annotation(Event event, long time, boolean stackSaid) {
    Map<String, Object> all = values(event.attributes());
    Map<String, Object> ordered = new LinkedHashMap<>();
    for (String first : List.of("exception.type", "exception.message")) {
      if (all.containsKey(first)) {
        ordered.put(first, all.remove(first));
      }
    }
    Object stack =
        all.get("exception.stacktrace") instanceof String ? all.remove("exception.stacktrace") : "";
    ordered.putAll(all);
    String description = event.name();
    boolean describedByStack = false;
    if (event.name().equals("exception")) {
      String type = event.attributes().string("exception.type");
      String message = event.attributes().string("exception.message");
      String said = type + (type.isEmpty() || message.isEmpty() ? "" : ": ") + message;
      describedByStack = said.isEmpty() && !"".equals(stack);
      description = describedByStack ? (String) stack : said.isEmpty() ? description : said;
    }
    if (!"".equals(stack) && !stackSaid && !describedByStack) {
      ordered.put("exception.stacktrace", stack);
    }
    Span.TimeEvent.Annotation.Builder annotation =
        Span.TimeEvent.Annotation.newBuilder().setDescription(text(description, 256));
    Span.Attributes some = some(ordered, 4, event.droppedAttributesCount());
    if (!some.equals(Span.Attributes.getDefaultInstance())) {
      annotation.setAttributes(some);
    }
    return Span.TimeEvent.newBuilder().setTime(time(time)).setAnnotation(annotation).build();
  }

  private static void links(dev.ichnos.model.Span span, Span.Builder to) {
    Span.Links.Builder links = Span.Links.newBuilder();
    for (Link link : span.links()) {
      if (link.spanId() == 0
          || (link.traceIdHigh() | link.traceIdLow()) == 0
          || links.getLinkCount() == 128) {
        continue;
      }
      Map<String, Object> attributes = values(link.attributes());
      if (!link.traceState().isEmpty()) {
        attributes.putIfAbsent("w3c.tracestate", link.traceState());
      }
      Span.Link.Builder next =
          Span.Link.newBuilder()
              .setTraceId("%016x%016x".formatted(link.traceIdHigh(), link.traceIdLow()))
              .setSpanId("%016x".formatted(link.spanId()));
      Span.Attributes some = some(attributes, 32, link.droppedAttributesCount());
      if (!some.equals(Span.Attributes.getDefaultInstance())) {
        next.setAttributes(some);
      }
      links.addLink(next);
    }
    int leftOut = span.links().size() - links.getLinkCount();
    links.setDroppedLinksCount(count(span.droppedLinksCount(), leftOut));
    if (!links.build().equals(Span.Links.getDefaultInstance())) {
      to.setLinks(links);
    }
  }

  private static Span.Attributes some(Map<String, Object> all, int most, int upstream) {
    Span.Attributes.Builder some = Span.Attributes.newBuilder();
    int leftOut = 0;
    for (Map.Entry<String, Object> entry : all.entrySet()) {
      if (isKey(entry.getKey()) && some.getAttributeMapCount() < most) {
        some.putAttributeMap(entry.getKey(), value(entry.getValue()));
      } else {
        leftOut++;
      }
    }
    return some.setDroppedAttributesCount(count(upstream, leftOut)).build();
  }

  static boolean isKey(String key) {
    int bytes = key.getBytes(StandardCharsets.UTF_8).length;
    return bytes >= 1 && bytes <= 128;
  }

  static int count(int upstream, int ours) {
    long sum = Integer.toUnsignedLong(upstream) + ours;
    return sum > Integer.MAX_VALUE ? Integer.MAX_VALUE : (int) sum;
  }

  static UrlAndPath url(String url) {
    Matcher matcher = URL.matcher(url);
    if (!matcher.matches()) {
      return new UrlAndPath("", "");
    }
    return new UrlAndPath(matcher.group(1), matcher.group(2).isEmpty() ? "/" : matcher.group(2));
  }

  static AttributeValue value(Object value) {
    AttributeValue.Builder to = AttributeValue.newBuilder();
    if (value instanceof Long number) {
      return to.setIntValue(number).build();
    }
    if (value instanceof Boolean bool) {
      return to.setBoolValue(bool).build();
    }
    return to.setStringValue(text(OracleJson.text(value), 256)).build();
  }

  static TruncatableString text(String value, int most) {
    int all = value.getBytes(StandardCharsets.UTF_8).length;
    StringBuilder kept = new StringBuilder();
    int bytes = 0;
    for (int codePoint : value.codePoints().toArray()) {
      String character = Character.toString(codePoint);
      int more = character.getBytes(StandardCharsets.UTF_8).length;
      if (bytes + more > most) {
        break;
      }
      bytes += more;
      kept.append(character);
    }
    return TruncatableString.newBuilder()
        .setValue(kept.toString())
        .setTruncatedByteCount(all - bytes)
        .build();
  }

  private static Timestamp time(long nanos) {
    return Timestamp.newBuilder()
        .setSeconds(nanos / 1_000_000_000)
        .setNanos((int) (nanos % 1_000_000_000))
        .build();
  }

  /** As plain objects: String, Long, Boolean, Double, byte[], list, map, and NULL for nothing. */
  static Map<String, Object> values(Attributes attributes) {
    Map<String, Object> values = new LinkedHashMap<>();
    AttributeTaker taker =
        (key, kind, number, object) ->
            values.put(
                key,
                switch (kind) {
                  case Candidates.LONG -> number;
                  case Candidates.BOOLEAN -> number == 1;
                  case Candidates.DOUBLE -> Double.longBitsToDouble(number);
                  case Candidates.EMPTY -> OracleJson.NULL;
                  default -> object;
                });
    attributes.forEach(taker);
    return values;
  }

  static List<Object> values(AttributeList list) {
    List<Object> values = new ArrayList<>();
    AttributeTaker taker =
        (key, kind, number, object) -> {
          Attributes.Builder one = Attributes.builder();
          switch (kind) {
            case Candidates.LONG -> one.put("v", number);
            case Candidates.BOOLEAN -> one.put("v", number == 1);
            case Candidates.DOUBLE -> one.put("v", Double.longBitsToDouble(number));
            case Candidates.STRING -> one.put("v", (String) object);
            case Candidates.BYTES -> one.put("v", (byte[]) object);
            case Candidates.LIST -> one.put("v", (AttributeList) object);
            case Candidates.MAP -> one.put("v", (Attributes) object);
            default -> one.putEmpty("v");
          }
          values.add(values(one.build()).get("v"));
        };
    list.forEach(taker);
    return values;
  }

  record UrlAndPath(String host, String path) {}
}
