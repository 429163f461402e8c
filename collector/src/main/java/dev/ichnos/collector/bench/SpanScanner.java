package dev.ichnos.collector.bench;

import dev.ichnos.codec.wire.MsgpackException;
import dev.ichnos.codec.wire.MsgpackReader;
import dev.ichnos.codec.wire.ProtoException;
import dev.ichnos.codec.wire.ProtoReader;
import java.nio.ByteBuffer;
import java.util.function.LongConsumer;

/** Finds the span ids of a message, and steps over all the rest; makes nothing of it. */
@FunctionalInterface
interface SpanScanner {
  /**
   * Tells every span's id, in the order of the message.
   *
   * @param message array-backed
   * @throws Malformed if it is not what the sink speaks; the ids before that were told
   */
  void scan(ByteBuffer message, LongConsumer spanIds) throws Malformed;

  /** ExportTraceServiceRequest 1 resource_spans, 2 scope_spans, 2 spans, 2 span_id. */
  SpanScanner OTLP = (message, ids) -> proto(message, ids, new int[] {1, 2, 2}, 2);

  /** BatchWriteSpansRequest 2 spans, 2 span_id, which is 16 hex digits. */
  SpanScanner CLOUD_TRACE = (message, ids) -> proto(message, ids, new int[] {2}, 2);

  /** An array of chunks, each an array of spans, which are maps. */
  SpanScanner DATADOG_V04 =
      (message, ids) -> {
        try {
          MsgpackScan.chunks(new MsgpackReader(message), ids);
        } catch (MsgpackException e) {
          throw new Malformed(e.detail());
        }
      };

  /** A map whose {@code chunks} are maps with {@code spans}. */
  SpanScanner DATADOG_V07 =
      (message, ids) -> {
        try {
          MsgpackScan.payload(new MsgpackReader(message), ids);
        } catch (MsgpackException e) {
          throw new Malformed(e.detail());
        }
      };

  private static void proto(ByteBuffer message, LongConsumer ids, int[] path, int idField)
      throws Malformed {
    try {
      ProtoScan.messages(new ProtoReader(message), ids, path, 0, idField);
    } catch (ProtoException e) {
      throw new Malformed(e.describe());
    }
  }

  /** A message that is not what a sink speaks. */
  final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }
}
