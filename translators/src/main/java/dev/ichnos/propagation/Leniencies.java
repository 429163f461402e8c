package dev.ichnos.propagation;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gathers where a reading deviates from the exact form; allocates nothing while it does not. */
final class Leniencies {
  private @Nullable EnumSet<Leniency> seen;

  Leniencies add(Leniency leniency, boolean when) {
    if (when) {
      EnumSet<Leniency> set = seen;
      if (set == null) {
        set = EnumSet.noneOf(Leniency.class);
        seen = set;
      }
      set.add(leniency);
    }
    return this;
  }

  Set<Leniency> all() {
    return seen == null ? Set.of() : seen;
  }
}
