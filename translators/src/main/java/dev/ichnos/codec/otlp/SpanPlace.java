package dev.ichnos.codec.otlp;

/** Where in the message something stands, every index counted from 0; -1 outside of such a list. */
final class SpanPlace {
  static final int OUTSIDE = -1;

  private final String resourceSpansName;
  private final String scopeSpansName;
  int resourceSpans;
  int scopeSpans;
  int span;

  SpanPlace(String resourceSpansName, String scopeSpansName) {
    this.resourceSpansName = resourceSpansName;
    this.scopeSpansName = scopeSpansName;
  }

  @Override
  public String toString() {
    if (resourceSpans == OUTSIDE) {
      return "request";
    }
    StringBuilder text = new StringBuilder();
    text.append(resourceSpansName).append('[').append(resourceSpans).append(']');
    if (scopeSpans != OUTSIDE) {
      text.append('.').append(scopeSpansName).append('[').append(scopeSpans).append(']');
      if (span != OUTSIDE) {
        text.append(".spans[").append(span).append(']');
      }
    }
    return text.toString();
  }
}
