package dev.ichnos.repair;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The rules of repair, in the order in which they see a trace; {@link #label()} is the name of a
 * rule's switch, its metrics' label and its line in docs/formats/identity.md.
 */
public enum RepairRule {
  /** A span that came more than once is united. */
  DUPLICATE_SPAN,
  /** Spans with the 64-bit form of a trace's id get the 128-bit form that others of it have. */
  WIDE_TRACE_ID,
  /** Of a gateway's two spans of one request, the outer is SERVER and the inner CLIENT. */
  SPAWNED_PAIR,
  /** A server span that has its client span's id is split from it without a flag. */
  SHARED_SPAN_UNFLAGGED,
  /** A parent that a captured header shows to be foreign gives way to the one that is here. */
  FOREIGN_PARENT,
  /** The children of a server half follow it to its new id. */
  SHARED_SPAN_CHILDREN,
  /** Spans that are each other's ancestors: the first of them is a root span. */
  PARENT_CYCLE,
  /** A parent that has not come is said to be missing. */
  PARENT_MISSING,
  /** Times that the sender left out are taken from the other half, or from children. */
  TIME_FROM_HALF,
  /** A server span outside its client span's times is annotated, or moved. */
  CLOCK_SKEW,
  /** A gateway's lone CLIENT span gets its SERVER side beside it. */
  GATEWAY_SERVER_LEAF,
  /** Where application and sidecar both report a hop, one of them counts. */
  PROXY_PAIRS,
  /** Root span first, then by start. */
  ROOT_FIRST;

  private static final List<String> LABELS = Stream.of(values()).map(RepairRule::label).toList();

  private final String label = name().toLowerCase(Locale.ROOT);

  /** Lower snake case; frozen once released. */
  public String label() {
    return label;
  }

  /** The labels of all rules, in their order. */
  public static List<String> labels() {
    return LABELS;
  }
}
