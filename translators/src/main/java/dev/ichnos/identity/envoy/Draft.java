package dev.ichnos.identity.envoy;

import dev.ichnos.model.AttributeList;
import dev.ichnos.model.Attributes;
import java.util.Arrays;

/**
 * The attributes of one span as the rules write them; what the span already says is never said
 * again, or otherwise. Nothing is copied before the first change. Used again for every span of a
 * batch; not thread-safe.
 */
final class Draft {
  /** Whether names of the conventions are written. */
  final boolean stable;

  /** Whether the proxy's own names are kept beside them. */
  final boolean legacy;

  private final Tags tags;
  private final Attributes.Builder builder = Attributes.builder();
  private int[] removed = {};
  private Attributes original = Attributes.EMPTY;
  private boolean begun;
  private int removals;
  private int edits;

  Draft(Semconv semconv, Tags tags) {
    this.stable = semconv != Semconv.LEGACY;
    this.legacy = semconv != Semconv.STABLE;
    this.tags = tags;
  }

  /** Forgets the span before. */
  void begin(Attributes attributes) {
    original = attributes;
    begun = false;
    removals = 0;
    edits = 0;
  }

  /** How many changes there were so far. */
  int edits() {
    return edits;
  }

  boolean has(Tag tag) {
    return tags.has(tag);
  }

  void put(Tag tag, String value) {
    if (!tags.has(tag)) {
      int at = change().size();
      builder.append(tag.key, value);
      tags.wrote(tag, at);
    }
  }

  void putUnlessEmpty(Tag tag, String value) {
    if (!value.isEmpty()) {
      put(tag, value);
    }
  }

  void put(Tag tag, long value) {
    if (!tags.has(tag)) {
      int at = change().size();
      builder.append(tag.key, value);
      tags.wrote(tag, at);
    }
  }

  void put(Tag tag, boolean value) {
    if (!tags.has(tag)) {
      int at = change().size();
      builder.append(tag.key, value);
      tags.wrote(tag, at);
    }
  }

  void put(Tag tag, AttributeList value) {
    if (!tags.has(tag)) {
      int at = change().size();
      builder.append(tag.key, value);
      tags.wrote(tag, at);
    }
  }

  /** Gives an attribute that is there another value. */
  void replace(Tag tag, String value) {
    change().replaceAt(tags.place(tag), value);
  }

  /** Makes a number of one that is written as text. */
  void makeNumber(Tag tag) {
    makeNumber(tag, tags.number(tag));
  }

  /**
   * The same where the number is known.
   *
   * @param number as {@link Tags#number} says it
   */
  void makeNumber(Tag tag, long number) {
    if (number != Tags.NO_NUMBER && !tags.isNumber(tag)) {
      change().replaceAt(tags.place(tag), number);
    }
  }

  /** The attribute was said in the conventions' names: its own name goes if those are wanted. */
  void retire(Tag tag) {
    if (!legacy) {
      remove(tag);
    }
  }

  /** Takes an attribute out. */
  void remove(Tag tag) {
    if (tags.has(tag)) {
      if (removals == removed.length) {
        removed = Arrays.copyOf(removed, removals + 16);
      }
      removed[removals++] = tags.place(tag);
      tags.removed(tag);
      edits++;
    }
  }

  private Attributes.Builder change() {
    edits++;
    return copy();
  }

  private Attributes.Builder copy() {
    if (!begun) {
      builder.clear().appendAll(original);
      tags.copied(builder);
      begun = true;
    }
    return builder;
  }

  /** The attributes with all changes; the same instance if there was none. */
  Attributes build() {
    if (edits == 0) {
      return original;
    }
    copy();
    sortRemoved();
    for (int i = removals - 1; i >= 0; i--) {
      builder.removeAt(removed[i]);
    }
    return builder.build();
  }

  /** Ascending; there are few, and mostly in order. */
  private void sortRemoved() {
    for (int i = 1; i < removals; i++) {
      int place = removed[i];
      int at = i;
      while (at > 0 && removed[at - 1] > place) {
        removed[at] = removed[at - 1];
        at--;
      }
      removed[at] = place;
    }
  }
}
