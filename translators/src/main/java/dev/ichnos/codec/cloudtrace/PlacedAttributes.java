package dev.ichnos.codec.cloudtrace;

import dev.ichnos.model.Attributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Attributes sorted into the places of {@link AttributeTable}, and behind them, in order, those
 * that have no place. Of two keys for one place the loser keeps its own key, unless it says the
 * same: then it is not written twice.
 */
final class PlacedAttributes {
  private static final int MORE = 24;

  final Candidates candidates = new Candidates(AttributeTable.size() + MORE);

  /** Keys that Cloud Trace does not take; their attributes cannot be written. */
  final List<EntryKey> badKeys = new ArrayList<>(0);

  private final byte[] ranks = new byte[AttributeTable.size()];
  private final Candidates scratch = new Candidates(1);

  /** The key of the attribute that is visited. */
  private EntryKey current = AttributeTable.key(0);

  private final AttributeTaker others =
      (key, kind, number, object) -> take(current, kind, number, object);

  PlacedAttributes() {
    reset();
  }

  void reset() {
    candidates.reset(AttributeTable.size());
    scratch.reset(1);
    badKeys.clear();
    Arrays.fill(ranks, (byte) 0);
  }

  /**
   * Takes all of these.
   *
   * @param order that of their keys
   */
  void takeAll(Attributes attributes, EntryOrder order) {
    int size = attributes.size();
    for (int i = 0; i < size; i++) {
      current = order.key(i);
      if (attributes.isStringAt(i)) {
        take(current, Candidates.STRING, 0, attributes.stringAt(i));
      } else {
        attributes.visit(i, others);
      }
    }
  }

  /** Takes one attribute; its value as in {@link AttributeTaker#take}. */
  void take(EntryKey key, byte kind, long number, @Nullable Object object) {
    AttributeTable.Source source = key.source;
    if (source == null) {
      other(key, kind, number, object);
      return;
    }
    scratch.set(0, key, kind, number, object);
    if (source.integer()) {
      scratch.makeInteger(0);
    }
    int place = source.place();
    if (!candidates.isPresent(place)) {
      fill(place, source.rank());
    } else if (candidates.isSame(place, scratch, 0)) {
      ranks[place] = (byte) Math.min(ranks[place], source.rank());
    } else if (source.rank() < ranks[place]) {
      candidates.add(candidates, place);
      fill(place, source.rank());
    } else {
      candidates.add(scratch, 0);
    }
  }

  /** Fills a place that is empty. */
  void put(int place, String value) {
    if (!value.isEmpty() && !candidates.isPresent(place)) {
      candidates.set(place, AttributeTable.key(place), Candidates.STRING, 0, value);
    }
  }

  private void other(EntryKey key, byte kind, long number, @Nullable Object object) {
    if (key.isTaken) {
      candidates.add(key, kind, number, object);
    } else {
      badKeys.add(key);
    }
  }

  private void fill(int place, int rank) {
    candidates.set(place, scratch, 0);
    ranks[place] = (byte) rank;
  }
}
