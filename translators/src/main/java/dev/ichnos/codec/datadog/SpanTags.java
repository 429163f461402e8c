package dev.ichnos.codec.datadog;

import dev.ichnos.model.Event;
import dev.ichnos.model.KeyOrders;
import dev.ichnos.model.Scope;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import dev.ichnos.model.Status;
import dev.ichnos.semconv.OtelKeys;
import java.util.HexFormat;

/**
 * Gathers the tags of one span after the other. First what the encoder itself has to say, then the
 * span's attributes, the resource's, the scope's: who comes first has the key. Not thread-safe.
 */
final class SpanTags {
  private static final TagKey SCOPE_NAME = new TagKey(OtelKeys.SCOPE_NAME);
  private static final TagKey LIBRARY_NAME = new TagKey(OtelKeys.LIBRARY_NAME);
  private static final TagKey SCOPE_VERSION = new TagKey(OtelKeys.SCOPE_VERSION);
  private static final TagKey LIBRARY_VERSION = new TagKey(OtelKeys.LIBRARY_VERSION);

  private final KeyOrders<TagOrder> orders;
  private final TagTable tags = new TagTable();
  private final Losses losses;
  private final AttributeTags attributes;
  private final EventAndLinkJson json;
  private String traceId = "";
  private long traceIdHigh;
  private long traceIdLow;

  SpanTags(KeyOrders<TagOrder> orders, Losses losses) {
    this.orders = orders;
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
    tags.put(OwnTags.SAMPLING_PRIORITY, (double) priority);
    if (chunk.traceIdHigh() != 0) {
      tags.put(OwnTags.TRACE_ID_HIGH, HexFormat.of().toHexDigits(chunk.traceIdHigh()));
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
      tags.put(OwnTags.HOSTNAME, host);
    }
  }

  /**
   * Adds the tags of a span.
   *
   * @param order that of its attributes
   * @return whether the span failed
   */
  boolean read(
      Span span,
      TagOrder order,
      CallFacts facts,
      ResourceTags resource,
      String service,
      boolean topLevel) {
    tags.put(OwnTags.OTEL_TRACE_ID, traceId(span));
    tags.put(OwnTags.ENV, resource.environment);
    if (!resource.version.isEmpty()) {
      tags.put(OwnTags.VERSION, resource.version);
    }
    if (span.kind() != SpanKind.UNSPECIFIED) {
      tags.put(OwnTags.SPAN_KIND, kind(span.kind()));
    }
    importance(span.kind(), topLevel);
    status(span.status());
    boolean error = ErrorTags.put(span, facts, tags, losses);
    call(facts, span.kind());
    text(OwnTags.TRACE_STATE, span.traceState());
    events(span);
    boolean client = span.kind() == SpanKind.CLIENT;
    attributes.putOwn(span.attributes(), order, facts.isHttp(), client, service);
    losses.leftOut(tags.putAll(resource.tags));
    scope(span.scope(), service);
    return error;
  }

  private void importance(SpanKind kind, boolean topLevel) {
    if (topLevel) {
      tags.put(OwnTags.TRACER_TOP_LEVEL, 1.0);
      tags.put(OwnTags.TOP_LEVEL, 1.0);
    } else if (kind == SpanKind.CLIENT || kind == SpanKind.PRODUCER) {
      tags.put(OwnTags.MEASURED, 1.0);
    }
  }

  private void status(Status status) {
    if (status.code() != Status.Code.UNSET) {
      tags.put(OwnTags.STATUS_CODE, status.code() == Status.Code.OK ? "Ok" : "Error");
    }
    text(OwnTags.STATUS_DESCRIPTION, status.message());
  }

  private void call(CallFacts facts, SpanKind kind) {
    if (facts.httpStatus != CallFacts.NO_NUMBER) {
      tags.put(OwnTags.HTTP_STATUS_CODE, Long.toString(facts.httpStatus));
    } else if (facts.statusStated) {
      losses.leftOut(1);
    }
    String service = facts.peerService(kind);
    if (!service.isEmpty()) {
      String peer = NormalForms.tagValue(losses.cut(service, Limits.SERVICE));
      if (peer.isEmpty()) {
        losses.leftOut(1);
      } else {
        tags.put(OwnTags.PEER_SERVICE, peer);
      }
    }
  }

  private void events(Span span) {
    String events = json.events(span.events());
    if (!events.isEmpty()) {
      tags.put(OwnTags.EVENTS, events);
    }
    for (Event event : span.events()) {
      if (event.name().equals(OtelKeys.EXCEPTION)) {
        tags.put(OwnTags.HAS_EXCEPTION, "true");
        break;
      }
    }
    String links = json.links(span.links());
    if (!links.isEmpty()) {
      tags.put(OwnTags.SPAN_LINKS, links);
    }
  }

  private void scope(Scope scope, String service) {
    text(SCOPE_NAME, scope.name());
    text(LIBRARY_NAME, scope.name());
    text(SCOPE_VERSION, scope.version());
    text(LIBRARY_VERSION, scope.version());
    if (!scope.attributes().isEmpty()) {
      attributes.put(scope.attributes(), orders.of(scope.attributes()), service);
    }
  }

  private void text(TagKey key, String value) {
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
