package dev.ichnos.codec.opencensus;

import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.wire.KeyCache;
import dev.ichnos.codec.wire.ProtoException;
import dev.ichnos.codec.wire.ProtoReader;
import dev.ichnos.codec.wire.Utf8;
import dev.ichnos.model.Attributes;
import dev.ichnos.semconv.OpenCensusKeys;
import dev.ichnos.semconv.OtelKeys;

/** Reads text, times and attributes: what every message is made of. */
final class ValueReader {
  private static final long NANOS_OF_SECOND = 1_000_000_000L;
  private static final long LAST_SECOND = Long.MAX_VALUE / NANOS_OF_SECOND - 1;

  private final ProtoReader in;
  private final DecodeLimits limits;
  private final KeyCache keys;
  private final Mends mends;

  ValueReader(ProtoReader in, DecodeLimits limits, KeyCache keys, Mends mends) {
    this.in = in;
    this.limits = limits;
    this.keys = keys;
    this.mends = mends;
  }

  /** A length and the text of so many bytes. */
  String text() throws ProtoException {
    int length = in.readLength();
    int at = in.position();
    in.advance(length);
    return text(at, length);
  }

  /** A text that comes often: shared with its equals. */
  String key() throws ProtoException {
    int length = in.readLength();
    int at = in.position();
    in.advance(length);
    String known = keys.get(in.array(), at, length);
    return known != null ? known : text(at, length);
  }

  private String text(int at, int length) {
    if (length == 0) {
      return "";
    }
    String text = Utf8.decode(in.array(), at, length);
    if (Utf8.wasMended(text, in.array(), at, length)) {
      mends.add(MendReason.INVALID_UTF8);
    }
    return text;
  }

