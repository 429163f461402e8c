package dev.ichnos.codec.datadog;

import dev.ichnos.codec.SpanSink;
import dev.ichnos.codec.wire.MsgpackException;
import dev.ichnos.codec.wire.MsgpackReader;
import dev.ichnos.semconv.DatadogKeys;
import dev.ichnos.semconv.OtelKeys;

/**
 * Reads v0.7: a map that says of which process its chunks are, then the chunks, which are maps too.
 * The chunks may stand before what is said of them, so they are stepped over first.
 */
final class V07Reader {
  private static final int NO_CHUNKS = -1;

  private final MsgpackReader in;
  private final SpanSink out;
  private final MsgpackSpanReader spans;
  private final MsgpackScalars scalars;
  private final IncomingChunk chunk;

  V07Reader(MsgpackReader in, MsgpackSpanReader spans, SpanSink out) {
    this.in = in;
    this.out = out;
    this.spans = spans;
    this.scalars = spans.scalars();
    this.chunk = spans.chunk;
  }

  /**
   * A whole message: a map, or nil.
   *
   * @param sender what the request states, below what the message does
   */
  void message(ResourceDraft sender) throws MsgpackException {
    int chunks = head();
    int end = in.offset();
    chunk.defaults.putAll(sender);
    if (chunks == NO_CHUNKS) {
      return;
    }
    in.moveTo(chunks);
    int number = 0;
    try {
      int count = in.readNil() ? 0 : in.readArrayHeader();
      for (; number < count; number++) {
        spans.at(number);
        chunk.clear();
        chunk();
        chunk.finish(out);
      }
    } catch (MsgpackException e) {
      throw e.in("chunks[" + number + "]");
    }
    in.moveTo(end);
  }

  /** Where the chunks stand. */
  private int head() throws MsgpackException {
    int chunks = NO_CHUNKS;
    if (in.readNil()) {
      return chunks;
    }
    ResourceDraft head = chunk.defaults;
    for (int i = in.readMapHeader(); i > 0; i--) {
      if (!scalars.isKey()) {
        continue;
      }
      String key = scalars.key();
      try {
        switch (key) {
          case "container_id" -> head.put(OtelKeys.CONTAINER_ID, scalars.text());
          case "language_name" -> head.put(OtelKeys.TELEMETRY_SDK_LANGUAGE, scalars.text());
          case "language_version" -> head.put(OtelKeys.PROCESS_RUNTIME_VERSION, scalars.text());
          case "tracer_version" -> DatadogHeaders.tracer(head, scalars.text());
          case "runtime_id" -> head.put(OtelKeys.SERVICE_INSTANCE_ID, scalars.text());
          case "env" -> head.put(OtelKeys.DEPLOYMENT_ENVIRONMENT_NAME, scalars.text());
          case "hostname" -> chunk.host = scalars.text();
          case "app_version" -> head.put(OtelKeys.SERVICE_VERSION, scalars.text());
          case "tags" -> headTags(head);
          case "chunks" -> {
            chunks = in.offset();
            scalars.skip();
          }
          default -> scalars.skip();
        }
      } catch (MsgpackException e) {
        throw e.in(key);
      }
    }
    return chunks;
  }

  private void headTags(ResourceDraft head) throws MsgpackException {
    for (int i = scalars.map(); i > 0; i--) {
      if (!scalars.isKey()) {
        continue;
      }
      String key = scalars.key();
      String value = scalars.text();
      if (key.equals(DatadogKeys.CONTAINER_TAGS)) {
        ContainerTags.read(value, head);
      } else {
        String own = ResourceKeys.ofDatadog(key);
        head.put(own.isEmpty() ? key : own, value);
      }
    }
  }

  private void chunk() throws MsgpackException {
    if (in.readNil()) {
      return;
    }
    for (int i = in.readMapHeader(); i > 0; i--) {
      if (!scalars.isKey()) {
        continue;
      }
      String key = scalars.key();
      switch (key) {
        case "priority" -> priority(scalars.number());
        case "origin" -> chunk.origin = scalars.text();
        case "dropped_trace" -> chunk.dropped = scalars.flag();
        case "tags" -> chunkTags();
        case "spans" -> {
          try {
            spans.spans();
          } catch (MsgpackException e) {
            throw e.in("spans");
          }
        }
        default -> scalars.skip();
      }
    }
  }

  private void priority(long stated) {
    if (stated != IncomingChunk.NONE) {
      chunk.priority = (int) Math.max(-2, Math.min(3, stated));
    }
  }

  private void chunkTags() throws MsgpackException {
    for (int i = scalars.map(); i > 0; i--) {
      if (scalars.isKey()) {
        chunk.tag(scalars.key(), scalars.text());
      }
    }
  }
}
