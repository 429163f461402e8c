package dev.ichnos.codec.otlp;

import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.wire.KeyCache;
import dev.ichnos.codec.wire.ProtoException;
import dev.ichnos.codec.wire.ProtoReader;
import dev.ichnos.codec.wire.Utf8;
import dev.ichnos.codec.wire.ValueCache;
import dev.ichnos.model.AttributeList;
import dev.ichnos.model.Attributes;
import java.util.Arrays;

/**
 * Reads text and attributes. A value is found first ({@link #which}, {@link #number}, {@link
 * #from}, {@link #to} say what and where) and read afterwards, since its key may stand behind it,
 * and since of several values in one AnyValue only the last counts.
 */
final class ProtoAttributeReader {
  private static final int NOTHING = 0;

  private final ProtoReader in;
  private final DecodeLimits limits;
  private final Findings findings;
  private final KeyCache keys;
  private final ValueCache values;

  private int which;
  private long number;
  private int from;
  private int to;

  ProtoAttributeReader(
      ProtoReader in, DecodeLimits limits, Findings findings, KeyCache keys, ValueCache values) {
    this.in = in;
    this.values = values;
    this.limits = limits;
    this.findings = findings;
    this.keys = keys;
  }

  /** A length and the text of so many bytes. */
  String text() throws ProtoException {
    int length = in.readLength();
    int at = in.position();
    in.advance(length);
    return text(at, at + length);
  }

  /** A text that may come again, as that of a value. */
  String value() throws ProtoException {
    int length = in.readLength();
    int at = in.position();
    in.advance(length);
    return value(at, at + length);
  }

  /** A text that comes often: shared with its equals. */
  String key() throws ProtoException {
    int length = in.readLength();
    int at = in.position();
    in.advance(length);
    String known = keys.get(in.array(), at, length);
    return known != null ? known : text(at, at + length);
  }

  /**
   * Reads a KeyValue, the window standing before its length.
   *
   * @return false if it was stepped over because there are {@code maxAttributes} already
   */
  boolean read(Attributes.Builder into) throws ProtoException {
    return keyValue(into, 1);
  }

  private boolean keyValue(Attributes.Builder into, int depth) throws ProtoException {
    if (into.size() >= limits.maxAttributes()) {
      findings.mend(MendReason.LIMIT);
      in.advance(in.readLength());
      return false;
    }
    int outer = in.enter();
    String key = "";
    which = NOTHING;
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        switch (tag) {
          case OtlpFields.KEY_VALUE_KEY -> key = key();
          case OtlpFields.KEY_VALUE_VALUE -> find();
          default -> in.skipUnknown(tag, OtlpFields.KEY_VALUE);
        }
      }
      in.leave(outer);
      tag = OtlpFields.KEY_VALUE_VALUE;
      put(into, key, depth);
    } catch (ProtoException e) {
      throw e.in(OtlpFields.KEY_VALUE.name(tag));
    }
    return true;
  }

  private void find() throws ProtoException {
    int outer = in.enter();
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        switch (tag) {
          case OtlpFields.VALUE_STRING,
              OtlpFields.VALUE_ARRAY,
              OtlpFields.VALUE_KVLIST,
              OtlpFields.VALUE_BYTES -> {
            int length = in.readLength();
            from = in.position();
            to = from + length;
            in.advance(length);
            which = tag;
          }
          case OtlpFields.VALUE_BOOL, OtlpFields.VALUE_INT -> {
            number = in.readVarint();
            which = tag;
          }
          case OtlpFields.VALUE_DOUBLE -> {
            number = in.readFixed64();
            which = tag;
          }
          default -> in.skipUnknown(tag, OtlpFields.ANY_VALUE);
        }
      }
    } catch (ProtoException e) {
      throw e.in(OtlpFields.ANY_VALUE.name(tag));
    }
    in.leave(outer);
  }

  private void put(Attributes.Builder into, String key, int depth) throws ProtoException {
    switch (which) {
      case OtlpFields.VALUE_STRING -> putText(into, key);
      case OtlpFields.VALUE_BOOL -> into.put(key, number != 0);
      case OtlpFields.VALUE_INT -> into.put(key, number);
      case OtlpFields.VALUE_DOUBLE -> into.put(key, Double.longBitsToDouble(number));
      case OtlpFields.VALUE_ARRAY -> into.put(key, list(depth + 1));
      case OtlpFields.VALUE_KVLIST -> into.put(key, map(depth + 1));
      case OtlpFields.VALUE_BYTES -> into.put(key, Arrays.copyOfRange(in.array(), from, to));
      default -> into.putEmpty(key);
    }
  }

  private void putText(Attributes.Builder into, String key) {
    String known = values.get(in.array(), from, to - from);
    if (known == null) {
      into.put(key, text(from, to));
    } else {
      into.putShared(key, known);
    }
  }

  private void add(AttributeList.Builder into, int depth) throws ProtoException {
    switch (which) {
      case OtlpFields.VALUE_STRING -> into.add(text(from, to));
      case OtlpFields.VALUE_BOOL -> into.add(number != 0);
      case OtlpFields.VALUE_INT -> into.add(number);
      case OtlpFields.VALUE_DOUBLE -> into.add(Double.longBitsToDouble(number));
      case OtlpFields.VALUE_ARRAY -> into.add(list(depth + 1));
      case OtlpFields.VALUE_KVLIST -> into.add(map(depth + 1));
      case OtlpFields.VALUE_BYTES -> into.add(Arrays.copyOfRange(in.array(), from, to));
      default -> into.addEmpty();
    }
  }

  private AttributeList list(int depth) throws ProtoException {
    int position = in.position();
    int limit = in.limit();
    in.window(from, to);
    AttributeList.Builder list = AttributeList.builder();
    int size = 0;
    int tag = 0;
    try {
      requireDepth(depth);
      while ((tag = in.readTag()) != 0) {
        if (tag != OtlpFields.VALUES) {
          in.skipUnknown(tag, OtlpFields.LIST);
        } else if (size == limits.maxAttributes()) {
          findings.mend(MendReason.LIMIT);
          in.skip(tag);
        } else {
          which = NOTHING;
          find();
          add(list, depth);
          size++;
        }
      }
    } catch (ProtoException e) {
      throw e.in("array_value." + OtlpFields.LIST.name(tag));
    }
    in.window(position, limit);
    return list.build();
  }

  private Attributes map(int depth) throws ProtoException {
    int position = in.position();
    int limit = in.limit();
    in.window(from, to);
    Attributes.Builder map = Attributes.builder();
    int tag = 0;
    try {
      requireDepth(depth);
      while ((tag = in.readTag()) != 0) {
        if (tag == OtlpFields.VALUES) {
          keyValue(map, depth);
        } else {
          in.skipUnknown(tag, OtlpFields.LIST);
        }
      }
    } catch (ProtoException e) {
      throw e.in("kvlist_value." + OtlpFields.LIST.name(tag));
    }
    in.window(position, limit);
    return map.build();
  }

  private void requireDepth(int depth) throws ProtoException {
    if (depth > limits.maxDepth()) {
      throw in.malformed("nested deeper than the " + limits.maxDepth() + " of the limit");
    }
  }

  private String value(int start, int end) {
    String known = values.get(in.array(), start, end - start);
    return known != null ? known : text(start, end);
  }

  private String text(int start, int end) {
    int length = end - start;
    if (length == 0) {
      return "";
    }
    String text = Utf8.decode(in.array(), start, length);
    if (Utf8.wasMended(text, in.array(), start, length)) {
      findings.mend(MendReason.INVALID_UTF8);
    }
    return text;
  }
}
