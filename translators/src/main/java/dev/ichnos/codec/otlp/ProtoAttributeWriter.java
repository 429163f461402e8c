package dev.ichnos.codec.otlp;

import static dev.ichnos.codec.wire.ProtoMessageWriter.SHORT;
import static dev.ichnos.codec.wire.ProtoWriter.utf8Size;
import static dev.ichnos.codec.wire.ProtoWriter.varintSize;

import dev.ichnos.codec.wire.ProtoMessageWriter;
import dev.ichnos.model.AttributeList;
import dev.ichnos.model.AttributeVisitor;
import dev.ichnos.model.Attributes;

/**
 * Writes attributes as KeyValues, and the elements of lists as AnyValues. The lengths around plain
 * values are known beforehand; those around lists and maps are put when these end.
 */
final class ProtoAttributeWriter {
  /** Every tag here is one byte. */
  private static final int TAG = 1;

  /** Room for the tags and lengths of one value. */
  private static final int HEADERS = 20;

  private final ProtoMessageWriter out;
  private final Pairs pairs = new Pairs();
  private final Elements elements = new Elements();

  ProtoAttributeWriter(ProtoMessageWriter out) {
    this.out = out;
  }

  /** Writes every attribute under {@code tag}. */
  void write(int tag, Attributes attributes) {
    int size = attributes.size();
    if (size == 0) {
      return;
    }
    ProtoKeys keys = ProtoKeys.of(attributes);
    for (int place = 0; place < size; place++) {
      if (attributes.isStringAt(place)) {
        String value = attributes.stringAt(place);
        int valueSize = attributes.isSharedAt(place) ? value.length() : utf8Size(value);
        pair(tag, keys, place, text(valueSize), valueSize);
        putText(value, valueSize);
      } else {
        other(tag, keys, attributes, place);
      }
    }
  }

  private void other(int tag, ProtoKeys keys, Attributes attributes, int place) {
    pairs.tag = tag;
    pairs.keys = keys;
    pairs.place = place;
    attributes.visit(place, pairs);
  }

  /** Begins a pair whose value is so long, up to the value's own fields. */
  private void pair(int tag, ProtoKeys keys, int place, int valueSize, int more) {
    int begin = keys.begin(place);
    int end = keys.begin(place + 1);
    out.ensure(HEADERS + end - begin + more);
    out.putVarint(tag);
    out.putVarint(end - begin + varintSize(valueSize) + valueSize);
    out.putBytes(keys.bytes, begin, end);
    out.putVarint(valueSize);
  }

  private void putText(String value, int size) {
    out.putVarint(OtlpFields.VALUE_STRING);
    out.putVarint(size);
    out.putUtf8(value, size);
  }

  private static int text(int size) {
    return TAG + varintSize(size) + size;
  }

  /** Writes one AnyValue, with what stands before it. */
  private abstract class Values implements AttributeVisitor {
    /** Begins a value of so many bytes, and makes room for {@code more} of them beside headers. */
    abstract void begin(int valueSize, int more);

    /** Begins what stands around a value whose length is not known, up to that length. */
    abstract int open();

    /** Ends it. */
    abstract void close(int opened);

    @Override
    public void stringValue(String key, String value) {
      int size = utf8Size(value);
      begin(text(size), size);
      putText(value, size);
    }

    @Override
    public void booleanValue(String key, boolean value) {
      begin(TAG + 1, 1);
      out.putVarint(OtlpFields.VALUE_BOOL);
      out.putVarint(value ? 1 : 0);
    }

    @Override
    public void longValue(String key, long value) {
      int size = varintSize(value);
      begin(TAG + size, size);
      out.putVarint(OtlpFields.VALUE_INT);
      out.putVarint(value);
    }

    @Override
    public void doubleValue(String key, double value) {
      begin(TAG + Long.BYTES, Long.BYTES);
      out.putVarint(OtlpFields.VALUE_DOUBLE);
      out.putFixed64(Double.doubleToRawLongBits(value));
    }

    @Override
    public void bytesValue(String key, byte[] value) {
      begin(text(value.length), value.length);
      out.putVarint(OtlpFields.VALUE_BYTES);
      out.putVarint(value.length);
      out.putBytes(value, 0, value.length);
    }

    @Override
    public void listValue(String key, AttributeList value) {
      int opened = open();
      int any = out.beginLength(SHORT);
      int content = out.begin(OtlpFields.VALUE_ARRAY, SHORT);
      value.forEach(elements);
      out.end(content, SHORT);
      out.end(any, SHORT);
      close(opened);
    }

    @Override
    public void mapValue(String key, Attributes value) {
      int opened = open();
      int any = out.beginLength(SHORT);
      int content = out.begin(OtlpFields.VALUE_KVLIST, SHORT);
      write(OtlpFields.VALUES, value);
      out.end(content, SHORT);
      out.end(any, SHORT);
      close(opened);
    }

    @Override
    public void emptyValue(String key) {
      begin(0, 0);
    }
  }

  private final class Pairs extends Values {
    private int tag;
    private ProtoKeys keys = ProtoKeys.of(Attributes.EMPTY);
    private int place;

    @Override
    void begin(int valueSize, int more) {
      pair(tag, keys, place, valueSize, more);
    }

    @Override
    int open() {
      int pair = out.begin(tag, SHORT);
      int begin = keys.begin(place);
      int end = keys.begin(place + 1);
      out.ensure(end - begin);
      out.putBytes(keys.bytes, begin, end);
      return pair;
    }

    @Override
    void close(int pair) {
      out.end(pair, SHORT);
    }
  }

  private final class Elements extends Values {
    @Override
    void begin(int valueSize, int more) {
      out.ensure(HEADERS + more);
      out.putVarint(OtlpFields.VALUES);
      out.putVarint(valueSize);
    }

    @Override
    int open() {
      out.tag(OtlpFields.VALUES);
      return 0;
    }

    @Override
    void close(int opened) {}
  }
}
