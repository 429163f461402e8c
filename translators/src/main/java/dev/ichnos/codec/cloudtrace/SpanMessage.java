package dev.ichnos.codec.cloudtrace;

import dev.ichnos.codec.wire.ResourceMemo;
import dev.ichnos.model.KeyOrders;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import dev.ichnos.model.Status;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/** Records spans as Cloud Trace's {@code Span}, one at a time; for the spans of one request. */
final class SpanMessage {
  /** Stands for a name that is empty: Cloud Trace demands one. */
  static final String NO_NAME = "unknown";

  private static final int FLAG_HAS_IS_REMOTE = 0x100;
  private static final int FLAG_IS_REMOTE = 0x200;

  private final ResourceMemo<ResourceProfile> memo;
  private final String namePrefix;
  private final EncodeCounts counts;
  private final AttributeChoice attributes;
  private final StackTraceMessage stackTrace;
  private final TimeEventsMessage timeEvents;
  private final LinksMessage links;
  private final IdentityHashMap<Resource, ResourceProfile> profiles = new IdentityHashMap<>(4);
  private @Nullable Resource lastResource;
  private @Nullable ResourceProfile lastProfile;

  SpanMessage(
      CloudTraceOptions options,
      KeyOrders<EntryOrder> orders,
      ResourceMemo<ResourceProfile> memo,
      EncodeCounts counts) {
    this.memo = memo;
    this.namePrefix = "projects/" + options.projectId() + "/traces/";
    this.counts = counts;
    this.attributes = new AttributeChoice(orders, counts);
    this.stackTrace = new StackTraceMessage(counts);
    this.timeEvents = new TimeEventsMessage(orders, counts);
    this.links = new LinksMessage(orders, counts);
  }

  /** Records a span that is admissible as the fields of its message. */
  void record(Span span, ProtoTape tape) {
    name(span, tape);
    id(CloudTraceFields.SPAN_ID, span.spanId(), tape);
    if (span.parentSpanId() != 0) {
      id(CloudTraceFields.SPAN_PARENT_ID, span.parentSpanId(), tape);
    }
    counts.cut(
        tape.truncatable(
            CloudTraceFields.SPAN_DISPLAY_NAME,
            span.name().isEmpty() ? NO_NAME : span.name(),
            CloudTraceLimits.DISPLAY_NAME_BYTES));
    tape.timestamp(CloudTraceFields.SPAN_START, span.startEpochNanos());
    tape.timestamp(CloudTraceFields.SPAN_END, span.endEpochNanos());
    attributes.load(span, profile(span.resource()));
    attributes.record(span.droppedAttributesCount(), tape);
    int stackEvent = stackTrace.record(span.events(), tape);
    timeEvents.record(span, stackEvent, tape);
    links.record(span, tape);
    status(span.status(), tape);
    sameProcess(span, tape);
    tape.number(CloudTraceFields.SPAN_KIND, span.kind().number());
  }

  private void name(Span span, ProtoTape tape) {
    int mark = tape.begin(CloudTraceFields.SPAN_NAME);
    tape.bareText(namePrefix);
    tape.hex(span.traceIdHigh());
    tape.hex(span.traceIdLow());
    tape.bareText("/spans/");
    tape.hex(span.spanId());
    tape.end(mark);
  }

  private static void id(int tag, long id, ProtoTape tape) {
    int mark = tape.begin(tag);
    tape.hex(id);
    tape.end(mark);
  }

  private void status(Status status, ProtoTape tape) {
    if (status.code() == Status.Code.UNSET) {
      return;
    }
    int mark = tape.begin(CloudTraceFields.SPAN_STATUS);
    if (status.code() == Status.Code.ERROR) {
      long http = attributes.integer(AttributeTable.HTTP_STATUS_CODE, 0);
      long grpc = attributes.integer(AttributeTable.GRPC_STATUS_CODE, 0);
      tape.varint(CloudTraceFields.STATUS_CODE, StatusCodes.ofError(grpc, http));
      String message = errorMessage(status, http);
      if (!message.isEmpty()) {
        String kept = TextCut.to(message, CloudTraceLimits.STATUS_MESSAGE_BYTES);
        tape.text(CloudTraceFields.STATUS_MESSAGE, kept);
        counts.cut(kept.length() < message.length());
      }
    }
    tape.end(mark);
  }

  private String errorMessage(Status status, long http) {
    if (!status.message().isEmpty()) {
      return status.message();
    }
    String flags = attributes.string(AttributeTable.RESPONSE_FLAGS);
    if (!flags.isEmpty() && !flags.equals("-")) {
      return flags;
    }
    return http > 0 ? "HTTP " + http : "";
  }

  /** Written only where it is known: on a root span, and where nothing tells, it is absent. */
  private void sameProcess(Span span, ProtoTape tape) {
    if (span.parentSpanId() == 0) {
      return;
    }
    boolean same;
    if (attributes.string(AttributeTable.COMPONENT).equals("proxy")) {
      same = false; // a proxy's parent is on the other side of a network hop
    } else if ((span.flags() & FLAG_HAS_IS_REMOTE) != 0) {
      same = (span.flags() & FLAG_IS_REMOTE) == 0;
    } else if (span.kind() == SpanKind.SERVER || span.kind() == SpanKind.CONSUMER) {
      same = false;
    } else if (span.kind() == SpanKind.INTERNAL) {
      same = true;
    } else {
      return;
    }
    int mark = tape.begin(CloudTraceFields.SPAN_SAME_PROCESS);
    tape.number(CloudTraceFields.BOOL_VALUE, same ? 1 : 0);
    tape.end(mark);
  }

  @SuppressWarnings("ReferenceEquality") // what is shared is found by identity
  private ResourceProfile profile(Resource resource) {
    if (lastProfile != null && resource == lastResource) {
      return lastProfile;
    }
    ResourceProfile profile = profiles.computeIfAbsent(resource, memo::of);
    lastResource = resource;
    lastProfile = profile;
    return profile;
  }
}
