package dev.ichnos.codec.envoy;

import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.SpanSink;
import dev.ichnos.codec.wire.ProtoException;
import dev.ichnos.codec.wire.ProtoReader;
import dev.ichnos.codec.wire.Utf8;
import dev.ichnos.model.Attributes;
import dev.ichnos.semconv.EnvoyKeys;
import dev.ichnos.semconv.OtelKeys;

/** Reads an identifier into attributes of a resource. A node's metadata is stepped over. */
final class NodeReader {
  /** Longer ones are left out: they would be kept as long as the stream is open. */
  static final int MAX_CHARS = 4096;

  private final ProtoReader in;
  private final SpanSink out;

  NodeReader(ProtoReader in, SpanSink out) {
    this.in = in;
    this.out = out;
  }

  void identifier(Attributes.Builder into) throws ProtoException {
    int outer = in.enter();
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        if (tag == Fields.IDENTIFIER_NODE) {
          node(into);
        } else {
          in.skipUnknown(tag, Fields.IDENTIFIER_FIELDS);
        }
      }
    } catch (ProtoException e) {
      throw e.in(Fields.IDENTIFIER_FIELDS.name(tag));
    }
    in.leave(outer);
  }

  private void node(Attributes.Builder into) throws ProtoException {
    int outer = in.enter();
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        switch (tag) {
          case Fields.NODE_ID -> text(into, EnvoyKeys.NODE_ID);
          case Fields.NODE_CLUSTER -> text(into, OtelKeys.SERVICE_NAME);
          case Fields.NODE_LOCALITY -> locality(into);
          default -> in.skipUnknown(tag, Fields.NODE);
        }
      }
    } catch (ProtoException e) {
      throw e.in(Fields.NODE.name(tag));
    }
    in.leave(outer);
  }

  private void locality(Attributes.Builder into) throws ProtoException {
    int outer = in.enter();
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        switch (tag) {
          case Fields.LOCALITY_REGION -> text(into, OtelKeys.CLOUD_REGION);
          case Fields.LOCALITY_ZONE -> text(into, OtelKeys.CLOUD_AVAILABILITY_ZONE);
          default -> in.skipUnknown(tag, Fields.LOCALITY);
        }
      }
    } catch (ProtoException e) {
      throw e.in(Fields.LOCALITY.name(tag));
    }
    in.leave(outer);
  }

  private void text(Attributes.Builder into, String key) throws ProtoException {
    int length = in.readLength();
    int at = in.position();
    in.advance(length);
    if (length == 0) {
      return;
    }
    String text = Utf8.decode(in.array(), at, length);
    if (text.length() > MAX_CHARS) {
      out.mended(MendReason.LIMIT);
      return;
    }
    if (Utf8.wasMended(text, in.array(), at, length)) {
      out.mended(MendReason.INVALID_UTF8);
    }
    into.put(key, text);
  }
}
