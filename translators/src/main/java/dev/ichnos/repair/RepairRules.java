package dev.ichnos.repair;

import java.util.List;
import java.util.function.Predicate;

/**
 * The switches of the rules of repair, one for each.
 *
 * @param sharedSpanUnflagged a server span that has its client span's id is split from it, as if
 *     its sender had flagged it {@code shared}
 * @param sharedSpanChildren the children of a server half follow it to its new id
 */
public record RepairRules(boolean sharedSpanUnflagged, boolean sharedSpanChildren) {
  static final String SHARED_SPAN_UNFLAGGED = "shared_span_unflagged";
  static final String SHARED_SPAN_CHILDREN = "shared_span_children";

  /** The ids of all rules, in the order in which they are applied. */
  public static final List<String> IDS = List.of(SHARED_SPAN_UNFLAGGED, SHARED_SPAN_CHILDREN);

  /** The rules whose id {@code isOn} says yes to. */
  public static RepairRules of(Predicate<String> isOn) {
    return new RepairRules(isOn.test(SHARED_SPAN_UNFLAGGED), isOn.test(SHARED_SPAN_CHILDREN));
  }

  /** Every rule. */
  public static RepairRules defaults() {
    return of(id -> true);
  }

  /** No rule: traces stay as they came out of identity. */
  public static RepairRules none() {
    return of(id -> false);
  }
}
