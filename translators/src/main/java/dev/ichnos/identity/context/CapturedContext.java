package dev.ichnos.identity.context;

import dev.ichnos.propagation.TraceContext;
import java.util.Objects;

/**
 * A trace context that a mesh captured from the headers of a request onto a span.
 *
 * @param family the header family's id ({@code HeaderFamily.id}), such as {@code
 *     x-cloud-trace-context}
 * @param context what the headers say; it has a trace id, its span id may be 0
 */
public record CapturedContext(String family, TraceContext context) {
  public CapturedContext {
    Objects.requireNonNull(family, "family");
    Objects.requireNonNull(context, "context");
  }
}
