package dev.ichnos.codec.cloudtrace;

import dev.ichnos.model.Attributes;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of an event or a link: the first so many, in the order in which the sender wrote
 * them, but for what says most of an exception, which comes first, and its stack, which comes last.
 */
final class SmallAttributes implements AttributeTaker {
  private static final int FIRST = 2;
  private static final int ROOM = 16;

  private final EncodeCounts counts;
  private final Candidates candidates = new Candidates(ROOM);
  private String saidKey = "";
  private int unwritable;

  SmallAttributes(EncodeCounts counts) {
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
    attributes.forEach(this);
    String stack = attributes.string(ExceptionKeys.STACK);
    if (!stack.isEmpty() && !said.equals(ExceptionKeys.STACK)) {
      candidates.add(ExceptionKeys.STACK, Candidates.STRING, 0, stack);
    }
  }

  @Override
  public void take(String key, byte kind, long number, @Nullable Object object) {
    if (!Candidates.isKey(key)) {
      unwritable++;
    } else if (key.equals(saidKey)
        || (key.equals(ExceptionKeys.STACK) && kind == Candidates.STRING)) {
      return; // said elsewhere, or last
    } else if (key.equals(ExceptionKeys.TYPE)) {
      candidates.set(0, key, kind, number, object);
    } else if (key.equals(ExceptionKeys.MESSAGE)) {
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
