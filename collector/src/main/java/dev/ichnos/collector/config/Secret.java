package dev.ichnos.collector.config;

import java.util.Objects;

/**
 * A text that must not be shown: header values, passwords, keys. {@link #toString} gives {@code
 * ***}; only {@link #reveal} gives the text.
 */
public final class Secret {
  private final String text;

  public Secret(String text) {
    this.text = Objects.requireNonNull(text, "text");
  }

  public String reveal() {
    return text;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Secret that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return "***";
  }
}
