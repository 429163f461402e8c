package dev.ichnos.codec.opencensus;

import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.wire.ProtoException;
import dev.ichnos.codec.wire.ProtoReader;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Link;
import dev.ichnos.semconv.OpenCensusKeys;
import java.util.List;

/** Reads links; one without a trace id is left out. */
final class LinkReader {
  private static final int CHILD = 1;
  private static final int PARENT = 2;

  private final ProtoReader in;
  private final DecodeLimits limits;
  private final ValueReader values;
  private final Ids ids;
  private final Mends mends;
  private final Attributes.Builder attributes = Attributes.builder();

  LinkReader(ProtoReader in, DecodeLimits limits, ValueReader values, Ids ids, Mends mends) {
    this.in = in;
    this.limits = limits;
    this.values = values;
    this.ids = ids;
    this.mends = mends;
  }

  /**
   * Reads a Links message.
   *
   * @return how many links are not in {@code into}
   */
  int read(List<Link> into) throws ProtoException {
    int dropped = 0;
    int surplus = 0;
    boolean limited = false;
    int outer = in.enter();
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        switch (tag) {
          case InnerFields.LINK -> {
            if (into.size() == limits.maxLinks()) {
              limited = true;
              in.skip(tag);
              surplus++;
            } else if (!link(into)) {
              surplus++;
            }
          }
          case InnerFields.DROPPED_LINKS -> dropped = values.count();
          default -> in.skipUnknown(tag, InnerFields.LINKS);
        }
      }
    } catch (ProtoException e) {
      String field = InnerFields.LINKS.name(tag);
      throw e.in(tag == InnerFields.LINK ? field + "[" + into.size() + "]" : field);
    }
    in.leave(outer);
    if (limited) {
      mends.add(MendReason.LIMIT);
    }
    return ValueReader.sum(dropped, surplus);
  }

  private boolean link(List<Link> into) throws ProtoException {
    attributes.clear();
    boolean good = false;
    long high = 0;
    long low = 0;
    long spanId = 0;
    long type = 0;
    String traceState = "";
    int dropped = 0;
    int outer = in.enter();
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        switch (tag) {
          case InnerFields.LINK_TRACE_ID -> {
            good = ids.readTraceId();
            high = ids.traceIdHigh;
            low = ids.traceIdLow;
          }
          case InnerFields.LINK_SPAN_ID -> spanId = ids.readSpanId();
          case InnerFields.LINK_TYPE -> type = in.readVarint();
          case InnerFields.LINK_ATTRIBUTES ->
              dropped = ValueReader.sum(dropped, values.attributes(attributes));
          case InnerFields.LINK_TRACESTATE -> traceState = values.traceState();
          default -> in.skipUnknown(tag, InnerFields.LINK_FIELDS);
        }
      }
    } catch (ProtoException e) {
      throw e.in(InnerFields.LINK_FIELDS.name(tag));
    }
    in.leave(outer);
    if (!good) {
      mends.add(MendReason.FIELD_LEFT_OUT);
      return false;
    }
    type(type);
    into.add(new Link(high, low, spanId, traceState, 0, attributes.build(), dropped));
    return true;
  }

  private void type(long type) {
    if (type == CHILD || type == PARENT) {
      attributes.put(OpenCensusKeys.LINK_TYPE, type == CHILD ? "child" : "parent");
    } else if (type != 0) {
      mends.add(MendReason.FIELD_LEFT_OUT);
    }
  }
}
