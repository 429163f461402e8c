package dev.ichnos.codec.zipkin;

import dev.ichnos.model.Attributes;
import dev.ichnos.model.Scope;
import dev.ichnos.model.Status;
import dev.ichnos.semconv.OtelKeys;
import dev.ichnos.semconv.ZipkinKeys;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a span's tags say that Zipkin has no fields for: status, scope, trace state and dropped
 * counts, as OpenTelemetry's exporters to Zipkin write them (OpenTelemetry specification 1.50,
 * trace/sdk_exporters/zipkin.md), and {@link OutgoingSpan} does. Such tags are noted first, in any
 * order; those of which nothing became are tags like all others.
 */
final class OtelTags {
  private static final String PREFIX = "otel.";
  private static final Status FAILED = new Status(Status.Code.ERROR, "");

  private boolean any;
  private @Nullable String code;
  private @Nullable String description;
  private String scopeName = "";
  private String scopeVersion = "";

  String traceState = "";
  int droppedAttributes;
  int droppedEvents;
  int droppedLinks;

  void clear() {
    if (!any) {
      return;
    }
    any = false;
    code = null;
    description = null;
    scopeName = "";
    scopeVersion = "";
    traceState = "";
    droppedAttributes = 0;
    droppedEvents = 0;
    droppedLinks = 0;
  }

  /** Whether the tag is one of these; if not, it is a tag like all others. */
  boolean note(String key, String value) {
    if (value.isEmpty() || !(key.startsWith(PREFIX) || key.equals(OtelKeys.W3C_TRACESTATE))) {
      return false;
    }
    switch (key) {
      case OtelKeys.STATUS_CODE -> code = value;
      case OtelKeys.STATUS_DESCRIPTION -> description = value;
      case OtelKeys.SCOPE_NAME -> scopeName = value;
      case OtelKeys.SCOPE_VERSION -> scopeVersion = value;
      case OtelKeys.W3C_TRACESTATE -> traceState = value;
      default -> {
        return noteCount(key, value);
      }
    }
    any = true;
    return true;
  }

  private boolean noteCount(String key, String value) {
    int count = count(value);
    if (count == 0) {
      return false;
    }
    switch (key) {
      case OtelKeys.DROPPED_ATTRIBUTES_COUNT -> droppedAttributes = count;
      case OtelKeys.DROPPED_EVENTS_COUNT -> droppedEvents = count;
      case OtelKeys.DROPPED_LINKS_COUNT -> droppedLinks = count;
      default -> {
        return false;
      }
    }
    any = true;
    return true;
  }

  /** An unsigned number of 32 bits as it is written; 0 for anything else. */
  private static int count(String value) {
    if (value.length() > 10 || value.charAt(0) < '1' || value.charAt(0) > '9') {
      return 0;
    }
    try {
      return Integer.parseUnsignedInt(value);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /**
   * The status, and the tags that it leaves.
   *
   * @param error the tag {@code error}; null when absent. To Zipkin it means failure, its value is
   *     a message. Beside {@code otel.status_code} it is that status's message, written as a tag
   *     for Zipkin's sake, unless a description says that
   */
  Status status(@Nullable String error, Attributes.Builder tags) {
    Status.@Nullable Code stated = code == null ? null : codeOf(code);
    if (stated == null) {
      putBack(OtelKeys.STATUS_CODE, code, tags);
      putBack(OtelKeys.STATUS_DESCRIPTION, description, tags);
      return error == null || error.equalsIgnoreCase("false") ? Status.UNSET : failed(error);
    }
    if (description != null) {
      return new Status(stated, description);
    }
    if (stated == Status.Code.OK) {
      return new Status(stated, "");
    }
    if (error == null || error.equalsIgnoreCase("false")) {
      return FAILED;
    }
    if (!error.equalsIgnoreCase("true")) {
      tags.remove(ZipkinKeys.ERROR);
    }
    return failed(error);
  }

  private static Status failed(String error) {
    return error.isEmpty() || error.equalsIgnoreCase("true")
        ? FAILED
        : new Status(Status.Code.ERROR, error);
  }

  private static void putBack(String key, @Nullable String value, Attributes.Builder tags) {
    if (value != null) {
      tags.put(key, value);
    }
  }

  /** The specification's names, in any case, or those of OTLP; null for no word on it. */
  private static Status.@Nullable Code codeOf(String text) {
    return switch (text.toUpperCase(Locale.ROOT)) {
      case "OK", "STATUS_CODE_OK" -> Status.Code.OK;
      case "ERROR", "STATUS_CODE_ERROR" -> Status.Code.ERROR;
      default -> null;
    };
  }

  boolean hasScope() {
    return !(scopeName.isEmpty() && scopeVersion.isEmpty());
  }

  Scope scope() {
    return new Scope(scopeName, scopeVersion, Attributes.EMPTY, 0, "");
  }
}
