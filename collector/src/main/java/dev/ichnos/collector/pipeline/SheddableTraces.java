package dev.ichnos.collector.pipeline;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;

/** The traces of a lane that can still be given up as a whole, wherever they stand. */
final class SheddableTraces {
  private SheddableTraces() {}

  /** Open traces, and closed ones of which no span is in flight, sent or dropped. */
  static Collection<Sheddable> of(TraceWindow window, Batcher batcher, Sender sender) {
    Set<Sheddable> traces = new LinkedHashSet<>();
    ObjIntConsumer<TraceUnit> add =
        (unit, spans) -> {
          if (unit.isWhole()) {
            traces.add(unit);
          }
        };
    sender.forEachWaitingUnit(add);
    batcher.forEachUnit(add);
    traces.addAll(window.open());
    return traces;
  }

  /** Takes the closed ones among these traces out of the batches. */
  static void remove(List<Sheddable> gone, Batcher batcher, Sender sender) {
    Set<TraceUnit> units = new HashSet<>();
    for (Sheddable trace : gone) {
      if (trace instanceof TraceUnit unit) {
        units.add(unit);
      }
    }
    if (!units.isEmpty()) {
      sender.remove(units);
      batcher.remove(units);
    }
  }

  /** Every closed trace that has spans without an account. */
  static void forEachUnit(Batcher batcher, Sender sender, Consumer<TraceUnit> action) {
    ObjIntConsumer<TraceUnit> each = (unit, spans) -> action.accept(unit);
    sender.forEachWaitingUnit(each);
    sender.forEachFlyingUnit(each);
    batcher.forEachUnit(each);
  }
}
