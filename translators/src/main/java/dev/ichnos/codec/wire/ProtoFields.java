package dev.ichnos.codec.wire;

/**
 * The fields of one protobuf message as its source states them: number, wire type, name. Read only
 * when a message holds a field that a decoder did not expect, and to name the place of a problem.
 */
public final class ProtoFields {
  private final Field[] fields;

  private ProtoFields(Field[] fields) {
    this.fields = fields;
  }

  /** The fields of one message. */
  public static ProtoFields of(Field... fields) {
    return new ProtoFields(fields.clone());
  }

  /** The name of the field that {@code tag} belongs to; {@code field N} when it is not known. */
  public String name(int tag) {
    int number = tag >>> 3;
    for (Field field : fields) {
      if (field.number == number) {
        return field.name;
      }
    }
    return "field " + number;
  }

  /** The wire type that the field {@code number} must have; -1 for a field that is not known. */
  int wireType(int number) {
    for (Field field : fields) {
      if (field.number == number) {
        return field.wireType;
      }
    }
    return -1;
  }

  /**
   * One field.
   *
   * @param number as in the {@code .proto} file
   * @param wireType 0 varint, 1 eight bytes, 2 length and bytes, 5 four bytes
   * @param name as in the {@code .proto} file
   */
  public record Field(int number, int wireType, String name) {}
}
