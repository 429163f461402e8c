package dev.ichnos.codec.otlp;

/** Where in the message the span stands that is being read, all three counted from 0. */
final class SpanPlace {
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
    return "%s[%d].%s[%d].spans[%d]"
        .formatted(resourceSpansName, resourceSpans, scopeSpansName, scopeSpans, span);
  }
}
