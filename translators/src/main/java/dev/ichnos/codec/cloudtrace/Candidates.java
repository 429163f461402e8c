package dev.ichnos.codec.cloudtrace;

import dev.ichnos.codec.wire.ProtoWriter;
import dev.ichnos.model.AttributeList;
import dev.ichnos.model.Attributes;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Attributes that may be written, in parallel arrays that are filled anew for every span: a key, a
 * kind, and the value as a number or an object. Of the eight types of the model Cloud Trace has
 * three; the others become text here.
 */
final class Candidates {
  static final byte ABSENT = 0;
  static final byte STRING = 1;
  static final byte LONG = 2;
  static final byte BOOLEAN = 3;
  static final byte DOUBLE = 4;
  static final byte BYTES = 5;
  static final byte LIST = 6;
  static final byte MAP = 7;
  static final byte EMPTY = 8;

  private static final Base64.Encoder BASE64 = Base64.getEncoder();

  /** 190 bytes are 256 in base64; a few more let the cut be seen. */
  private static final int MOST_BYTES_SHOWN = 198;

  private static final int LONGEST_INTEGER = 18;

  private EntryKey[] keys;
  private byte[] kinds;
  private long[] numbers;
  private @Nullable Object[] objects;
  private int size;

  /** None yet, and room for so many; it grows. */
  Candidates(int room) {
    keys = new EntryKey[room];
    kinds = new byte[room];
    numbers = new long[room];
    objects = new @Nullable Object[room];
  }

  /** Forgets everything and begins with {@code absent} places that hold nothing. */
  void reset(int absent) {
    size = absent;
    Arrays.fill(kinds, 0, absent, ABSENT);
  }

  int size() {
    return size;
  }

  /** Adds one behind the others. */
  int add(EntryKey key, byte kind, long number, @Nullable Object object) {
    if (size == kinds.length) {
      keys = Arrays.copyOf(keys, size * 2);
      kinds = Arrays.copyOf(kinds, size * 2);
      numbers = Arrays.copyOf(numbers, size * 2);
      objects = Arrays.copyOf(objects, size * 2);
    }
    set(size, key, kind, number, object);
    return size++;
  }

  void set(int at, EntryKey key, byte kind, long number, @Nullable Object object) {
    keys[at] = key;
    kinds[at] = kind;
    numbers[at] = number;
    objects[at] = object;
  }

  /** Copies one from another list. */
  void set(int at, Candidates from, int fromAt) {
    set(at, from.keys[fromAt], from.kinds[fromAt], from.numbers[fromAt], from.objects[fromAt]);
  }

  /** Adds one of another list behind the others. */
  void add(Candidates from, int fromAt) {
    add(from.keys[fromAt], from.kinds[fromAt], from.numbers[fromAt], from.objects[fromAt]);
  }

  void remove(int at) {
    kinds[at] = ABSENT;
  }

  boolean isPresent(int at) {
    return kinds[at] != ABSENT;
  }

  /** The key under which the sender wrote it. */
  EntryKey key(int at) {
    return keys[at];
  }

  /** The text; empty for values of other types, and where nothing is. */
  String string(int at) {
    return kinds[at] == STRING ? (String) Objects.requireNonNull(objects[at]) : "";
  }

  /** The integer; {@code absent} for values of other types, and where nothing is. */
  long integer(int at, long absent) {
    return kinds[at] == LONG ? numbers[at] : absent;
  }

  /** Whether it has the value of one of another list. */
  boolean isSame(int at, Candidates other, int otherAt) {
    return kinds[at] == other.kinds[otherAt]
        && numbers[at] == other.numbers[otherAt]
        && Objects.equals(objects[at], other.objects[otherAt]);
  }

  /** Makes an integer of a text or a double that says one; Envoy sends all values as text. */
  void makeInteger(int at) {
    if (kinds[at] == STRING) {
      String text = string(at);
      if (isInteger(text)) {
        set(at, keys[at], LONG, Long.parseLong(text), null);
      }
    } else if (kinds[at] == DOUBLE) {
      double value = Double.longBitsToDouble(numbers[at]);
      if (value == Math.rint(value) && Math.abs(value) < 1L << 53) {
        set(at, keys[at], LONG, (long) value, null);
      }
    }
  }

