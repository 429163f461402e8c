package dev.ichnos.collector.mapping;

import java.util.List;

/** A payload of which no decoder could make a span. */
public final class UnreadablePayloadException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<String> refusals;

  /**
   * @param message what is wrong, without the payload's name
   * @param refusals what each decoder said that was tried, in that order; may be empty
   */
  UnreadablePayloadException(String message, List<String> refusals) {
    super(message, null, false, false);
    this.refusals = List.copyOf(refusals);
  }

  public List<String> refusals() {
    return refusals;
  }
}
