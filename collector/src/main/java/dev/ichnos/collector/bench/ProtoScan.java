package dev.ichnos.collector.bench;

import dev.ichnos.codec.wire.ProtoException;
import dev.ichnos.codec.wire.ProtoReader;
import java.util.function.LongConsumer;

/** Steps through protobuf along one path of message fields, to an id of 8 bytes or 16 digits. */
final class ProtoScan {
  private static final int BYTES = 8;
  private static final int DIGITS = 16;

  private ProtoScan() {}

  /**
   * Scans what is left of the reader's window.
   *
   * @param path numbers of the fields that lead to a span
   * @param depth how much of the path was gone
   */
  static void messages(ProtoReader reader, LongConsumer ids, int[] path, int depth, int idField)
      throws ProtoException {
    if (depth == path.length) {
      span(reader, ids, idField);
      return;
    }
    int wanted = path[depth] << 3 | ProtoReader.LENGTH;
    for (int tag = reader.readTag(); tag != 0; tag = reader.readTag()) {
      if (tag == wanted) {
        int outer = reader.enter();
        messages(reader, ids, path, depth + 1, idField);
        reader.leave(outer);
      } else {
        reader.skip(tag);
      }
    }
  }

  private static void span(ProtoReader reader, LongConsumer ids, int idField)
      throws ProtoException {
    int wanted = idField << 3 | ProtoReader.LENGTH;
    long id = 0;
    for (int tag = reader.readTag(); tag != 0; tag = reader.readTag()) {
      if (tag == wanted) {
        id = id(reader);
        // Nothing behind it matters, and it is one of the first.
        reader.advance(reader.limit() - reader.position());
      } else {
        reader.skip(tag);
      }
    }
    ids.accept(id);
  }

  private static long id(ProtoReader reader) throws ProtoException {
    int length = reader.readLength();
    if (length == BYTES) {
      return reader.readBigEndian64();
    }
    if (length != DIGITS) {
      throw reader.malformed("span id of " + length + " bytes (expected: 8, or 16 digits)");
    }
    long id = 0;
    for (int i = 0; i < DIGITS; i++) {
      int digit = Character.digit(reader.array()[reader.position() + i], 16);
      if (digit < 0) {
        throw reader.malformed("span id that is not hex");
      }
      id = id << 4 | digit;
    }
    reader.advance(DIGITS);
    return id;
  }
}
