package dev.ichnos.codec.cloudtrace;

import com.google.devtools.cloudtrace.v2.AttributeValue;
import com.google.devtools.cloudtrace.v2.BatchWriteSpansRequest;
import com.google.devtools.cloudtrace.v2.Span;
import com.google.devtools.cloudtrace.v2.StackTrace;
import com.google.devtools.cloudtrace.v2.TruncatableString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Cloud Trace v2 demands of a request, as strictly as its sources can be read: any broken rule
 * refuses the whole request. Where a source states only a limit, going past it counts as broken,
 * though the real server may only cut. Sources: the field comments of googleapis
 * google/devtools/cloudtrace/v2/trace.proto and tracing.proto @ 2026-08 (<em>proto</em>), the page
 * <em>Quotas and limits</em> of Cloud Trace (<em>quotas</em>), the protobuf language guide
 * (<em>protobuf</em>).
 *
 * <p>Numbers are written out here rather than taken from the encoder's constants: they are the
 * other side's.
 */
public final class CloudTraceRules {
  private static final Pattern PROJECT = Pattern.compile("projects/([^/]+)");
  private static final Pattern SPAN_NAME =
      Pattern.compile("projects/([^/]+)/traces/([0-9a-f]{32})/spans/([0-9a-f]{16})");
  private static final Pattern SPAN_ID = Pattern.compile("[0-9a-f]{16}");
  private static final Pattern TRACE_ID = Pattern.compile("[0-9a-f]{32}");
  private static final Pattern ZEROS = Pattern.compile("0+");
  private static final long DAY_SECONDS = 86_400;

  private final long nowSeconds;
  private final List<String> broken = new ArrayList<>();

  private CloudTraceRules(long nowSeconds) {
    this.nowSeconds = nowSeconds;
  }

  /**
   * Every rule that the request breaks, as {@code spans[3].display_name: 129 bytes (expected:
   * 1-128)}; empty when the server would take it.
   *
   * @param nowEpochNanos the server's clock, nanoseconds since 1970
   */
  public static List<String> broken(BatchWriteSpansRequest request, long nowEpochNanos) {
    CloudTraceRules rules = new CloudTraceRules(Math.floorDiv(nowEpochNanos, 1_000_000_000L));
    rules.request(request);
    return rules.broken;
  }

  private void request(BatchWriteSpansRequest request) {
    noUnknownFields("request", request);
    // tracing.proto, BatchWriteSpansRequest.name: "The format is projects/[PROJECT_ID]".
    Matcher project = PROJECT.matcher(request.getName());
    check(project.matches(), "name", request.getName(), "projects/P");
    // StackdriverStorage of zipkin-gcp probes with no spans, and is answered INVALID_ARGUMENT.
    check(request.getSpansCount() > 0, "spans", "none", "at least one");
    Set<String> names = new HashSet<>();
    for (int i = 0; i < request.getSpansCount(); i++) {
      Span span = request.getSpans(i);
      String at = "spans[" + i + "]";
      // proto, BatchWriteSpans: "Writing an already written span has undefined results".
      check(names.add(span.getName()), at + ".name", span.getName(), "not to come twice");
      span(at, span, project.matches() ? project.group(1) : "");
    }
  }

  private void span(String at, Span span, String project) {
    // proto, Span.name: projects/[PROJECT_ID]/traces/[TRACE_ID]/spans/[SPAN_ID], 32 and 16 hex.
    Matcher name = SPAN_NAME.matcher(span.getName());
    check(name.matches(), at + ".name", span.getName(), "projects/P/traces/T/spans/S");
    if (name.matches()) {
      check(name.group(1).equals(project), at + ".name", name.group(1), "the request's project");
      notZeros(at + ".name trace id", name.group(2));
      // proto, Span.span_id: "The [SPAN_ID] portion of the span's resource name".
      check(
          name.group(3).equals(span.getSpanId()), at + ".span_id", span.getSpanId(), name.group(3));
    }
    notZeros(at + ".span_id", span.getSpanId());
    // proto, Span.parent_span_id: "If this is a root span, then this field must be empty".
    if (!span.getParentSpanId().isEmpty()) {
      check(
          SPAN_ID.matcher(span.getParentSpanId()).matches(),
          at + ".parent_span_id",
          span.getParentSpanId(),
          "empty or 16 hex digits");
      notZeros(at + ".parent_span_id", span.getParentSpanId());
    }
    // proto, Span.display_name: required, "up to 128 bytes".
    text(at + ".display_name", span.getDisplayName(), 1, 128);
    times(at, span);
    // proto, Span.attributes: "You can have up to 32 attributes per span"; also quotas.
    attributes(at + ".attributes", span.getAttributes(), 32);
    stackTrace(at + ".stack_trace", span.getStackTrace());
    timeEvents(at + ".time_events", span);
    links(at + ".links", span.getLinks());
    // google/rpc/status.proto: "an enum value of google.rpc.Code", 0 to 16.
    int code = span.getStatus().getCode();
    check(code >= 0 && code <= 16, at + ".status.code", code, "0-16");
    check(span.getSpanKind() != Span.SpanKind.UNRECOGNIZED, at + ".span_kind", "unknown", "0-5");
    count(at + ".child_span_count", span.getChildSpanCount().getValue());
  }

