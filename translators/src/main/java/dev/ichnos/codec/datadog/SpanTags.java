package dev.ichnos.codec.datadog;

import dev.ichnos.model.Event;
import dev.ichnos.model.Scope;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import dev.ichnos.model.Status;
import dev.ichnos.semconv.DatadogKeys;
import dev.ichnos.semconv.OtelKeys;
import java.util.HexFormat;

/**
 * Gathers the tags of one span after the other. First what the encoder itself has to say, then the
 * span's attributes, the resource's, the scope's: who comes first has the key. Not thread-safe.
 */
final class SpanTags {
  private final TagTable tags = new TagTable();
  private final Losses losses;
  private final AttributeTags attributes;
  private final EventAndLinkJson json;
  private String traceId = "";
  private long traceIdHigh;
  private long traceIdLow;

  SpanTags(Losses losses) {
    JsonText text = new JsonText();
    this.losses = losses;
    attributes = new AttributeTags(tags, losses, text);
    json = new EventAndLinkJson(text, losses);
  }

  /** The tags of the span that was read last. */
  TagTable table() {
    return tags;
  }

  /** Says once for the chunk, on its first span, what is true of all of it. */
  void beginChunk(Chunk chunk, ResourceTags resource, int priority) {
    tags.clear();
    tags.put(DatadogKeys.SAMPLING_PRIORITY_V1, (double) priority);
    if (chunk.traceIdHigh() != 0) {
      tags.put(DatadogKeys.TRACE_ID_HIGH, HexFormat.of().toHexDigits(chunk.traceIdHigh()));
    }
    host(resource.hostname);
  }

  /**
   * Begins a span that is not its chunk's first.
   *
   * @param host the chunk's, if the Agent may take the span for its root; else empty
   */
  void begin(String host) {
    tags.clear();
    host(host);
  }

  private void host(String host) {
    if (!host.isEmpty()) {
      tags.put(DatadogKeys.HOSTNAME_TAG, host);
    }
  }

  /**
   * Adds the tags of a span.
   *
   * @return whether the span failed
   */
  boolean read(
      Span span, CallFacts facts, ResourceTags resource, String service, boolean topLevel) {
    tags.put(DatadogKeys.OTEL_TRACE_ID, traceId(span));
    tags.put(DatadogKeys.ENV, resource.environment);
    if (!resource.version.isEmpty()) {
      tags.put(DatadogKeys.VERSION, resource.version);
    }
    if (span.kind() != SpanKind.UNSPECIFIED) {
      tags.put(DatadogKeys.SPAN_KIND, kind(span.kind()));
    }
    importance(span.kind(), topLevel);
    status(span.status());
    boolean error = ErrorTags.put(span, facts, tags, losses);
    call(facts, span.kind());
    text(DatadogKeys.TRACE_STATE, span.traceState());
    events(span);
    attributes.put(span.attributes(), facts.isHttp(), span.kind() == SpanKind.CLIENT, service);
    losses.leftOut(tags.putAll(resource.tags));
    scope(span.scope(), service);
    return error;
  }

  private void importance(SpanKind kind, boolean topLevel) {
    if (topLevel) {
      tags.put(DatadogKeys.TRACER_TOP_LEVEL, 1.0);
      tags.put(DatadogKeys.TOP_LEVEL, 1.0);
    } else if (kind == SpanKind.CLIENT || kind == SpanKind.PRODUCER) {
      tags.put(DatadogKeys.MEASURED, 1.0);
    }
  }

  private void status(Status status) {
    if (status.code() != Status.Code.UNSET) {
      tags.put(DatadogKeys.OTEL_STATUS_CODE, status.code() == Status.Code.OK ? "Ok" : "Error");
    }
    text(DatadogKeys.OTEL_STATUS_DESCRIPTION, status.message());
  }

  private void call(CallFacts facts, SpanKind kind) {
    if (facts.httpStatus != CallFacts.NO_NUMBER) {
      tags.put(OtelKeys.HTTP_STATUS_CODE, Long.toString(facts.httpStatus));
    } else if (facts.statusStated) {
      losses.leftOut(1);
    }
    String service = facts.peerService(kind);
    if (!service.isEmpty()) {
      String peer = NormalForms.tagValue(losses.cut(service, Limits.SERVICE));
      if (peer.isEmpty()) {
        losses.leftOut(1);
      } else {
        tags.put(OtelKeys.PEER_SERVICE, peer);
      }
    }
  }

  private void events(Span span) {
    String events = json.events(span.events());
    if (!events.isEmpty()) {
      tags.put(DatadogKeys.EVENTS, events);
    }
    for (Event event : span.events()) {
      if (event.name().equals(OtelKeys.EXCEPTION)) {
        tags.put(DatadogKeys.HAS_EXCEPTION, "true");
        break;
      }
    }
    String links = json.links(span.links());
    if (!links.isEmpty()) {
      tags.put(DatadogKeys.SPAN_LINKS, links);
    }
  }

  private void scope(Scope scope, String service) {
    text(OtelKeys.SCOPE_NAME, scope.name());
    text(OtelKeys.LIBRARY_NAME, scope.name());
    text(OtelKeys.SCOPE_VERSION, scope.version());
    text(OtelKeys.LIBRARY_VERSION, scope.version());
    attributes.put(scope.attributes(), false, false, service);
  }

  private void text(String key, String value) {
    if (!value.isEmpty() && !tags.put(key, losses.cutMarked(value, Limits.VALUE))) {
      losses.leftOut(1);
    }
  }

  /** As hex; the spans of a trace follow one another and share it. */
  private String traceId(Span span) {
    if (traceId.isEmpty() || traceIdHigh != span.traceIdHigh() || traceIdLow != span.traceIdLow()) {
      traceIdHigh = span.traceIdHigh();
      traceIdLow = span.traceIdLow();
      traceId = span.traceId().hex();
    }
    return traceId;
  }

  private static String kind(SpanKind kind) {
    return switch (kind) {
      case UNSPECIFIED -> "unspecified";
      case INTERNAL -> "internal";
      case SERVER -> "server";
      case CLIENT -> "client";
      case PRODUCER -> "producer";
      case CONSUMER -> "consumer";
    };
  }
}
