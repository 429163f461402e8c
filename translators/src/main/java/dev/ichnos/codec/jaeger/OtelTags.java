package dev.ichnos.codec.jaeger;

import dev.ichnos.model.Attributes;
import dev.ichnos.model.Scope;
import dev.ichnos.model.SpanKind;
import dev.ichnos.model.Status;
import dev.ichnos.semconv.JaegerKeys;
import dev.ichnos.semconv.OtelKeys;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a span's tags say that Jaeger has no fields for: kind, status, scope, trace state and
 * dropped counts, read as the OpenTelemetry Collector reads them
 * (open-telemetry/opentelemetry-collector-contrib pkg/translator/jaeger @ 0.130). Such tags are
 * noted first, in any order; those of which nothing became are tags like all others.
 */
final class OtelTags {
  private static final int LOWEST_ERROR = 400;
  private static final int LOWEST_SERVER_ERROR = 500;
  private static final long HIGHEST_STATUS = 999;

  private @Nullable Boolean error;
  private Status.@Nullable Code code;
  private @Nullable String description;
  private long httpStatus;
  private String httpMessage = "";
  private String scopeName = "";
  private String scopeVersion = "";

  SpanKind kind = SpanKind.UNSPECIFIED;
  String traceState = "";
  int droppedAttributes;
  int droppedEvents;
  int droppedLinks;

  void clear() {
    error = null;
    code = null;
    description = null;
    httpStatus = 0;
    httpMessage = "";
    scopeName = "";
    scopeVersion = "";
    kind = SpanKind.UNSPECIFIED;
    traceState = "";
    droppedAttributes = 0;
    droppedEvents = 0;
    droppedLinks = 0;
  }

  /** Whether the tag is one of these; if not, it is a tag like all others. */
  boolean note(TagDraft tag) {
    return switch (tag.key) {
      case JaegerKeys.SPAN_KIND -> noteKind(tag);
      case JaegerKeys.ERROR -> noteError(tag);
      case OtelKeys.STATUS_CODE -> noteCode(tag);
      case OtelKeys.STATUS_DESCRIPTION,
          OtelKeys.SCOPE_NAME,
          OtelKeys.SCOPE_VERSION,
          OtelKeys.LIBRARY_NAME,
          OtelKeys.LIBRARY_VERSION,
          OtelKeys.W3C_TRACESTATE ->
          noteText(tag);
      case OtelKeys.DROPPED_ATTRIBUTES_COUNT,
          OtelKeys.DROPPED_EVENTS_COUNT,
          OtelKeys.DROPPED_LINKS_COUNT ->
          noteCount(tag);
      case OtelKeys.HTTP_STATUS_CODE -> {
        httpStatus = number(tag);
        yield false;
      }
      case JaegerKeys.HTTP_STATUS_MESSAGE -> {
        httpMessage = tag.isText() ? tag.text : "";
        yield false;
      }
      default -> false;
    };
  }

  private boolean noteKind(TagDraft tag) {
    SpanKind read =
        switch (tag.isText() ? tag.text.toLowerCase(Locale.ROOT) : "") {
          case "client" -> SpanKind.CLIENT;
          case "server" -> SpanKind.SERVER;
          case "producer" -> SpanKind.PRODUCER;
          case "consumer" -> SpanKind.CONSUMER;
          case "internal" -> SpanKind.INTERNAL;
          default -> SpanKind.UNSPECIFIED;
        };
    if (read == SpanKind.UNSPECIFIED) {
      return false;
    }
    kind = read;
    return true;
  }

  /** Many clients write the boolean as text. */
  private boolean noteError(TagDraft tag) {
    if (tag.type == TagDraft.Type.BOOL) {
      error = tag.flag;
      return tag.flag;
    }
    if (tag.isText() && tag.text.equalsIgnoreCase("true")) {
      error = true;
      return true;
    }
    return false;
  }

  private boolean noteCode(TagDraft tag) {
    Status.Code read =
        switch (tag.isText() ? tag.text.toUpperCase(Locale.ROOT) : "") {
          case "OK" -> Status.Code.OK;
          case "ERROR" -> Status.Code.ERROR;
          case "UNSET" -> Status.Code.UNSET;
          default -> null;
        };
    code = read;
    return read != null;
  }

  private boolean noteText(TagDraft tag) {
    if (!tag.isText() || tag.text.isEmpty()) {
      return false;
    }
    switch (tag.key) {
      case OtelKeys.STATUS_DESCRIPTION -> description = tag.text;
      case OtelKeys.SCOPE_NAME, OtelKeys.LIBRARY_NAME -> scopeName = tag.text;
      case OtelKeys.SCOPE_VERSION, OtelKeys.LIBRARY_VERSION -> scopeVersion = tag.text;
      default -> traceState = tag.text;
    }
    return true;
  }

  private boolean noteCount(TagDraft tag) {
    if (tag.type != TagDraft.Type.LONG || tag.integer < 0 || tag.integer > 0xFFFF_FFFFL) {
      return false;
    }
    int count = (int) tag.integer;
    switch (tag.key) {
      case OtelKeys.DROPPED_ATTRIBUTES_COUNT -> droppedAttributes = count;
      case OtelKeys.DROPPED_EVENTS_COUNT -> droppedEvents = count;
      default -> droppedLinks = count;
    }
    return true;
  }

  private static long number(TagDraft tag) {
    if (tag.type == TagDraft.Type.LONG) {
      return tag.integer;
    }
    if (!tag.isText() || tag.text.length() != 3) {
      return 0;
    }
    try {
      return Long.parseLong(tag.text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /**
   * The status; a description that it does not use stays an attribute. {@code error} is the last
   * word, then {@code otel.status_code}, then the status of HTTP: from 500 on a failure, from 400
   * on one for all but a server.
   */
  Status status(Attributes.Builder tags) {
    if (error != null && error) {
      return new Status(Status.Code.ERROR, description != null ? description : httpMessage);
    }
    if (code != null) {
      return description == null && code == Status.Code.UNSET
          ? Status.UNSET
          : new Status(code, description == null ? "" : description);
    }
    if (description != null) {
      tags.put(OtelKeys.STATUS_DESCRIPTION, description);
    }
    return isHttpError() ? new Status(Status.Code.ERROR, httpMessage) : Status.UNSET;
  }

  private boolean isHttpError() {
    int lowest = kind == SpanKind.SERVER ? LOWEST_SERVER_ERROR : LOWEST_ERROR;
    return httpStatus >= lowest && httpStatus <= HIGHEST_STATUS;
  }

  Scope scope() {
    return scopeName.isEmpty() && scopeVersion.isEmpty()
        ? Scope.EMPTY
        : new Scope(scopeName, scopeVersion, Attributes.EMPTY, 0, "");
  }
}