  private void times(String at, Span span) {
    // proto, Span.start_time and end_time: required.
    check(span.hasStartTime(), at + ".start_time", "absent", "a time");
    check(span.hasEndTime(), at + ".end_time", "absent", "a time");
    timestamp(at + ".start_time", span.getStartTime());
    timestamp(at + ".end_time", span.getEndTime());
    check(!isAfter(span.getStartTime(), span.getEndTime()), at, "ends first", "end >= start");
    // quotas: spans of the last 14 days, timestamps at most 3 days ahead.
    long start = span.getStartTime().getSeconds();
    check(start >= nowSeconds - 14 * DAY_SECONDS, at + ".start_time", start, "the last 14 days");
    check(start <= nowSeconds + 3 * DAY_SECONDS, at + ".start_time", start, "at most in 3 days");
    long end = span.getEndTime().getSeconds();
    check(end <= nowSeconds + 3 * DAY_SECONDS, at + ".end_time", end, "at most in 3 days");
  }

  private void attributes(String at, Span.Attributes attributes, int most) {
    Map<String, AttributeValue> map = attributes.getAttributeMapMap();
    check(map.size() <= most, at, map.size() + " attributes", "at most " + most);
    count(at + ".dropped_attributes_count", attributes.getDroppedAttributesCount());
    map.forEach(
        (key, value) -> {
          // proto, Span.Attributes.attribute_map: "key can be up to 128 bytes long".
          bytes(at + " key", key, 1, 128);
          // proto, AttributeValue.value: a string up to 256 bytes, an int64 or a bool.
          switch (value.getValueCase()) {
            case STRING_VALUE -> text(at + "[" + key + "]", value.getStringValue(), 0, 256);
            case VALUE_NOT_SET -> check(false, at + "[" + key + "]", "no value", "a value");
            default -> {
              // A number or a boolean of any value.
            }
          }
        });
  }

  private void stackTrace(String at, StackTrace stackTrace) {
    StackTrace.StackFrames frames = stackTrace.getStackFrames();
    // proto, StackTrace.stack_frames: "A maximum of 128 frames are allowed".
    check(frames.getFrameCount() <= 128, at, frames.getFrameCount() + " frames", "at most 128");
    count(at + ".dropped_frames_count", frames.getDroppedFramesCount());
    for (StackTrace.StackFrame frame : frames.getFrameList()) {
      // proto, StackFrame.function_name and original_function_name: up to 1024 bytes.
      text(at + ".function_name", frame.getFunctionName(), 1, 1024);
      text(at + ".original_function_name", frame.getOriginalFunctionName(), 0, 1024);
      // proto, StackFrame.file_name: up to 256 bytes; source_version: up to 128.
      text(at + ".file_name", frame.getFileName(), 0, 256);
      text(at + ".source_version", frame.getSourceVersion(), 0, 128);
      // proto, Module.module: up to 256 bytes; build_id: up to 128.
      text(at + ".module", frame.getLoadModule().getModule(), 0, 256);
      text(at + ".build_id", frame.getLoadModule().getBuildId(), 0, 128);
    }
  }

