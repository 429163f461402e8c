package dev.ichnos.codec.zipkin;

import dev.ichnos.codec.EncodeReport;
import dev.ichnos.model.Event;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Scope;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import dev.ichnos.model.Status;
import dev.ichnos.semconv.IchnosKeys;
import dev.ichnos.semconv.OtelKeys;
import dev.ichnos.semconv.ZipkinKeys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One canonical span in Zipkin's terms: the one place that knows how spans become Zipkin's, for
 * both encodings. The inverse of {@link SpanDraft} for spans that came from Zipkin; for others
 * OpenTelemetry's mapping, by docs/formats/zipkin-out.md.
 *
 * <p>Used again for every span of a batch; not thread-safe.
 */
final class OutgoingSpan {
  private static final long NANOS_PER_MICRO = 1000;
  private static final String SCOPE_PREFIX = "otel.scope.";
  private static final String TRUE = "true";
  private static final String FALSE = "false";

  /** What is said, absent where 0, empty or false. */
  long traceIdHigh;

  long traceIdLow;
  long parentId;
  long id;
  SpanKind kind = SpanKind.UNSPECIFIED;
  String name = "";
  long timestamp;
  long duration;
  boolean debug;
  boolean shared;
  final OutgoingEndpoint local =
      new OutgoingEndpoint(
          OtelKeys.NETWORK_LOCAL_ADDRESS, ZipkinKeys.LOCAL_IPV6, OtelKeys.NETWORK_LOCAL_PORT);
  final OutgoingEndpoint remote =
      new OutgoingEndpoint(
          OtelKeys.NETWORK_PEER_ADDRESS, ZipkinKeys.REMOTE_IPV6, OtelKeys.NETWORK_PEER_PORT);
  final TagList tags = new TagList();
  final List<String> annotations = new ArrayList<>();

  private final SpanAttributes attributes = new SpanAttributes(tags, local, remote);
  private long[] annotationTimes = new long[8];
  private int leftOut;

  private Resource lastResource = Resource.EMPTY;
  private final TagList resourceTags = new TagList();
  private String serviceName = "";

  /** The time of an annotation in microseconds, never 0. */
  long annotationTime(int i) {
    return annotationTimes[i];
  }

  /** What had no place in all spans so far. */
  EncodeReport report() {
    return leftOut == 0 ? EncodeReport.COMPLETE : new EncodeReport(0, leftOut, 0);
  }

  /** Becomes {@code span}. */
  void set(Span span) {
    tags.clear();
    annotations.clear();
    traceIdHigh = span.traceIdHigh();
    traceIdLow = span.traceIdLow();
    parentId = span.parentSpanId();
    id = span.spanId();
    kind = span.kind() == SpanKind.INTERNAL ? SpanKind.UNSPECIFIED : span.kind();
    name = span.name();
    debug = span.debug();
    // Zipkin would look for the client half under this span's own id.
    shared = span.shared() && !span.attributes().contains(IchnosKeys.ORIGINAL_SPAN_ID);
    local.clear();
    remote.clear();
    attributes.read(span.attributes());
    resource(span.resource());
    endpoints();
    times(span);
    events(span);
    status(span.status());
    scope(span.scope());
    count(OtelKeys.DROPPED_ATTRIBUTES_COUNT, span.droppedAttributesCount());
    count(OtelKeys.DROPPED_EVENTS_COUNT, span.droppedEventsCount());
    count(OtelKeys.DROPPED_LINKS_COUNT, span.droppedLinksCount());
    if (!span.traceState().isEmpty()) {
      tag(OtelKeys.W3C_TRACESTATE, span.traceState());
    }
    for (int i = 0; i < resourceTags.size(); i++) {
      if (serviceName.isEmpty() || !resourceTags.key(i).equals(OtelKeys.SERVICE_NAME)) {
        tag(resourceTags.key(i), resourceTags.value(i));
      }
    }
    leftOut += span.links().size();
  }

  @SuppressWarnings("ReferenceEquality") // the spans of one resource mostly share it
  private void resource(Resource resource) {
    if (resource == lastResource) {
      return;
    }
    lastResource = resource;
    serviceName = resource.attributes().string(OtelKeys.SERVICE_NAME);
    resourceTags.clear();
    resource.attributes().forEach(new TagWriter(resourceTags));
  }

  private void endpoints() {
    local.settle(tags);
    remote.settle(tags);
    local.serviceName = serviceName;
    remote.serviceName = attributes.peerService;
    if (remote.serviceName.isEmpty() && (kind == SpanKind.CLIENT || kind == SpanKind.PRODUCER)) {
      remote.serviceName = attributes.peerName;
    }
  }

