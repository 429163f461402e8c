package dev.ichnos.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** An ordered list of attribute values, of any types, mixed. */
public final class AttributeList {
  /** The list of no values. */
  public static final AttributeList EMPTY = new AttributeList(new Object[0]);

  private final Object[] values;

  private AttributeList(Object[] values) {
    this.values = values;
  }

  /** A new, empty builder. */
  public static Builder builder() {
    return new Builder();
  }

  /** A list of strings. */
  public static AttributeList ofStrings(List<String> values) {
    Builder builder = builder();
    values.forEach(builder::add);
    return builder.build();
  }

  /** A list of one string. */
  public static AttributeList ofString(String value) {
    return new AttributeList(new Object[] {Objects.requireNonNull(value, "value")});
  }

  public int size() {
    return values.length;
  }

  /** The string that is its only value; empty when it has another, or more. */
  public String only() {
    return values.length == 1 && values[0] instanceof String string ? string : "";
  }

  /** Visits every value in order, with an empty key. */
  public void forEach(AttributeVisitor visitor) {
    for (Object value : values) {
      AttributeValues.visit("", value, visitor);
    }
  }

  int retainedBytes() {
    int bytes = 16 + HeapSize.ofArray(values.length, 4);
    for (Object value : values) {
      bytes += AttributeValues.retainedBytes(value);
    }
    return bytes;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof AttributeList that && Arrays.deepEquals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(values);
  }

  @Override
  public String toString() {
    return Arrays.deepToString(values);
  }

  /** Collects values; not thread-safe. */
  public static final class Builder {
    private final List<Object> values = new ArrayList<>();

    private Builder() {}

    public Builder add(String value) {
      return addObject(value);
    }

    public Builder add(boolean value) {
      return addObject(value);
    }

    public Builder add(long value) {
      return addObject(value);
    }

    public Builder add(double value) {
      return addObject(value);
    }

    /** Takes ownership of the array. */
    public Builder add(byte[] value) {
      return addObject(value);
    }

    public Builder add(AttributeList value) {
      return addObject(value);
    }

    public Builder add(Attributes value) {
      return addObject(value);
    }

    public Builder addEmpty() {
      return addObject(AttributeValues.NOTHING);
    }

    private Builder addObject(Object value) {
      values.add(Objects.requireNonNull(value, "value"));
      return this;
    }

    public AttributeList build() {
      return values.isEmpty() ? EMPTY : new AttributeList(values.toArray());
    }
  }
}
