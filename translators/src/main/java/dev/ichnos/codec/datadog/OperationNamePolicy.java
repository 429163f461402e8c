package dev.ichnos.codec.datadog;

import java.util.Objects;

/**
 * How spans get their operation name; statistics in Datadog are kept by it. An attribute {@code
 * operation.name} goes above every policy.
 *
 * @param rule what to go by
 * @param template for {@link Rule#TEMPLATE}: text with attribute keys in braces, or {@code {kind}},
 *     {@code {service}}, {@code {otel_v2}}; what a span does not have is left out. Else empty.
 */
public record OperationNamePolicy(Rule rule, String template) {
  /** What an operation name is made of. */
  public enum Rule {
    /**
     * {@code envoy.proxy} for spans of a proxy, as Envoy's own Datadog tracer has it, so that a
     * proxy's statistics stay apart from its application's; other spans as {@link #OTEL_V2}.
     */
    ENVOY,
    /** What the Agent makes of OTLP since 7.66, for every span. */
    OTEL_V2,
    /** The template, for every span; {@link #OTEL_V2} where it comes out empty. */
    TEMPLATE
  }

  public static final OperationNamePolicy ENVOY = new OperationNamePolicy(Rule.ENVOY, "");
  public static final OperationNamePolicy OTEL_V2 = new OperationNamePolicy(Rule.OTEL_V2, "");

  public OperationNamePolicy {
    Objects.requireNonNull(rule, "rule");
    if ((rule == Rule.TEMPLATE) != template.contains("{")) {
      throw new IllegalArgumentException(
          "template: " + template + " (expected: a key in braces, with the rule template alone)");
    }
  }

  /**
   * What a configuration says: {@code envoy}, {@code otel_v2}, or a template.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  public static OperationNamePolicy parse(String text) {
    return switch (text) {
      case "envoy" -> ENVOY;
      case "otel_v2" -> OTEL_V2;
      default -> {
        if (!text.contains("{")) {
          throw new IllegalArgumentException(
              "operation_name: "
                  + text
                  + " (expected: envoy, otel_v2, or a template such as {component}.{kind})");
        }
        yield new OperationNamePolicy(Rule.TEMPLATE, text);
      }
    };
  }
}
