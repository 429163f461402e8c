package dev.ichnos.identity.envoy;

import dev.ichnos.model.AttributeList;
import dev.ichnos.model.AttributeVisitor;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Span;
import dev.ichnos.model.Status;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** What a span says, as text: one line for each thing, texts in quotes, numbers without. */
final class SpanText implements AttributeVisitor {
  private final Map<String, String> lines = new TreeMap<>();

  private SpanText() {}

  /** By name, in their order; ids, times and most of the resource are left out. */
  static Map<String, String> of(Span span) {
    SpanText text = new SpanText();
    text.lines.put("(kind)", span.kind().name());
    text.lines.put("(name)", span.name());
    text.lines.put("(scope)", span.scope().name());
    text.lines.put("(service)", span.resource().attributes().string("service.name"));
    Status status = span.status();
    String message = status.message().isEmpty() ? "" : " " + status.message();
    text.lines.put("(status)", status.code().name() + message);
    span.attributes().forEach(text);
    return text.lines;
  }

  @Override
  public void stringValue(String key, String value) {
    lines.put(key, '"' + value + '"');
  }

  @Override
  public void booleanValue(String key, boolean value) {
    lines.put(key, Boolean.toString(value));
  }

  @Override
  public void longValue(String key, long value) {
    lines.put(key, Long.toString(value));
  }

  @Override
  public void doubleValue(String key, double value) {
    lines.put(key, Double.toString(value));
  }

  @Override
  public void bytesValue(String key, byte[] value) {
    lines.put(key, Arrays.toString(value));
  }

  @Override
  public void listValue(String key, AttributeList value) {
    lines.put(key, value.toString());
  }

  @Override
  public void mapValue(String key, Attributes value) {
    lines.put(key, value.toString());
  }

  @Override
  public void emptyValue(String key) {
    lines.put(key, "nothing");
  }
}
