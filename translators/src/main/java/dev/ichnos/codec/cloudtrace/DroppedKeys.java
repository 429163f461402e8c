package dev.ichnos.codec.cloudtrace;

import dev.ichnos.codec.wire.ProtoWriter;

/**
 * The keys of a span's attributes that were left out, as one more attribute: so that a reader who
 * misses one knows that it was there. Whole keys as long as there is room, the rest as a number of
 * bytes.
 */
final class DroppedKeys {
  private static final EntryKey KEY = new EntryKey(AttributeTable.DROPPED_KEYS);

  private final StringBuilder listed = new StringBuilder();
  private int listedBytes;
  private long cutBytes;
  private int count;

  void reset() {
    listed.setLength(0);
    listedBytes = 0;
    cutBytes = 0;
    count = 0;
  }

  /** How many attributes were left out. */
  int count() {
    return count;
  }

  boolean isEmpty() {
    return count == 0 && listedBytes == 0 && cutBytes == 0;
  }

  /** One attribute that is left out. */
  void add(EntryKey key) {
    count++;
    list(key.text, key.utf8Size);
  }

  /** What the sender itself listed; these are not ours to count. */
  void list(String keys) {
    list(keys, ProtoWriter.utf8Size(keys));
  }

  private void list(String keys, int utf8Size) {
    if (utf8Size == 0) {
      return;
    }
    boolean first = listedBytes == 0 && cutBytes == 0;
    int bytes = utf8Size + (first ? 0 : 1);
    if (cutBytes > 0 || listedBytes + bytes > CloudTraceLimits.VALUE_BYTES) {
      cutBytes += bytes;
      return;
    }
    listed.append(first ? "" : ",").append(keys);
    listedBytes += bytes;
  }

  void record(ProtoTape tape) {
    int entry = tape.begin(CloudTraceFields.ATTRIBUTES_MAP);
    tape.fields(KEY.field());
    int value = tape.begin(CloudTraceFields.ENTRY_VALUE);
    tape.truncated(CloudTraceFields.VALUE_STRING, listed.toString(), cutBytes);
    tape.end(value);
    tape.end(entry);
  }
}
