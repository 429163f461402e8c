package dev.ichnos.identity;

import java.util.List;
import java.util.function.Predicate;

/**
 * The switches of the rules of identity, one for each.
 *
 * @param parentIsSelf a span that names itself as its parent is a root span
 * @param sharedSpanSplit the server half of a shared Zipkin span gets an id of its own
 * @param absentTimes times that the sender left out are filled in
 */
public record IdentityRules(boolean parentIsSelf, boolean sharedSpanSplit, boolean absentTimes) {
  static final String PARENT_IS_SELF = "parent_is_self";
  static final String SHARED_SPAN_SPLIT = "shared_span_split";
  static final String ABSENT_TIMES = "absent_times";

  /** The ids of all rules, in the order in which they are applied. */
  public static final List<String> IDS = List.of(PARENT_IS_SELF, SHARED_SPAN_SPLIT, ABSENT_TIMES);

  /** The rules whose id {@code isOn} says yes to. */
  public static IdentityRules of(Predicate<String> isOn) {
    return new IdentityRules(
        isOn.test(PARENT_IS_SELF), isOn.test(SHARED_SPAN_SPLIT), isOn.test(ABSENT_TIMES));
  }

  /** Every rule. */
  public static IdentityRules defaults() {
    return of(id -> true);
  }

  /** No rule: spans stay as they were decoded. */
  public static IdentityRules none() {
    return of(id -> false);
  }
}