  /** The value of a TruncatableString; how much was cut off before is not kept. */
  String truncatable() throws ProtoException {
    String value = "";
    int outer = in.enter();
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        if (tag == Fields.TRUNCATABLE_VALUE) {
          value = text();
        } else {
          in.skipUnknown(tag, Fields.TRUNCATABLE);
        }
      }
    } catch (ProtoException e) {
      throw e.in(Fields.TRUNCATABLE.name(tag));
    }
    in.leave(outer);
    return value;
  }

  /** A Timestamp in nanoseconds since 1970; 0 for one that is none, or beyond the year 2262. */
  long time() throws ProtoException {
    long seconds = 0;
    long nanos = 0;
    int outer = in.enter();
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        switch (tag) {
          case Fields.SECONDS -> seconds = in.readVarint();
          case Fields.NANOS -> nanos = in.readVarint();
          default -> in.skipUnknown(tag, Fields.TIMESTAMP);
        }
      }
    } catch (ProtoException e) {
      throw e.in(Fields.TIMESTAMP.name(tag));
    }
    in.leave(outer);
    if (seconds < 0 || seconds > LAST_SECOND || nanos < 0 || nanos >= NANOS_OF_SECOND) {
      mends.add(MendReason.TIME);
      return 0;
    }
    return seconds * NANOS_OF_SECOND + nanos;
  }

  /** The number in a BoolValue or UInt32Value. */
  long wrapped() throws ProtoException {
    long value = 0;
    int outer = in.enter();
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        if (tag == Fields.WRAPPED) {
          value = in.readVarint();
        } else {
          in.skipUnknown(tag, Fields.WRAPPER);
        }
      }
    } catch (ProtoException e) {
      throw e.in(Fields.WRAPPER.name(tag));
    }
    in.leave(outer);
    return value;
  }

  /** A count of what a library left out; negative ones say nothing. */
  int count() throws ProtoException {
    return Math.max(0, (int) in.readVarint());
  }

  /**
   * Reads an Attributes message.
   *
   * @return how many attributes are not in {@code into}: left out by the library, or by our limits
   */
  int attributes(Attributes.Builder into) throws ProtoException {
    int dropped = 0;
    int surplus = 0;
    int outer = in.enter();
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        switch (tag) {
          case Fields.ATTRIBUTE_MAP -> {
            if (into.size() < limits.maxAttributes()) {
              attribute(into);
            } else {
              in.skip(tag);
              surplus++;
            }
          }
          case Fields.DROPPED_ATTRIBUTES -> dropped = count();
          default -> in.skipUnknown(tag, Fields.ATTRIBUTES_FIELDS);
        }
      }
    } catch (ProtoException e) {
      throw e.in(Fields.ATTRIBUTES_FIELDS.name(tag));
    }
    in.leave(outer);
    if (surplus > 0) {
      mends.add(MendReason.LIMIT);
    }
    return sum(dropped, surplus);
  }

  /** The sum of two counts, which stays what an int can say. */
  static int sum(int a, int b) {
    return (int) Math.min(Integer.MAX_VALUE, (long) a + b);
  }

  /** An entry's value may stand before its key: it is found first, and read when both are known. */
  private void attribute(Attributes.Builder into) throws ProtoException {
    String key = "";
    int from = in.position();
    int to = from;
    int outer = in.enter();
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        switch (tag) {
          case Fields.ENTRY_KEY -> key = key();
          case Fields.ENTRY_VALUE -> {
            int length = in.readLength();
            from = in.position();
            to = from + length;
            in.advance(length);
          }
          default -> in.skipUnknown(tag, Fields.ENTRY);
        }
      }
      int end = in.limit();
      in.window(from, to);
      tag = Fields.ENTRY_VALUE;
      value(into, key);
      in.window(end, outer);
    } catch (ProtoException e) {
      throw e.in(Fields.ENTRY.name(tag));
    }
  }

  /** Of several values the last counts; none is one left empty. */
  private void value(Attributes.Builder into, String key) throws ProtoException {
    boolean empty = true;
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        boolean known = true;
        switch (tag) {
          case Fields.VALUE_STRING -> into.put(key, truncatable());
          case Fields.VALUE_INT -> into.put(key, in.readVarint());
          case Fields.VALUE_BOOL -> into.put(key, in.readVarint() != 0);
          case Fields.VALUE_DOUBLE -> into.put(key, Double.longBitsToDouble(in.readFixed64()));
          default -> {
            in.skipUnknown(tag, Fields.VALUE);
            known = false;
          }
        }
        empty &= !known;
      }
    } catch (ProtoException e) {
      throw e.in(Fields.VALUE.name(tag));
    }
    if (empty) {
      into.putEmpty(key);
    }
  }

  /** Reads an entry of a map from text to text, as far as {@code room} has any left. */
  void label(Attributes.Builder into, LabelRoom room) throws ProtoException {
    String key = "";
    String value = "";
    int outer = in.enter();
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        switch (tag) {
          case Fields.ENTRY_KEY -> key = key();
          case Fields.ENTRY_VALUE -> value = text();
          default -> in.skipUnknown(tag, Fields.ENTRY);
        }
      }
    } catch (ProtoException e) {
      throw e.in(Fields.ENTRY.name(tag));
    }
    in.leave(outer);
    boolean zone = key.equals(OpenCensusKeys.CLOUD_ZONE);
    room.put(into, zone ? OtelKeys.CLOUD_AVAILABILITY_ZONE : key, value);
  }

  /** Reads a Tracestate as W3C writes it; entries that cannot be written so are left out. */
  String traceState() throws ProtoException {
    StringBuilder text = new StringBuilder();
    int outer = in.enter();
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        if (tag == InnerFields.TRACESTATE_ENTRIES) {
          traceStateEntry(text);
        } else {
          in.skipUnknown(tag, InnerFields.TRACESTATE);
        }
      }
    } catch (ProtoException e) {
      throw e.in(InnerFields.TRACESTATE.name(tag));
    }
    in.leave(outer);
    return text.toString();
  }

  private void traceStateEntry(StringBuilder text) throws ProtoException {
    String key = "";
    String value = "";
    int outer = in.enter();
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        switch (tag) {
          case Fields.ENTRY_KEY -> key = text();
          case Fields.ENTRY_VALUE -> value = text();
          default -> in.skipUnknown(tag, Fields.ENTRY);
        }
      }
    } catch (ProtoException e) {
      throw e.in(Fields.ENTRY.name(tag));
    }
    in.leave(outer);
    if (key.isEmpty() || !isPlain(key) || !isPlain(value)) {
      mends.add(MendReason.FIELD_LEFT_OUT);
      return;
    }
    text.append(text.isEmpty() ? "" : ",").append(key).append('=').append(value);
  }

  /** Printable ASCII without the two characters that separate entries, keys and values. */
  private static boolean isPlain(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c <= '~' && c != ',' && c != '=');
  }
}
