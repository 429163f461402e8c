package dev.ichnos.model;

import org.jspecify.annotations.Nullable;

/** The one place that knows how attribute values are held: as plain objects of eight types. */
final class AttributeValues {
  /** Stands for a value that the sender left empty. */
  static final Object NOTHING =
      new Object() {
        @Override
        public String toString() {
          return "(empty)";
        }
      };

  /** Status codes, ports, retries and most sizes are below; one object each is enough. */
  private static final int MOST_SHARED = 1 << 16;

  private static final @Nullable Long[] SHARED = new @Nullable Long[MOST_SHARED];

  private AttributeValues() {}

  /** The number as an object, the same one for equal small numbers. */
  static Long boxed(long value) {
    if (value < 0 || value >= MOST_SHARED) {
      return Long.valueOf(value);
    }
    @Nullable Long known = SHARED[(int) value];
    if (known == null) {
      known = Long.valueOf(value);
      SHARED[(int) value] = known;
    }
    return known;
  }

  static void visit(String key, Object value, AttributeVisitor visitor) {
    if (value instanceof String string) {
      visitor.stringValue(key, string);
    } else if (value instanceof Long number) {
      visitor.longValue(key, number);
    } else if (value instanceof Boolean bool) {
      visitor.booleanValue(key, bool);
    } else if (value instanceof Double number) {
      visitor.doubleValue(key, number);
    } else if (value instanceof AttributeList list) {
      visitor.listValue(key, list);
    } else if (value instanceof Attributes map) {
      visitor.mapValue(key, map);
    } else if (value instanceof byte[] bytes) {
      visitor.bytesValue(key, bytes);
    } else {
      visitor.emptyValue(key);
    }
  }

  static int retainedBytes(Object value) {
    if (value instanceof String string) {
      return HeapSize.of(string);
    }
    if (value instanceof Long || value instanceof Double) {
      return 24;
    }
    if (value instanceof byte[] bytes) {
      return HeapSize.ofArray(bytes.length, 1);
    }
    if (value instanceof AttributeList list) {
      return list.retainedBytes();
    }
    if (value instanceof Attributes map) {
      return map.retainedBytes();
    }
    return 0;
  }
}
