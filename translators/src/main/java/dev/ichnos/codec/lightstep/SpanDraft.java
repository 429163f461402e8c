package dev.ichnos.codec.lightstep;

import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.DropReason;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.SpanSink;
import dev.ichnos.codec.wire.HexIds;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Event;
import dev.ichnos.model.Link;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import dev.ichnos.model.Status;
import dev.ichnos.semconv.LightstepKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One span while it is read, in LightStep's terms; the one place that knows how these become
 * canonical. Used again for every span of a report.
 */
final class SpanDraft {
  private static final long MOST_MICROS = Long.MAX_VALUE / 1_000;
  private static final int ID_DIGITS = 16;

  final Mends mends;
  final AttributesDraft fields;

  long traceId;
  long spanId;
  String name = "";

  /** 0 when absent. */
  long startNanos;

  /** As an unsigned number; 0 when absent. */
  long durationMicros;

  private final DecodeLimits limits;
  private final AttributesDraft tags;
  private final Attributes.Builder reporterTags = Attributes.builder();
  private final List<Event> logs = new ArrayList<>();
  private final List<Reference> references = new ArrayList<>();
  private SpanKind kind = SpanKind.UNSPECIFIED;
  private boolean failed;
  private long parentTag;
  private String logName = "";
  private int droppedLogs;
  private int droppedReferences;
  private @Nullable DropReason dropReason;
  private String dropDetail = "";

  SpanDraft(DecodeLimits limits, Mends mends) {
    this.limits = limits;
    this.mends = mends;
    this.tags = new AttributesDraft(limits.maxAttributes(), mends);
    this.fields = new AttributesDraft(limits.maxAttributes(), mends);
  }

  void clear() {
    traceId = 0;
    spanId = 0;
    name = "";
    startNanos = 0;
    durationMicros = 0;
    mends.clear();
    tags.clear();
    reporterTags.clear();
    logs.clear();
    references.clear();
    kind = SpanKind.UNSPECIFIED;
    failed = false;
    parentTag = 0;
    droppedLogs = 0;
    droppedReferences = 0;
    dropReason = null;
  }

  /** The span cannot be used; the first reason stays. */
  void drop(DropReason why, String detail) {
    if (dropReason == null) {
      dropReason = why;
      dropDetail = detail;
    }
  }

  boolean isDropped() {
    return dropReason != null;
  }

  /** Some tags are what other formats have fields for; of those nothing else becomes. */
  void tag(KeyValue tag) {
    String ofReporter = Reporter.key(tag.key);
    if (!ofReporter.isEmpty() && tag.isText()) {
      reporterTags.put(ofReporter, tag.text);
      return;
    }
    boolean said =
        switch (tag.key) {
          case LightstepKeys.SPAN_KIND -> kind(tag);
          case LightstepKeys.ERROR -> error(tag);
          case LightstepKeys.PARENT_SPAN_GUID -> parentTag(tag);
          default -> false;
        };
    if (!said) {
      tags.put(tag, tag.key);
    }
  }

  private boolean kind(KeyValue tag) {
    SpanKind read =
        switch (tag.isText() ? tag.text.toLowerCase(Locale.ROOT) : "") {
          case "client" -> SpanKind.CLIENT;
          case "server" -> SpanKind.SERVER;
          case "producer" -> SpanKind.PRODUCER;
          case "consumer" -> SpanKind.CONSUMER;
          default -> SpanKind.UNSPECIFIED;
        };
    kind = read == SpanKind.UNSPECIFIED ? kind : read;
    return read != SpanKind.UNSPECIFIED;
  }

  /** Envoy and the tracer for JavaScript write the boolean as text. */
  private boolean error(KeyValue tag) {
    boolean set =
        tag.type == KeyValue.Type.BOOL
            ? tag.flag
            : tag.isText() && tag.text.equalsIgnoreCase("true");
    failed |= set;
    return set;
  }