  private static boolean isInteger(String text) {
    int first = text.startsWith("-") ? 1 : 0;
    if (text.length() == first || text.length() > LONGEST_INTEGER) {
      return false;
    }
    for (int i = first; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  /** Whether Cloud Trace takes the key. */
  static boolean isKey(String key) {
    int most = CloudTraceLimits.KEY_BYTES;
    if (key.length() * 3 <= most) {
      return !key.isEmpty();
    }
    return key.length() <= most && ProtoWriter.utf8Size(key) <= most;
  }

  /**
   * Records it as an entry of an {@code attribute_map}.
   *
   * @param key under which it is written
   * @return whether its value was cut
   */
  boolean record(int at, EntryKey key, ProtoTape tape) {
    if (kinds[at] == STRING && tape.textEntry(key, string(at), CloudTraceLimits.VALUE_BYTES)) {
      return false;
    }
    int entry = tape.begin(CloudTraceFields.ATTRIBUTES_MAP);
    tape.fields(key.field());
    int value = tape.begin(CloudTraceFields.ENTRY_VALUE);
    boolean cut = recordValue(at, tape);
    tape.end(value);
    tape.end(entry);
    return cut;
  }

  /** The same for a text of which {@code kept} is what there is room for. */
  void recordCut(int at, EntryKey key, String kept, ProtoTape tape) {
    int entry = tape.begin(CloudTraceFields.ATTRIBUTES_MAP);
    tape.fields(key.field());
    int value = tape.begin(CloudTraceFields.ENTRY_VALUE);
    int cut = ProtoWriter.utf8Size(string(at)) - ProtoWriter.utf8Size(kept);
    tape.truncated(CloudTraceFields.VALUE_STRING, kept, cut);
    tape.end(value);
    tape.end(entry);
  }

  private boolean recordValue(int at, ProtoTape tape) {
    switch (kinds[at]) {
      case STRING -> {
        return tape.truncatable(
            CloudTraceFields.VALUE_STRING, string(at), CloudTraceLimits.VALUE_BYTES);
      }
      case LONG -> tape.varint(CloudTraceFields.VALUE_INT, numbers[at]);
      case BOOLEAN -> tape.varint(CloudTraceFields.VALUE_BOOL, numbers[at]);
      case DOUBLE ->
          tape.truncatable(
              CloudTraceFields.VALUE_STRING,
              Double.toString(Double.longBitsToDouble(numbers[at])),
              CloudTraceLimits.VALUE_BYTES);
      case BYTES -> {
        return base64((byte[]) Objects.requireNonNull(objects[at]), tape);
      }
      case LIST -> {
        return json(JsonText.of((AttributeList) Objects.requireNonNull(objects[at])), tape);
      }
      case MAP -> {
        return json(JsonText.of((Attributes) Objects.requireNonNull(objects[at])), tape);
      }
      default -> tape.truncatable(CloudTraceFields.VALUE_STRING, "", CloudTraceLimits.VALUE_BYTES);
    }
    return false;
  }

  /** Only what is kept is made text: the value may be megabytes. */
  private static boolean base64(byte[] value, ProtoTape tape) {
    long whole = (value.length + 2L) / 3 * 4;
    byte[] shown =
        value.length <= MOST_BYTES_SHOWN ? value : Arrays.copyOf(value, MOST_BYTES_SHOWN);
    String text = BASE64.encodeToString(shown);
    String kept = TextCut.to(text, CloudTraceLimits.VALUE_BYTES);
    tape.truncated(CloudTraceFields.VALUE_STRING, kept, whole - kept.length());
    return whole > kept.length();
  }

  private static boolean json(JsonText json, ProtoTape tape) {
    tape.truncated(CloudTraceFields.VALUE_STRING, json.kept(), json.cutBytes());
    return json.cutBytes() > 0;
  }
}
