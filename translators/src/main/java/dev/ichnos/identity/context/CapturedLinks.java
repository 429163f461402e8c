package dev.ichnos.identity.context;

import dev.ichnos.identity.rule.Changes;
import dev.ichnos.identity.rule.ReceivedIds;
import dev.ichnos.identity.rule.RuleId;
import dev.ichnos.identity.rule.SpanRule;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Format;
import dev.ichnos.model.Link;
import dev.ichnos.model.Sampled;
import dev.ichnos.model.Span;
import dev.ichnos.propagation.TraceContext;
import dev.ichnos.semconv.IchnosKeys;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@link RuleId#CAPTURED_CONTEXT}: a link to each captured context that names a span. A header that
 * names a trace alone becomes an attribute, since backends refuse or drop links without a span.
 *
 * <p>No link leads to the span itself or to its parent, under the ids of now or of the wire; none
 * is made where one of that trace and span is there.
 */
final class CapturedLinks implements SpanRule.Pass {
  /** As many as OpenTelemetry's SDKs keep. */
  private static final int MOST_LINKS = 128;

  private static final int SAMPLED = 0x01;
  private static final int RANDOM_TRACE_ID = 0x02;

  /** OTLP's: it is known whether the context came from another process; it did. */
  private static final int REMOTE = 0x300;

  private final CapturedContexts captured;
  private final Changes changes;

  CapturedLinks(Format format, Changes changes) {
    this.captured = new CapturedContexts(format);
    this.changes = changes;
  }

  @Override
  public Span apply(Span span) {
    if (!captured.read(span)) {
      return span;
    }
    @Nullable List<Link> links = links(span);
    @Nullable Attributes attributes = attributes(span);
    if (links == null && attributes == null) {
      return span;
    }
    changes.changed(RuleId.CAPTURED_CONTEXT);
    Span.Builder changed = span.toBuilder();
    if (links != null) {
      changed.links(links);
    }
    if (attributes != null) {
      changed.attributes(attributes);
    }
    return changed.build();
  }

  /** Null if there is none to add. */
  private @Nullable List<Link> links(Span span) {
    @Nullable List<Link> links = null;
    for (CapturedContext evidence : captured.evidence()) {
      TraceContext context = evidence.context();
      List<Link> known = links == null ? span.links() : links;
      if (context.hasSpan()
          && known.size() < MOST_LINKS
          && !isPlaceOf(span, context)
          && !leadsTo(known, context)) {
        if (links == null) {
          links = new ArrayList<>(span.links());
        }
        links.add(link(evidence.family(), context));
      }
    }
    return links;
  }

  /** Null if there is nothing to add. */
  private @Nullable Attributes attributes(Span span) {
    StringBuilder traces = new StringBuilder();
    StringBuilder families = new StringBuilder();
    for (CapturedContext evidence : captured.evidence()) {
      TraceContext context = evidence.context();
      if (context.hasSpan() || isTraceOf(span, context) || isNamedWithSpan(context)) {
        continue;
      }
      String trace = context.traceId().hex();
      if (traces.indexOf(trace) < 0) {
        traces.append(traces.isEmpty() ? "" : ",").append(trace);
        families.append(families.isEmpty() ? "" : ",").append(evidence.family());
      }
    }
    Attributes before = span.attributes();
    if (traces.isEmpty()
        || (traces.compareTo(new StringBuilder(before.string(IchnosKeys.CAPTURED_TRACE_ID))) == 0
            && families.compareTo(new StringBuilder(before.string(IchnosKeys.CAPTURED_FROM)))
                == 0)) {
      return null;
    }
    return before.toBuilder()
        .put(IchnosKeys.CAPTURED_TRACE_ID, traces.toString())
        .put(IchnosKeys.CAPTURED_FROM, families.toString())
        .build();
  }

  private boolean isNamedWithSpan(TraceContext context) {
    for (CapturedContext other : captured.evidence()) {
      TraceContext named = other.context();
      if (named.hasSpan() && isTrace(context, named.traceIdHigh(), named.traceIdLow())) {
        return true;
      }
    }
    return false;
  }

  /** Whether the context is the span itself or its parent. */
  private static boolean isPlaceOf(Span span, TraceContext context) {
    long id = context.spanId();
    return isTraceOf(span, context)
        && (id == span.spanId()
            || id == span.parentSpanId()
            || id == ReceivedIds.spanId(span)
            || id == ReceivedIds.parentSpanId(span));
  }

  private static boolean isTraceOf(Span span, TraceContext context) {
    return isTrace(context, span.traceIdHigh(), span.traceIdLow())
        || isTrace(context, ReceivedIds.traceIdHigh(span), ReceivedIds.traceIdLow(span));
  }

  private static boolean isTrace(TraceContext context, long high, long low) {
    return ReceivedIds.sameTrace(context.traceIdHigh(), context.traceIdLow(), high, low);
  }

  private static boolean leadsTo(List<Link> links, TraceContext context) {
    for (Link link : links) {
      if (link.spanId() == context.spanId()
          && isTrace(context, link.traceIdHigh(), link.traceIdLow())) {
        return true;
      }
    }
    return false;
  }

  private static Link link(String family, TraceContext context) {
    int flags = REMOTE;
    flags |= context.sampled() == Sampled.SAMPLED ? SAMPLED : 0;
    flags |= context.randomTraceId() ? RANDOM_TRACE_ID : 0;
    return new Link(
        context.traceIdHigh(),
        context.traceIdLow(),
        context.spanId(),
        context.traceState(),
        flags,
        Attributes.of(IchnosKeys.CAPTURED_FROM, family),
        0);
  }
}
