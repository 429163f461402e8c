package dev.ichnos.propagation;

import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A context as one family writes it.
 *
 * @param headers name to value, in the order of {@link HeaderFamily#headers}; empty if the family
 *     can say nothing of the context. Unmodifiable
 * @param losses what the context says and the headers do not
 */
public record HeaderWriting(Map<String, String> headers, Set<Loss> losses) {
  public HeaderWriting {
    Objects.requireNonNull(headers, "headers");
    Objects.requireNonNull(losses, "losses");
  }
}
