package dev.ichnos.collector.bench;

import dev.ichnos.codec.wire.KeyCache;
import dev.ichnos.codec.wire.MsgpackException;
import dev.ichnos.codec.wire.MsgpackReader;
import java.util.function.LongConsumer;

/** Steps through Datadog's traces to the {@code span_id} of each span. */
final class MsgpackScan {
  private static final int MAX_DEPTH = 16;

  /** Keys recur: with it, reading one allocates nothing. */
  private static final KeyCache KEYS = new KeyCache();

  private MsgpackScan() {}

  /** v0.4: chunks, which are arrays of spans. */
  static void chunks(MsgpackReader reader, LongConsumer ids) throws MsgpackException {
    int chunks = reader.readArrayHeader();
    for (int i = 0; i < chunks; i++) {
      spans(reader, ids);
    }
  }

  /** v0.7: a map with chunks, which are maps with spans. */
  static void payload(MsgpackReader reader, LongConsumer ids) throws MsgpackException {
    int entries = reader.readMapHeader();
    for (int i = 0; i < entries; i++) {
      if (!reader.readString(KEYS).equals("chunks")) {
        reader.skip(MAX_DEPTH);
        continue;
      }
      int chunks = reader.readArrayHeader();
      for (int j = 0; j < chunks; j++) {
        chunk(reader, ids);
      }
    }
  }

  private static void chunk(MsgpackReader reader, LongConsumer ids) throws MsgpackException {
    int entries = reader.readMapHeader();
    for (int i = 0; i < entries; i++) {
      if (reader.readString(KEYS).equals("spans")) {
        spans(reader, ids);
      } else {
        reader.skip(MAX_DEPTH);
      }
    }
  }

  private static void spans(MsgpackReader reader, LongConsumer ids) throws MsgpackException {
    int spans = reader.readArrayHeader();
    for (int i = 0; i < spans; i++) {
      int entries = reader.readMapHeader();
      long id = 0;
      for (int j = 0; j < entries; j++) {
        if (reader.readString(KEYS).equals("span_id")) {
          id = reader.readUnsigned();
        } else {
          reader.skip(MAX_DEPTH);
        }
      }
      ids.accept(id);
    }
  }
}
