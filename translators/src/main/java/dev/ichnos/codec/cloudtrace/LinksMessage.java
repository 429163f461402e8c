package dev.ichnos.codec.cloudtrace;

import dev.ichnos.model.KeyOrders;
import dev.ichnos.model.Link;
import dev.ichnos.model.Span;
import java.util.List;

/**
 * Records links: the first 128 that name a span. Their relation is unspecified: nothing says it.
 */
final class LinksMessage {
  private final EncodeCounts counts;
  private final SmallAttributes attributes;

  LinksMessage(KeyOrders<EntryOrder> orders, EncodeCounts counts) {
    this.counts = counts;
    this.attributes = new SmallAttributes(orders, counts);
  }

  void record(Span span, ProtoTape tape) {
    int mark = tape.begin(CloudTraceFields.SPAN_LINKS);
    List<Link> links = span.links();
    int written = 0;
    for (Link link : links) {
      boolean named = (link.traceIdHigh() != 0 || link.traceIdLow() != 0) && link.spanId() != 0;
      if (named && written < CloudTraceLimits.LINKS) {
        link(link, tape);
        written++;
      }
    }
    int leftOut = links.size() - written;
    counts.leftOut(leftOut);
    tape.number(
        CloudTraceFields.LINKS_DROPPED, EncodeCounts.sum(span.droppedLinksCount(), leftOut));
    tape.endUnlessEmpty(mark);
  }

  private void link(Link link, ProtoTape tape) {
    int mark = tape.begin(CloudTraceFields.LINKS_LINK);
    int traceId = tape.begin(CloudTraceFields.LINK_TRACE_ID);
    tape.hex(link.traceIdHigh());
    tape.hex(link.traceIdLow());
    tape.end(traceId);
    int spanId = tape.begin(CloudTraceFields.LINK_SPAN_ID);
    tape.hex(link.spanId());
    tape.end(spanId);
    attributes.load(link.attributes());
    EntryKey traceStateKey = AttributeTable.key(AttributeTable.TRACE_STATE);
    if (!link.traceState().isEmpty() && !link.attributes().contains(traceStateKey.text)) {
      attributes.add(traceStateKey, link.traceState());
    }
    attributes.record(
        CloudTraceFields.LINK_ATTRIBUTES,
        CloudTraceLimits.LINK_ATTRIBUTES,
        link.droppedAttributesCount(),
        tape);
    tape.end(mark);
  }
}
