package dev.ichnos.collector.exporter.local;

import dev.ichnos.model.AttributeList;
import dev.ichnos.model.AttributeVisitor;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Span;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something of a span that TraceQL can name: an intrinsic such as {@code name}, or an attribute
 * such as {@code resource.service.name}, {@code span.http.method} or, of either, {@code
 * .http.method}.
 *
 * @param name as the query wrote it
 * @param key the attribute's key, or the intrinsic's canonical name
 */
record SpanField(String name, Place place, String key) {
  /** Canonical names of the intrinsics that are understood, and their newer, scoped spelling. */
  static final List<String> INTRINSICS =
      List.of(
          "duration",
          "kind",
          "name",
          "rootName",
          "rootServiceName",
          "span:duration",
          "span:id",
          "span:kind",
          "span:name",
          "span:parentID",
          "span:status",
          "span:statusMessage",
          "status",
          "statusMessage",
          "trace:duration",
          "trace:id",
          "trace:rootName",
          "trace:rootService",
          "traceDuration");

  /** Where the value is. */
  enum Place {
    INTRINSIC,
    SPAN,
    RESOURCE,
    EVENT,
    LINK,
    INSTRUMENTATION,
    SPAN_OR_RESOURCE
  }

  /** The field of this name; empty when TraceQL has no such field, or we do not know it. */
  static Optional<SpanField> named(String name) {
    if (INTRINSICS.contains(name)) {
      return Optional.of(new SpanField(name, Place.INTRINSIC, canonical(name)));
    }
    if (name.equals("instrumentation:name") || name.equals("instrumentation:version")) {
      return Optional.of(new SpanField(name, Place.INTRINSIC, name));
    }
    int dot = name.indexOf('.');
    if (dot < 0 || dot == name.length() - 1) {
      return Optional.empty();
    }
    Place place =
        switch (name.substring(0, dot)) {
          case "" -> Place.SPAN_OR_RESOURCE;
          case "span" -> Place.SPAN;
          case "resource" -> Place.RESOURCE;
          case "event" -> Place.EVENT;
          case "link" -> Place.LINK;
          case "instrumentation" -> Place.INSTRUMENTATION;
          default -> null;
        };
    return place == null
        ? Optional.empty()
        : Optional.of(new SpanField(name, place, unquoted(name.substring(dot + 1))));
  }

  /** The attribute of this key, of the span or its resource. */
  static SpanField anywhere(String key) {
    return new SpanField(key, Place.SPAN_OR_RESOURCE, key);
  }

  /** TraceQL quotes keys with special characters: {@code span."my key"}. */
  private static String unquoted(String key) {
    return key.length() > 1 && key.startsWith("\"") && key.endsWith("\"")
        ? key.substring(1, key.length() - 1)
        : key;
  }

  private static String canonical(String name) {
    return switch (name) {
      case "trace:duration" -> "traceDuration";
      case "trace:rootName" -> "rootName";
      case "trace:rootService" -> "rootServiceName";
      case "span:name", "span:status", "span:kind", "span:duration", "span:statusMessage" ->
          name.substring("span:".length());
      default -> name;
    };
  }

  /** What kind of value {@link #of} gives, in the words of Tempo's tag value API. */
  static String typeOf(SpanField field, Object value) {
    if (field.place == Place.INTRINSIC && List.of("status", "kind").contains(field.key)) {
      return "keyword";
    }
    if (value instanceof Boolean) {
      return "bool";
    }
    if (value instanceof Double) {
      return "float";
    }
    return value instanceof Long ? field.place == Place.INTRINSIC ? "duration" : "int" : "string";
  }

  /**
   * The value: a String, a Boolean, a Double, or a Long (durations in nanoseconds); null when the
   * span has none. Of events and links, the first that has it.
   */
  @Nullable Object of(Span span, StoredTrace trace) {
    return switch (place) {
      case INTRINSIC -> intrinsic(span, trace);
      case SPAN -> Finder.find(span.attributes(), key);
      case RESOURCE -> Finder.find(span.resource().attributes(), key);
      case INSTRUMENTATION -> Finder.find(span.scope().attributes(), key);
      case EVENT ->
          span.events().stream()
              .filter(event -> event.attributes().contains(key))
              .findFirst()
              .map(event -> Finder.find(event.attributes(), key))
              .orElse(null);
      case LINK ->
          span.links().stream()
              .filter(link -> link.attributes().contains(key))
              .findFirst()
              .map(link -> Finder.find(link.attributes(), key))
              .orElse(null);
      case SPAN_OR_RESOURCE -> {
        Object value = Finder.find(span.attributes(), key);
        yield value != null ? value : Finder.find(span.resource().attributes(), key);
      }
    };
  }

  private @Nullable Object intrinsic(Span span, StoredTrace trace) {
    return switch (key) {
      case "name" -> span.name();
      case "kind" -> span.kind().name().toLowerCase(Locale.ROOT);
      case "status" -> span.status().code().name().toLowerCase(Locale.ROOT);
      case "statusMessage" -> span.status().message();
      case "duration" -> Math.max(0, span.endEpochNanos() - span.startEpochNanos());
      case "traceDuration" -> trace.durationNanos();
      case "rootName" -> trace.rootName();
      case "rootServiceName" -> trace.rootServiceName();
      case "trace:id" -> trace.id().hex();
      case "span:id" -> HexFormat.of().toHexDigits(span.spanId());
      case "span:parentID" ->
          span.parentSpanId() == 0 ? "" : HexFormat.of().toHexDigits(span.parentSpanId());
      case "instrumentation:name" -> span.scope().name();
      case "instrumentation:version" -> span.scope().version();
      default -> null;
    };
  }

  /** Finds one attribute with its type. Lists, maps, bytes and nothing cannot be compared. */
  private static final class Finder implements AttributeVisitor {
    private final String wanted;
    private @Nullable Object found;

    private Finder(String wanted) {
      this.wanted = wanted;
    }

    static @Nullable Object find(Attributes attributes, String key) {
      if (!attributes.contains(key)) {
        return null;
      }
      Finder finder = new Finder(key);
      attributes.forEach(finder);
      return finder.found;
    }

    private void take(String key, Object value) {
      if (key.equals(wanted)) {
        found = value;
      }
    }

    @Override
    public void stringValue(String key, String value) {
      take(key, value);
    }

    @Override
    public void booleanValue(String key, boolean value) {
      take(key, value);
    }

    @Override
    public void longValue(String key, long value) {
      take(key, value);
    }

    @Override
    public void doubleValue(String key, double value) {
      take(key, value);
    }

    @Override
    public void bytesValue(String key, byte[] value) {}

    @Override
    public void listValue(String key, AttributeList value) {}

    @Override
    public void mapValue(String key, Attributes value) {}

    @Override
    public void emptyValue(String key) {}
  }
}