  /** Java writes the id as an integer, JavaScript in hex. */
  private boolean parentTag(KeyValue tag) {
    long parent = 0;
    if (tag.type == KeyValue.Type.LONG) {
      parent = tag.integer;
    } else if (tag.isText() && tag.text.length() <= ID_DIGITS) {
      char[] digits = tag.text.toCharArray();
      parent =
          HexIds.areDigits(digits, 0, digits.length) ? HexIds.parse(digits, 0, digits.length) : 0;
    }
    parentTag = parent != 0 ? parent : parentTag;
    return parent != 0;
  }

  void startLog() {
    logName = "";
    fields.clear();
  }

  /** A field of the log that was started. */
  void logField(KeyValue field) {
    if (field.isText() && field.key.equals(LightstepKeys.EVENT)) {
      logName = field.text;
    } else {
      fields.put(field, field.key);
    }
  }

  void endLog(long epochNanos) {
    logs.add(new Event(epochNanos, logName, fields.build(), fields.dropped()));
  }

  /** Whether another log is kept; if not, it is counted as left out. */
  boolean hasRoomForLog() {
    if (logs.size() < limits.maxEvents()) {
      return true;
    }
    if (droppedLogs++ == 0) {
      mends.add(MendReason.LIMIT);
    }
    return false;
  }

  void reference(Reference reference) {
    if (reference.spanId() == 0) {
      mends.add(MendReason.FIELD_LEFT_OUT);
    } else if (references.size() < limits.maxLinks()) {
      references.add(reference);
    } else if (droppedReferences++ == 0) {
      mends.add(MendReason.LIMIT);
    }
  }

  /** Hands the span, or why there is none, to {@code out}. */
  void finish(Reporter reporter, SpanSink out) {
    if (dropReason != null) {
      out.dropped(1, dropReason, dropDetail);
      return;
    }
    Span span = build(reporter);
    mends.handOut(out);
    out.span(span);
  }

  private Span build(Reporter reporter) {
    long parent = parent();
    long end = end();
    return Span.builder()
        .traceId(0, traceId)
        .spanId(spanId)
        .parentSpanId(parent)
        .name(name)
        .kind(kind)
        .startEpochNanos(startNanos)
        .startAbsent(startNanos == 0)
        .endEpochNanos(end)
        .endAbsent(end == 0)
        .status(failed ? new Status(Status.Code.ERROR, "") : Status.UNSET)
        .attributes(tags.build())
        .droppedAttributesCount(tags.dropped())
        .events(logs)
        .droppedEventsCount(droppedLogs)
        .links(links(parent))
        .droppedLinksCount(droppedReferences)
        .resource(reporter.resource(reporterTags.build()))
        .build();
  }

  /**
   * The first CHILD_OF of this trace, else the tag, else the first FOLLOWS_FROM: the tracer for
   * Java writes no reference, only the tag, for the parent that it takes from the thread.
   */
  private long parent() {
    long child = first(false);
    long stated = child != 0 ? child : parentTag;
    long parent = stated != 0 ? stated : first(true);
    if (parent == spanId) {
      mends.add(MendReason.PARENT_ID);
      return 0;
    }
    return parent;
  }

  private long first(boolean followsFrom) {
    for (Reference reference : references) {
      if (reference.followsFrom() == followsFrom && reference.isOfTrace(traceId)) {
        return reference.spanId();
      }
    }
    return 0;
  }

  /** Every reference but the CHILD_OF that says who the parent is. */
  private List<Link> links(long parent) {
    List<Link> links = new ArrayList<>(references.size());
    for (Reference reference : references) {
      boolean isParent =
          !reference.followsFrom() && reference.spanId() == parent && reference.isOfTrace(traceId);
      if (!isParent) {
        links.add(reference.link(traceId));
      }
    }
    return links;
  }

  /** Tracers always say the duration: protobuf leaves out one of zero. */
  private long end() {
    if (startNanos == 0) {
      return 0;
    }
    if (durationMicros < 0
        || durationMicros > MOST_MICROS
        || durationMicros * 1_000 > Long.MAX_VALUE - startNanos) {
      mends.add(MendReason.TIME);
      return 0;
    }
    return startNanos + durationMicros * 1_000;
  }
}
