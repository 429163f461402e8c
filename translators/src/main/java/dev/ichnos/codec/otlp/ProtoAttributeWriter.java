package dev.ichnos.codec.otlp;

import dev.ichnos.codec.wire.ProtoWriter;
import dev.ichnos.model.AttributeList;
import dev.ichnos.model.AttributeVisitor;
import dev.ichnos.model.Attributes;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Writes attributes as KeyValues, and the elements of lists as AnyValues. A length covers the key
 * and the value behind it, so it is known only with the value: each method gives {@link
 * Values#begin} the value's size.
 */
final class ProtoAttributeWriter {
  private final ProtoWriter out;
  private final ProtoSizes sizes;
  private final Pairs pairs = new Pairs();
  private final Elements elements = new Elements();

  ProtoAttributeWriter(ProtoWriter out, ProtoSizes sizes) {
    this.out = out;
    this.sizes = sizes;
  }

  /** Writes every attribute under {@code tag}. */
  void write(int tag, Attributes attributes) throws IOException {
    if (attributes.isEmpty()) {
      return;
    }
    try {
      visit(tag, attributes);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void visit(int tag, Attributes attributes) {
    int outer = pairs.tag;
    pairs.tag = tag;
    int size = attributes.size();
    for (int place = 0; place < size; place++) {
      if (attributes.isStringAt(place)) {
        pairs.stringValue(attributes.key(place), attributes.stringAt(place));
      } else {
        attributes.visit(place, pairs);
      }
    }
    pairs.tag = outer;
  }

  private static int message(int size) {
    return 1 + ProtoWriter.varintSize(size) + size;
  }

  /** Writes one value each; an exception of the stream travels through the visitor unchecked. */
  private abstract class Values implements AttributeVisitor {
    /** Takes the key's size from the queue, where there is one: its place is before the value's. */
    abstract int keySize(String key);

    /** Writes everything up to the value's own fields. */
    abstract void begin(String key, int keySize, int valueSize) throws IOException;

    @Override
    public void stringValue(String key, String value) {
      int keySize = keySize(key);
      int size = sizes.next();
      try {
        begin(key, keySize, message(size));
        out.writeText(OtlpFields.VALUE_STRING, value, size);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void booleanValue(String key, boolean value) {
      try {
        begin(key, keySize(key), 2);
        out.writeTag(OtlpFields.VALUE_BOOL);
        out.writeVarint(value ? 1 : 0);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void longValue(String key, long value) {
      try {
        begin(key, keySize(key), 1 + ProtoWriter.varintSize(value));
        out.writeTag(OtlpFields.VALUE_INT);
        out.writeVarint(value);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void doubleValue(String key, double value) {
      try {
        begin(key, keySize(key), 9);
        out.writeTag(OtlpFields.VALUE_DOUBLE);
        out.writeFixed64(Double.doubleToRawLongBits(value));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void bytesValue(String key, byte[] value) {
      try {
        begin(key, keySize(key), message(value.length));
        out.writeHeader(OtlpFields.VALUE_BYTES, value.length);
        out.writeBytes(value);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void listValue(String key, AttributeList value) {
      int keySize = keySize(key);
      int size = sizes.next();
      try {
        begin(key, keySize, message(size));
        out.writeHeader(OtlpFields.VALUE_ARRAY, size);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      value.forEach(elements);
    }

    @Override
    public void mapValue(String key, Attributes value) {
      int keySize = keySize(key);
      int size = sizes.next();
      try {
        begin(key, keySize, message(size));
        out.writeHeader(OtlpFields.VALUE_KVLIST, size);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      visit(OtlpFields.VALUES, value);
    }

    @Override
    public void emptyValue(String key) {
      try {
        begin(key, keySize(key), 0);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private final class Pairs extends Values {
    int tag;

    @Override
    int keySize(String key) {
      return key.isEmpty() ? 0 : sizes.next();
    }

    @Override
    void begin(String key, int keySize, int valueSize) throws IOException {
      out.writeHeader(tag, (keySize == 0 ? 0 : message(keySize)) + message(valueSize));
      if (keySize != 0) {
        out.writeText(OtlpFields.KEY_VALUE_KEY, key, keySize);
      }
      out.writeHeader(OtlpFields.KEY_VALUE_VALUE, valueSize);
    }
  }

  private final class Elements extends Values {
    @Override
    int keySize(String key) {
      return 0;
    }

    @Override
    void begin(String key, int keySize, int valueSize) throws IOException {
      out.writeHeader(OtlpFields.VALUES, valueSize);
    }
  }
}
