package dev.ichnos.codec.datadog;

import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.DropReason;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.SpanSink;
import dev.ichnos.codec.wire.KeyCache;
import dev.ichnos.codec.wire.MsgpackException;
import dev.ichnos.codec.wire.MsgpackReader;

/** Reads v0.5: a dictionary of texts, then chunks of spans that are arrays of twelve. */
final class V05Reader {
  private static final int FIELDS = 12;

  private final MsgpackReader in;
  private final SpanSink out;
  private final IncomingSpan span;
  private final IncomingChunk chunk;
  private final MsgpackScalars scalars;
  private final Dictionary dictionary;
  private final ChunkPlace place;

  V05Reader(
      MsgpackReader in,
      DecodeLimits limits,
      KeyCache keys,
      KeyCache values,
      ResourceDraft sender,
      SpanSink out) {
    this.in = in;
    this.out = out;
    ResourceTable resources = new ResourceTable();
    span = new IncomingSpan(limits, keys, resources);
    chunk = new IncomingChunk(resources);
    chunk.defaults.putAll(sender);
    scalars = new MsgpackScalars(in, limits, keys, values, span);
    dictionary = new Dictionary(in, limits, keys, values, span);
    place = new ChunkPlace(limits.maxSpans());
  }

  void message() throws MsgpackException {
    if (in.readNil()) {
      return;
    }
    int parts = in.readArrayHeader();
    if (parts != 2) {
      throw in.malformed(parts + " values (expected: 2, the texts and the chunks)");
    }
    try {
      dictionary.read();
    } catch (MsgpackException e) {
      throw e.in("[0]");
    }
    try {
      chunks();
    } catch (MsgpackException e) {
      throw e.in("[1]");
    }
  }

  private void chunks() throws MsgpackException {
    if (in.readNil()) {
      return;
    }
    int chunks = in.readArrayHeader();
    for (place.chunk = 0; place.chunk < chunks; place.chunk++) {
      chunk.clear();
      int spans = in.readNil() ? 0 : in.readArrayHeader();
      for (place.span = 0; place.span < spans; place.span++) {
        if (!place.begin()) {
          throw in.malformed(place.tooMany());
        }
        try {
          span();
        } catch (MsgpackException e) {
          throw e.in(place.toString());
        }
      }
      chunk.finish(out);
    }
  }

  private void span() throws MsgpackException {
    int at = in.offset();
    span.begin(chunk.next());
    if (!hasAllFields(at)) {
      span.end();
      return;
    }
    span.service = text();
    span.operation = text();
    span.resource = text();
    span.traceId = scalars.number();
    span.spanId = scalars.number();
    span.parentId = scalars.number();
    span.start = scalars.number();
    span.duration = scalars.number();
    span.hasDuration = true;
    span.failed = scalars.flag();
    for (int i = scalars.map(); i > 0; i--) {
      int key = index();
      int value = index();
      if (key >= 0 && value >= 0) {
        span.meta(dictionary.key(key), dictionary.value(value));
      }
    }
    for (int i = scalars.map(); i > 0; i--) {
      int key = index();
      if (key >= 0) {
        scalars.metric(dictionary.key(key));
      } else {
        scalars.skip();
      }
    }
    span.type = text();
    place.requireIds(span, at);
    span.end();
  }

  private boolean hasAllFields(int at) throws MsgpackException {
    MsgpackReader.Type type = in.next();
    if (type != MsgpackReader.Type.ARRAY) {
      scalars.skip();
      malformed(at, type.label());
      return false;
    }
    int fields = in.readArrayHeader();
    if (fields == FIELDS) {
      return true;
    }
    for (int i = 0; i < fields; i++) {
      scalars.skip();
    }
    malformed(at, fields + " values");
    return false;
  }

  private void malformed(int at, String found) {
    String problem = "[1]" + place.at(at) + found + " (expected: an array of 12)";
    span.drop(DropReason.MALFORMED_SPAN, problem);
  }

  private String text() throws MsgpackException {
    int index = index();
    return index < 0 ? "" : dictionary.value(index);
  }

  /** A place in the dictionary; -1, counted, for what is none. */
  private int index() throws MsgpackException {
    if (in.readNil()) {
      return -1;
    }
    long index = scalars.number();
    if (index < 0 || index >= dictionary.size()) {
      span.mended(MendReason.FIELD_LEFT_OUT);
      return -1;
    }
    return (int) index;
  }
}
