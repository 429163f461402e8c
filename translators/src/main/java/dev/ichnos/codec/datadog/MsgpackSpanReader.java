package dev.ichnos.codec.datadog;

import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.DropReason;
import dev.ichnos.codec.SpanSink;
import dev.ichnos.codec.wire.KeyCache;
import dev.ichnos.codec.wire.MsgpackException;
import dev.ichnos.codec.wire.MsgpackReader;

/** Reads chunks of spans that are maps, as v0.3, v0.4 and v0.7 have them. */
final class MsgpackSpanReader {
  private final MsgpackReader in;
  private final SpanSink out;
  private final IncomingSpan span;
  private final MsgpackScalars scalars;
  private final NativeEventsAndLinks inner;
  private final ChunkPlace place;
  final IncomingChunk chunk;

  MsgpackSpanReader(
      MsgpackReader in, DecodeLimits limits, KeyCache keys, KeyCache values, SpanSink out) {
    this.in = in;
    this.out = out;
    ResourceTable resources = new ResourceTable();
    span = new IncomingSpan(limits, keys, resources);
    chunk = new IncomingChunk(resources);
    scalars = new MsgpackScalars(in, limits, keys, values, span);
    inner = new NativeEventsAndLinks(in, limits, scalars, span);
    place = new ChunkPlace(limits.maxSpans());
  }

  MsgpackScalars scalars() {
    return scalars;
  }

  /** A whole message: an array of chunks, or nil. */
  void message() throws MsgpackException {
    if (in.readNil()) {
      return;
    }
    int chunks = in.readArrayHeader();
    for (place.chunk = 0; place.chunk < chunks; place.chunk++) {
      chunk.clear();
      try {
        spans();
      } catch (MsgpackException e) {
        throw e.in("[" + place.chunk + "]");
      }
      chunk.finish(out);
    }
  }

  /** The chunk's number, for errors. */
  void at(int number) {
    place.chunk = number;
  }

  /** The spans of a chunk, into {@link #chunk}: an array, or nil. */
  void spans() throws MsgpackException {
    if (in.readNil()) {
      return;
    }
    int spans = in.readArrayHeader();
    for (place.span = 0; place.span < spans; place.span++) {
      if (!place.begin()) {
        throw in.malformed(place.tooMany());
      }
      try {
        span();
      } catch (MsgpackException e) {
        throw e.in("[" + place.span + "]");
      }
    }
  }

  private void span() throws MsgpackException {
    int at = in.offset();
    span.begin(chunk.next());
    if (in.next() != MsgpackReader.Type.MAP) {
      String problem = in.next().label() + " (expected: a map)";
      scalars.skip();
      span.drop(DropReason.MALFORMED_SPAN, place.at(at) + problem);
      span.end();
      return;
    }
    int fields = in.readMapHeader();
    for (int i = 0; i < fields; i++) {
      if (scalars.isKey()) {
        field(scalars.key());
      }
    }
    place.requireIds(span, at);
    span.end();
  }

  private void field(String name) throws MsgpackException {
    try {
      switch (name) {
        case "service" -> span.service = scalars.text();
        case "name" -> span.operation = scalars.text();
        case "resource" -> span.resource = scalars.text();
        case "type" -> span.type = scalars.text();
        case "trace_id" -> span.traceId = scalars.number();
        case "span_id" -> span.spanId = scalars.number();
        case "parent_id" -> span.parentId = scalars.number();
        case "start" -> span.start = scalars.number();
        case "duration" -> {
          span.duration = scalars.number();
          span.hasDuration = true;
        }
        case "error" -> span.failed = scalars.flag();
        case "meta" -> meta();
        case "metrics" -> metrics();
        case "meta_struct" -> structures();
        case "span_links" -> inner.links();
        case "span_events" -> inner.events();
        default -> scalars.skip();
      }
    } catch (MsgpackException e) {
      throw e.in(name);
    }
  }

  private void meta() throws MsgpackException {
    for (int i = scalars.map(); i > 0; i--) {
      if (scalars.isKey()) {
        scalars.meta(scalars.key());
      }
    }
  }

  private void metrics() throws MsgpackException {
    for (int i = scalars.map(); i > 0; i--) {
      if (scalars.isKey()) {
        scalars.metric(scalars.key());
      }
    }
  }

  private void structures() throws MsgpackException {
    for (int i = scalars.map(); i > 0; i--) {
      if (scalars.isKey()) {
        scalars.structure(scalars.key());
      }
    }
  }
}
