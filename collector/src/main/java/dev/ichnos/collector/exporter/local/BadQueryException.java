package dev.ichnos.collector.exporter.local;

/** A query that cannot be answered; its text says what was found and what is understood. */
final class BadQueryException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String text;

  BadQueryException(String text) {
    super(text, null, false, false);
    this.text = text;
  }

  String text() {
    return text;
  }
}
