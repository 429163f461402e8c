package dev.ichnos.codec.cloudtrace;

import dev.ichnos.model.Attributes;
import dev.ichnos.model.KeyOrders;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of an event or a link: the first so many, in the order in which the sender wrote
 * them, but for what says most of an exception, which comes first, and its stack, which comes last.
 */
final class SmallAttributes {
  private static final int FIRST = 2;
  private static final int ROOM = 16;
  private static final EntryKey STACK = new EntryKey(ExceptionKeys.STACK);

  private final EncodeCounts counts;
  private final Candidates candidates = new Candidates(ROOM);
  private String saidKey = "";
  private int unwritable;

  private final KeyOrders<EntryOrder> orders;
  private EntryKey current = STACK;
  private final AttributeTaker others =
      (key, kind, number, object) -> take(current, kind, number, object);

  SmallAttributes(KeyOrders<EntryOrder> orders, EncodeCounts counts) {
    this.orders = orders;
    this.counts = counts;
  }

  /** Takes these attributes; what was loaded before is forgotten. */
  void load(Attributes attributes) {
    load(attributes, "");
  }

  /**
   * Takes these attributes.
   *
   * @param said the key of one that is said elsewhere, and so not lost when it is not written
   */
  void load(Attributes attributes, String said) {
    candidates.reset(FIRST);
    saidKey = said;
    unwritable = 0;
    EntryOrder order = orders.of(attributes);
    for (int i = 0; i < attributes.size(); i++) {
      current = order.key(i);
      if (attributes.isStringAt(i)) {
        take(current, Candidates.STRING, 0, attributes.stringAt(i));
      } else {
        attributes.visit(i, others);
      }
    }
    String stack = attributes.string(ExceptionKeys.STACK);
    if (!stack.isEmpty() && !said.equals(ExceptionKeys.STACK)) {
      candidates.add(STACK, Candidates.STRING, 0, stack);
    }
  }

  /** Takes one more text. */
  void add(EntryKey key, String value) {
    take(key, Candidates.STRING, 0, value);
  }

  private void take(EntryKey key, byte kind, long number, @Nullable Object object) {
    if (!key.isTaken) {
      unwritable++;
    } else if (key.text.equals(saidKey)
        || (key.text.equals(ExceptionKeys.STACK) && kind == Candidates.STRING)) {
      return; // said elsewhere, or last
    } else if (key.text.equals(ExceptionKeys.TYPE)) {
      candidates.set(0, key, kind, number, object);
    } else if (key.text.equals(ExceptionKeys.MESSAGE)) {
      candidates.set(1, key, kind, number, object);
    } else {
      candidates.add(key, kind, number, object);
    }
  }

  /** Records the first {@code most}; nothing when there is nothing to say. */
  void record(int tag, int most, int upstreamDropped, ProtoTape tape) {
    int mark = tape.begin(tag);
    int written = 0;
    int leftOut = unwritable;
    for (int i = 0; i < candidates.size(); i++) {
      if (!candidates.isPresent(i)) {
        continue;
      }
      if (written == most) {
        leftOut++;
        continue;
      }
      counts.cut(candidates.record(i, candidates.key(i), tape));
      written++;
    }
    counts.leftOut(leftOut);
    tape.number(CloudTraceFields.ATTRIBUTES_DROPPED, EncodeCounts.sum(upstreamDropped, leftOut));
    tape.endUnlessEmpty(mark);
  }
}
