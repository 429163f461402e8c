package dev.ichnos.identity.context;

import java.util.Objects;
import java.util.Set;

/**
 * What becomes of contexts that were captured from headers, for the receivers of one pipeline.
 *
 * @param mode what is done
 * @param family in {@link Mode#REWRITE_HEADER}, the header family ({@code HeaderFamily.id}) whose
 *     trace id a span takes
 * @param untrustedGateways gateways, as {@code service.namespace} or {@code *}, whose parents from
 *     outside become links
 */
public record ContextSettings(Mode mode, String family, Set<String> untrustedGateways) {
  /** What is done with traces of one request that carry different ids. */
  public enum Mode {
    /** Nothing. */
    OFF,
    /** They are counted and listed. */
    REPORT,
    /** Each span gets a link to each context that was captured on it. */
    ANNOTATE,
    /** As {@link #ANNOTATE}, and the trace id becomes the captured one, before the journal. */
    REWRITE_HEADER,
    /** Traces that belong together get one id, in the lanes. */
    REWRITE_JOIN;

    /**
     * Whether captured contexts become links: for people, and for repair, which finds by them the
     * parent of a span whose own is foreign.
     */
    boolean links() {
      return this == ANNOTATE || this == REWRITE_HEADER;
    }
  }

  public ContextSettings {
    Objects.requireNonNull(mode, "mode");
    Objects.requireNonNull(family, "family");
    untrustedGateways = Set.copyOf(untrustedGateways);
  }

  /** Links, and every gateway trusted. */
  public static ContextSettings defaults() {
    return new ContextSettings(Mode.ANNOTATE, "x-cloud-trace-context", Set.of());
  }
}
