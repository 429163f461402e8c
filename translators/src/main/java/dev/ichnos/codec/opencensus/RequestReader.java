package dev.ichnos.codec.opencensus;

import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.SpanSink;
import dev.ichnos.codec.wire.KeyCache;
import dev.ichnos.codec.wire.ProtoException;
import dev.ichnos.codec.wire.ProtoReader;
import dev.ichnos.model.Attributes;

/**
 * Reads one {@code ExportTraceServiceRequest}. The resource stands behind the spans on the wire, so
 * that node and resource are read first, in a pass of their own that steps over spans.
 */
final class RequestReader {
  private final ProtoReader in;
  private final DecodeLimits limits;
  private final KeyCache keys;
  private final SpanSink out;
  private final Mends mends = new Mends();
  private final NodeReader nodes;

  RequestReader(ProtoReader in, DecodeLimits limits, KeyCache keys, SpanSink out) {
    this.in = in;
    this.limits = limits;
    this.keys = keys;
    this.out = out;
    this.nodes = new NodeReader(in, new ValueReader(in, limits, keys, mends), mends);
  }

  /** Reads the message of a stream on which {@code sender} is known so far. */
  void read(Sender sender) throws ProtoException {
    int from = in.position();
    sender(sender);
    mends.report(out);
    in.window(from, in.limit());
    spans(new SpanResources(sender.node(), sender.resource()));
  }

  private void sender(Sender sender) throws ProtoException {
    Attributes.Builder node = Attributes.builder();
    Attributes.Builder labels = Attributes.builder();
    boolean newNode = false;
    boolean newResource = false;
    int spans = 0;
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        switch (tag) {
          case Fields.REQUEST_NODE -> {
            nodes.node(node);
            newNode = true;
          }
          case Fields.REQUEST_RESOURCE -> {
            nodes.resource(labels);
            newResource = true;
          }
          case Fields.REQUEST_SPANS -> {
            in.skip(tag);
            spans++;
          }
          default -> in.skipUnknown(tag, Fields.REQUEST);
        }
      }
    } catch (ProtoException e) {
      throw e.in(tag == Fields.REQUEST_SPANS ? "spans[" + spans + "]" : Fields.REQUEST.name(tag));
    }
    if (newNode) {
      sender.node(node.build());
    }
    if (newResource) {
      sender.labels(labels.build());
    }
  }

  private void spans(SpanResources resources) throws ProtoException {
    OpenCensusSpans spans = new OpenCensusSpans(in, limits, keys, resources, out);
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        if (tag == Fields.REQUEST_SPANS) {
          spans.read();
        } else {
          in.skip(tag);
        }
      }
    } catch (ProtoException e) {
      throw e.in(spans.place());
    }
  }
}
