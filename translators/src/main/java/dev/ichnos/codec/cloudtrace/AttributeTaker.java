package dev.ichnos.codec.cloudtrace;

import dev.ichnos.model.AttributeList;
import dev.ichnos.model.AttributeVisitor;
import dev.ichnos.model.Attributes;
import org.jspecify.annotations.Nullable;

/** A visitor that treats values of all types alike: as a kind, and a number or an object. */
interface AttributeTaker extends AttributeVisitor {
  /**
   * One attribute.
   *
   * @param kind one of {@link Candidates}' kinds
   * @param number the value of a long, boolean (0 or 1) or double (its bits), else 0
   * @param object the value of every other kind; null for the empty value and for numbers
   */
  void take(String key, byte kind, long number, @Nullable Object object);

  @Override
  default void stringValue(String key, String value) {
    take(key, Candidates.STRING, 0, value);
  }

  @Override
  default void booleanValue(String key, boolean value) {
    take(key, Candidates.BOOLEAN, value ? 1 : 0, null);
  }

  @Override
  default void longValue(String key, long value) {
    take(key, Candidates.LONG, value, null);
  }

  @Override
  default void doubleValue(String key, double value) {
    take(key, Candidates.DOUBLE, Double.doubleToRawLongBits(value), null);
  }

  @Override
  default void bytesValue(String key, byte[] value) {
    take(key, Candidates.BYTES, 0, value);
  }

  @Override
  default void listValue(String key, AttributeList value) {
    take(key, Candidates.LIST, 0, value);
  }

  @Override
  default void mapValue(String key, Attributes value) {
    take(key, Candidates.MAP, 0, value);
  }

  @Override
  default void emptyValue(String key) {
    take(key, Candidates.EMPTY, 0, null);
  }
}
