package dev.ichnos.codec.cloudtrace;

import static dev.ichnos.codec.wire.ProtoWriter.utf8Size;
import static dev.ichnos.codec.wire.ProtoWriter.varintSize;

import dev.ichnos.codec.wire.ProtoWriter;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One span's message, recorded field by field and then played to a writer. Lengths stand before
 * what they measure, so they are known only at the end of a message: recording them once spares a
 * second walk over the span that must not differ from the first.
 *
 * <p>Every tag is one byte: no field of Cloud Trace has a number above 15. Reused from span to
 * span; not thread-safe.
 */
final class ProtoTape {
  private static final int TAG = 1;
  private static final int HEX_DIGITS = 16;

  private static final byte MESSAGE = 0;
  private static final byte VARINT = 1;
  private static final byte TEXT = 2;
  private static final byte BARE_TEXT = 3;
  private static final byte HEX = 4;
  private static final byte FIELDS = 5;
  private static final byte TEXT_ENTRY = 6;

  private byte[] kinds = new byte[256];
  private byte[] tags = new byte[256];
  private long[] values = new long[256];
  private @Nullable String[] texts = new @Nullable String[256];
  private byte[] @Nullable [] encoded = new byte[256] @Nullable [];
  private int length;
  private int size;

  /** Forgets everything. */
  void clear() {
    length = 0;
    size = 0;
  }

  /** The bytes of what is recorded. */
  int size() {
    return size;
  }

  /** Begins a message, or a text in parts; the result goes to {@link #end}. */
  int begin(int tag) {
    int mark = op(MESSAGE, tag, size);
    size = 0;
    return mark;
  }

  /** Ends what {@link #begin} began; everything begun after it must have ended. */
  void end(int mark) {
    int outer = (int) values[mark];
    values[mark] = size;
    size += outer + TAG + varintSize(size);
  }

  /** Ends it, or takes it back when nothing was recorded in it. */
  void endUnlessEmpty(int mark) {
    if (size > 0) {
      end(mark);
      return;
    }
    size = (int) values[mark];
    length = mark;
  }

  void varint(int tag, long value) {
    op(VARINT, tag, value);
    size += TAG + varintSize(value);
  }

  /** A number that is left out when it is 0. */
  void number(int tag, long value) {
    if (value != 0) {
      varint(tag, value);
    }
  }

  /** A text; also an empty one. */
  void text(int tag, String value) {
    text(tag, value, utf8Size(value));
  }

  private void text(int tag, String value, int utf8Size) {
    int at = op(TEXT, tag, utf8Size);
    texts[at] = value;
    size += TAG + varintSize(utf8Size) + utf8Size;
  }

  /** A part of a text that {@link #begin} began. */
  void bareText(String value) {
    int utf8Size = utf8Size(value);
    int at = op(BARE_TEXT, 0, utf8Size);
    texts[at] = value;
    size += utf8Size;
  }

  /** Fields that are encoded already. */
  void fields(byte[] value) {
    int at = op(FIELDS, 0, 0);
    encoded[at] = value;
    size += value.length;
  }

  /**
   * An entry of an {@code attribute_map} whose value is text: one step for what would be four
   * messages, since nearly all attributes are such.
   *
   * @return false, and nothing is recorded, if the text is empty or must be cut
   */
  boolean textEntry(EntryKey key, String value, int maxBytes) {
    int bytes = utf8Size(value);
    if (bytes == 0 || bytes > maxBytes) {
      return false;
    }
    int at = op(TEXT_ENTRY, 0, bytes);
    texts[at] = value;
    encoded[at] = key.field();
    size += field(key.field().length + field(field(field(bytes))));
    return true;
  }

  /** Sixteen hex digits, a part of a text that {@link #begin} began. */
  void hex(long value) {
    op(HEX, 0, value);
    size += HEX_DIGITS;
  }

