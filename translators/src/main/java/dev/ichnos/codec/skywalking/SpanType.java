package dev.ichnos.codec.skywalking;

import dev.ichnos.model.SpanKind;

/** The role of a span, with its number and name on the wire. */
enum SpanType {
  ENTRY("Entry"),
  EXIT("Exit"),
  LOCAL("Local"),
  /** A role that this version of the format does not have. */
  OTHER("");

  /** The layer of spans that send and take messages. */
  private static final String MESSAGES = "MQ";

  private static final SpanType[] ALL = values();

  private final String wireName;

  SpanType(String wireName) {
    this.wireName = wireName;
  }

  static SpanType ofNumber(long number) {
    // The wire's numbers are the places in which they stand above.
    return number >= 0 && number < ALL.length ? ALL[(int) number] : OTHER;
  }

  static SpanType ofName(String name) {
    for (SpanType type : ALL) {
      if (type != OTHER && type.wireName.equals(name)) {
        return type;
      }
    }
    return OTHER;
  }

  SpanKind kind(String layer) {
    boolean messages = layer.equals(MESSAGES);
    return switch (this) {
      case ENTRY -> messages ? SpanKind.CONSUMER : SpanKind.SERVER;
      case EXIT -> messages ? SpanKind.PRODUCER : SpanKind.CLIENT;
      case LOCAL -> SpanKind.INTERNAL;
      case OTHER -> SpanKind.UNSPECIFIED;
    };
  }
}
