package dev.ichnos.identity.redaction;

import org.jspecify.annotations.Nullable;

/** Puts other text in the place of parts of a text, from its beginning to its end. */
final class Cuts {
  private final String text;
  private @Nullable StringBuilder result;
  private int copied;

  Cuts(String text) {
    this.text = text;
  }

  /** Parts come in their order; one that says the same already is left. */
  void put(int from, int to, String other) {
    if (to - from == other.length() && text.startsWith(other, from)) {
      return;
    }
    if (result == null) {
      result = new StringBuilder(text.length());
    }
    result.append(text, copied, from).append(other);
    copied = to;
  }

  /** The text as it is now; the same instance if nothing was put in. */
  String done() {
    return result == null ? text : result.append(text, copied, text.length()).toString();
  }
}
