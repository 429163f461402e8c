package dev.ichnos.collector.exporter.local;

import dev.ichnos.model.Span;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One comparison of a search: a field, how, and with what.
 *
 * @param operand a String, Boolean, Double or Long (durations in nanoseconds)
 */
record Condition(SpanField field, Operator operator, Object operand) {
  /** How the two sides are compared. */
  enum Operator {
    EQUAL("="),
    NOT_EQUAL("!="),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">="),
    /** Of {@code tags=}: the value as text has the operand in it, whatever the case. */
    CONTAINS("contains");

    final String sign;

    Operator(String sign) {
      this.sign = sign;
    }
  }

  /** Whether the span has the field and the comparison holds, as in TraceQL also for {@code !=}. */
  boolean matches(Span span, StoredTrace trace) {
    Object value = field.of(span, trace);
    if (value == null) {
      return false;
    }
    return switch (operator) {
      case EQUAL -> equal(value);
      case NOT_EQUAL -> !equal(value);
      case CONTAINS -> lower(value).contains(lower(operand));
      case LESS -> comparable(value) && compare(value) < 0;
      case LESS_OR_EQUAL -> comparable(value) && compare(value) <= 0;
      case GREATER -> comparable(value) && compare(value) > 0;
      case GREATER_OR_EQUAL -> comparable(value) && compare(value) >= 0;
    };
  }

  private boolean equal(Object value) {
    if (value instanceof Number && operand instanceof Number) {
      return compare(value) == 0;
    }
    return value.equals(operand);
  }

  private boolean comparable(@Nullable Object value) {
    return (value instanceof Number && operand instanceof Number)
        || (value instanceof String && operand instanceof String);
  }

  private int compare(Object value) {
    if (value instanceof Long a && operand instanceof Long b) {
      return Long.compare(a, b);
    }
    if (value instanceof Number a && operand instanceof Number b) {
      return Double.compare(a.doubleValue(), b.doubleValue());
    }
    return value.toString().compareTo(operand.toString());
  }

  private static String lower(Object value) {
    return value.toString().toLowerCase(Locale.ROOT);
  }
}