  /**
   * A {@code TruncatableString}: cut to {@code maxBytes} between two characters, with the count of
   * the bytes that went.
   *
   * @return whether it was cut
   */
  boolean truncatable(int tag, String value, int maxBytes) {
    int bytes = utf8Size(value);
    int mark = begin(tag);
    if (bytes > maxBytes) {
      String cut = TextCut.to(value, maxBytes);
      int kept = utf8Size(cut);
      if (kept > 0) {
        text(CloudTraceFields.TEXT_VALUE, cut, kept);
      }
      varint(CloudTraceFields.TEXT_TRUNCATED_BYTES, bytes - kept);
    } else if (bytes > 0) {
      text(CloudTraceFields.TEXT_VALUE, value, bytes);
    }
    end(mark);
    return bytes > maxBytes;
  }

  /** A {@code TruncatableString} that was cut before. */
  void truncated(int tag, String kept, long cutBytes) {
    int mark = begin(tag);
    if (!kept.isEmpty()) {
      text(CloudTraceFields.TEXT_VALUE, kept);
    }
    number(CloudTraceFields.TEXT_TRUNCATED_BYTES, Math.min(cutBytes, Integer.MAX_VALUE));
    end(mark);
  }

  /** A {@code google.protobuf.Timestamp}. */
  void timestamp(int tag, long epochNanos) {
    int mark = begin(tag);
    number(CloudTraceFields.TIMESTAMP_SECONDS, epochNanos / 1_000_000_000);
    number(CloudTraceFields.TIMESTAMP_NANOS, epochNanos % 1_000_000_000);
    end(mark);
  }

  /** Writes exactly {@link #size} bytes. */
  @SuppressWarnings("NullAway") // an op of text has its text
  void writeTo(ProtoWriter out) throws IOException {
    for (int i = 0; i < length; i++) {
      switch (kinds[i]) {
        case MESSAGE, VARINT -> {
          out.writeTag(tags[i]);
          out.writeVarint(values[i]);
        }
        case TEXT -> {
          out.writeTag(tags[i]);
          out.writeVarint(values[i]);
          out.writeUtf8(texts[i], (int) values[i]);
        }
        case TEXT_ENTRY -> textEntry(encoded[i], texts[i], (int) values[i], out);
        case FIELDS -> out.writeBytes(encoded[i]);
        case BARE_TEXT -> out.writeUtf8(texts[i], (int) values[i]);
        default -> {
          out.writeBigEndian64(hexDigits(values[i] >>> 32));
          out.writeBigEndian64(hexDigits(values[i] & 0xffff_ffffL));
        }
      }
    }
  }

  private static void textEntry(byte[] key, String text, int bytes, ProtoWriter out)
      throws IOException {
    int truncatable = field(bytes);
    int value = field(truncatable);
    out.writeHeader(CloudTraceFields.ATTRIBUTES_MAP, key.length + field(value));
    out.writeBytes(key);
    out.writeHeader(CloudTraceFields.ENTRY_VALUE, value);
    out.writeHeader(CloudTraceFields.VALUE_STRING, truncatable);
    out.writeText(CloudTraceFields.TEXT_VALUE, text, bytes);
  }

  /** The bytes of a field with so many behind its length. */
  private static int field(int bytes) {
    return TAG + varintSize(bytes) + bytes;
  }

  private int op(byte kind, int tag, long value) {
    if (length == kinds.length) {
      kinds = Arrays.copyOf(kinds, length * 2);
      tags = Arrays.copyOf(tags, length * 2);
      values = Arrays.copyOf(values, length * 2);
      texts = Arrays.copyOf(texts, length * 2);
      encoded = Arrays.copyOf(encoded, length * 2);
    }
    kinds[length] = kind;
    tags[length] = (byte) tag;
    values[length] = value;
    return length++;
  }

  /** The eight hex digits of 32 bits as ASCII, the first in the highest byte. */
  private static long hexDigits(long bits) {
    long spread = (bits | bits << 16) & 0x0000_ffff_0000_ffffL;
    spread = (spread | spread << 8) & 0x00ff_00ff_00ff_00ffL;
    spread = (spread | spread << 4) & 0x0f0f_0f0f_0f0f_0f0fL;
    long letters = (spread + 0x0606_0606_0606_0606L) >>> 4 & 0x0101_0101_0101_0101L;
    return spread + 0x3030_3030_3030_3030L + letters * ('a' - '9' - 1);
  }
}