  private void timeEvents(String at, Span span) {
    Span.TimeEvents events = span.getTimeEvents();
    int annotations = 0;
    int messages = 0;
    for (int i = 0; i < events.getTimeEventCount(); i++) {
      Span.TimeEvent event = events.getTimeEvent(i);
      String place = at + "[" + i + "]";
      check(event.hasTime(), place + ".time", "absent", "a time");
      timestamp(place + ".time", event.getTime());
      long seconds = event.getTime().getSeconds();
      // quotas: an event is at most 365 days older than its span.
      check(
          seconds >= span.getStartTime().getSeconds() - 365 * DAY_SECONDS,
          place + ".time",
          seconds,
          "at most 365 days before the span");
      check(seconds <= nowSeconds + 3 * DAY_SECONDS, place, seconds, "at most in 3 days");
      switch (event.getValueCase()) {
        case ANNOTATION -> {
          annotations++;
          // proto, Annotation.description: "The maximum length is 256 bytes".
          text(place + ".description", event.getAnnotation().getDescription(), 0, 256);
          // proto, Annotation.attributes: "You can have up to 4 attributes per Annotation".
          attributes(place + ".attributes", event.getAnnotation().getAttributes(), 4);
        }
        case MESSAGE_EVENT -> messages++;
        default -> check(false, place, "no value", "an annotation or a message event");
      }
    }
    // proto, Span.time_events: "up to 32 annotations and 128 message events per span".
    check(annotations <= 32, at, annotations + " annotations", "at most 32");
    check(messages <= 128, at, messages + " message events", "at most 128");
    count(at + ".dropped_annotations_count", events.getDroppedAnnotationsCount());
    count(at + ".dropped_message_events_count", events.getDroppedMessageEventsCount());
  }

  private void links(String at, Span.Links links) {
    // proto, Span.links: "You can have up to 128 links per Span".
    check(links.getLinkCount() <= 128, at, links.getLinkCount() + " links", "at most 128");
    count(at + ".dropped_links_count", links.getDroppedLinksCount());
    for (Span.Link link : links.getLinkList()) {
      check(TRACE_ID.matcher(link.getTraceId()).matches(), at, link.getTraceId(), "32 hex digits");
      check(SPAN_ID.matcher(link.getSpanId()).matches(), at, link.getSpanId(), "16 hex digits");
      notZeros(at + ".trace_id", link.getTraceId());
      notZeros(at + ".span_id", link.getSpanId());
      // proto, Link.attributes: "up to 32 attributes per link".
      attributes(at + ".attributes", link.getAttributes(), 32);
    }
  }

  private void text(String at, TruncatableString text, int least, int most) {
    bytes(at, text.getValue(), least, most);
    // proto, TruncatableString.truncated_byte_count: "the number of bytes removed".
    count(at + ".truncated_byte_count", text.getTruncatedByteCount());
  }

  private void bytes(String at, String value, int least, int most) {
    int bytes = value.getBytes(StandardCharsets.UTF_8).length;
    check(bytes >= least && bytes <= most, at, bytes + " bytes", least + "-" + most);
  }

  /** google/protobuf/timestamp.proto: 0001-01-01 to 9999-12-31, nanos 0 to 999 999 999. */
  private void timestamp(String at, Timestamp time) {
    check(time.getNanos() >= 0 && time.getNanos() < 1_000_000_000, at, time.getNanos(), "nanos");
    check(
        time.getSeconds() >= -62_135_596_800L && time.getSeconds() <= 253_402_300_799L,
        at,
        time.getSeconds(),
        "a year from 1 to 9999");
  }

  private void count(String at, int count) {
    check(count >= 0, at, count, "at least 0");
  }

  private void notZeros(String at, String id) {
    check(!ZEROS.matcher(id).matches(), at, id, "not only zeros");
  }

  /** protobuf: a field that the server does not know says that we wrote something else. */
  private void noUnknownFields(String at, Message message) {
    check(
        message.getUnknownFields().asMap().isEmpty(),
        at,
        message.getUnknownFields().asMap().keySet(),
        "no unknown fields");
    for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
      String place = at + "." + field.getKey().getName();
      if (field.getValue() instanceof Message inner) {
        noUnknownFields(place, inner);
      } else if (field.getValue() instanceof List<?> elements) {
        for (Object element : elements) {
          if (element instanceof Message inner) {
            noUnknownFields(place, inner);
          }
        }
      }
    }
  }

  private static boolean isAfter(Timestamp a, Timestamp b) {
    return a.getSeconds() != b.getSeconds()
        ? a.getSeconds() > b.getSeconds()
        : a.getNanos() > b.getNanos();
  }

  private void check(boolean holds, String at, Object found, String expected) {
    if (!holds) {
      broken.add(at + ": " + found + " (expected: " + expected + ")");
    }
  }
}
