package dev.ichnos.repair.join;

import java.util.Locale;

/** Why spans were held to be of one trace, or one the parent of the other. */
public enum JoinEvidence {
  /** Their trace ids have the same lower half, and one of them has no upper half. */
  LOW_64,
  /** The same trace id was captured from headers on both, or is the one's own. */
  CAPTURED_ID,
  /** The same request id stands on both. */
  REQUEST_ID,
  /** A captured context names the other span itself. */
  NAMED_SPAN,
  /** One left the pod while the other was being served there. */
  IN_POD,
  /** One is the call, by its addresses and times, that the other answers. */
  EDGE;

  private final String label = name().toLowerCase(Locale.ROOT);

  /** Lower snake case; stands on spans and in metrics. */
  public String label() {
    return label;
  }
}