  /** What the sender left out stays out, and with it the attribute that says so. */
  private void times(Span span) {
    boolean startKnown = !span.startAbsent() && span.startEpochNanos() > 0;
    boolean endKnown = !span.endAbsent() && span.endEpochNanos() > 0;
    timestamp = startKnown ? span.startEpochNanos() / NANOS_PER_MICRO : 0;
    duration = 0;
    if (startKnown && endKnown) {
      duration = duration(span.startEpochNanos(), span.endEpochNanos());
    } else if (endKnown) {
      loneEnd(span);
    }
    long alone = attributes.durationNanos;
    if (alone != SpanAttributes.NO_DURATION) {
      if (timestamp == 0 && duration == 0 && alone >= NANOS_PER_MICRO) {
        duration = alone / NANOS_PER_MICRO;
      } else {
        tags.add(ZipkinKeys.DURATION_NANOS, Long.toString(alone));
      }
    }
    String absent = attributes.absentTime;
    if (absent != null && !absent.equals(absentTimes(startKnown || timestamp != 0, endKnown))) {
      tags.add(IchnosKeys.ABSENT_TIME, absent);
    }
  }

  /** Zipkin takes a duration of 0 for none; one before the start says nothing. */
  private static long duration(long start, long end) {
    return end < start ? 0 : Math.max(1, (end - start) / NANOS_PER_MICRO);
  }

  /** An end without a start is what the last annotation of v1 says; other kinds have none. */
  private void loneEnd(Span span) {
    if (kind == SpanKind.CLIENT || kind == SpanKind.SERVER) {
      annotation(span.endEpochNanos() / NANOS_PER_MICRO, kind == SpanKind.CLIENT ? "cr" : "ss");
    } else if (span.startEpochNanos() > 0) {
      timestamp = span.startEpochNanos() / NANOS_PER_MICRO;
      duration = duration(span.startEpochNanos(), span.endEpochNanos());
    } else {
      leftOut++;
    }
  }

  private static String absentTimes(boolean startKnown, boolean endKnown) {
    return startKnown ? endKnown ? "" : "end" : endKnown ? "start" : "start,end";
  }

  private void events(Span span) {
    for (Event event : span.events()) {
      long time = event.epochNanos() / NANOS_PER_MICRO;
      String text =
          event.attributes().isEmpty()
              ? event.name()
              : ValueText.ofEvent(event.name(), event.attributes());
      annotation(time > 0 ? time : timestamp, text);
    }
  }

  /** Zipkin's server refuses a whole message for one annotation without a time. */
  private void annotation(long time, String text) {
    if (time <= 0 || text.isEmpty()) {
      leftOut++;
      return;
    }
    int at = annotations.size();
    if (at == annotationTimes.length) {
      annotationTimes = Arrays.copyOf(annotationTimes, 2 * at);
    }
    annotationTimes[at] = time;
    annotations.add(text);
  }

  /** A tag {@code error} says all that Zipkin knows of a status; more is said where it is lost. */
  private void status(Status status) {
    String error = attributes.error;
    boolean failed = status.code() == Status.Code.ERROR;
    if (status.equals(Status.UNSET)
        || (failed && error != null && saysAll(error, status.message()))) {
      return;
    }
    if (status.code() != Status.Code.UNSET) {
      tags.put(OtelKeys.STATUS_CODE, status.code().name());
    }
    if (failed && (error == null || saysNothing(error))) {
      tags.put(ZipkinKeys.ERROR, status.message());
    } else if (!status.message().isEmpty()) {
      tag(OtelKeys.STATUS_DESCRIPTION, status.message());
    }
  }

  private static boolean saysAll(String error, String message) {
    return !error.equalsIgnoreCase(FALSE)
        && message.equals(error.equalsIgnoreCase(TRUE) ? "" : error);
  }

  private static boolean saysNothing(String error) {
    return error.isEmpty() || error.equalsIgnoreCase(TRUE) || error.equalsIgnoreCase(FALSE);
  }

  private void scope(Scope scope) {
    if (!scope.name().isEmpty()) {
      tag(OtelKeys.SCOPE_NAME, scope.name());
    }
    if (!scope.version().isEmpty()) {
      tag(OtelKeys.SCOPE_VERSION, scope.version());
    }
    if (!scope.attributes().isEmpty()) {
      TagList scopeTags = new TagList();
      scope.attributes().forEach(new TagWriter(scopeTags));
      for (int i = 0; i < scopeTags.size(); i++) {
        tag(SCOPE_PREFIX + scopeTags.key(i), scopeTags.value(i));
      }
    }
  }

  private void count(String key, int unsigned) {
    if (unsigned != 0) {
      tag(key, Integer.toUnsignedString(unsigned));
    }
  }

  /** The span's own attribute of a key counts, as the nearer one. */
  private void tag(String key, String value) {
    if (!tags.putIfAbsent(key, value)) {
      leftOut++;
    }
  }
}
