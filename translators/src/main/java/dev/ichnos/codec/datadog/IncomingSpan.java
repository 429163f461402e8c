package dev.ichnos.codec.datadog;

import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.DropReason;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.wire.KeyCache;
import dev.ichnos.model.AttributeList;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Event;
import dev.ichnos.model.Link;
import dev.ichnos.model.SpanKind;
import dev.ichnos.semconv.DatadogKeys;
import dev.ichnos.semconv.OtelKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One span while it is read, in Datadog's terms; the one place that knows how its tags become
 * canonical, the reverse of what {@link SpanTags} writes. Used again for every span of a message.
 */
final class IncomingSpan {
  private final DecodeLimits limits;
  private final KeyCache keys;
  private final ResourceTable resources;
  private final Attributes.Builder attributes = Attributes.builder();
  private final List<Event> events = new ArrayList<>();
  private final List<Link> links = new ArrayList<>();
  private final IncomingError error = new IncomingError();
  private final IncomingHttp http = new IncomingHttp();
  private PendingSpan span = new PendingSpan();

  String service = "";
  String operation = "";
  String resource = "";
  String type = "";
  long traceId;
  long spanId;
  long parentId;
  long start;
  long duration;
  boolean hasDuration;
  boolean failed;

  private SpanKind kind = SpanKind.UNSPECIFIED;
  private String traceState = "";
  private String fullService = "";
  private String scopeName = "";
  private String scopeVersion = "";
  private String otelTraceId = "";
  private String dbSystem = "";
  private boolean measured;
  private int droppedAttributes;
  private int droppedEvents;
  private int droppedLinks;

  IncomingSpan(DecodeLimits limits, KeyCache keys, ResourceTable resources) {
    this.limits = limits;
    this.keys = keys;
    this.resources = resources;
  }

  /** Forgets the span before. */
  void begin(PendingSpan next) {
    span = next;
    attributes.clear();
    events.clear();
    links.clear();
    error.clear();
    http.clear();
    service = operation = resource = type = "";
    traceId = spanId = parentId = start = duration = 0;
    hasDuration = failed = measured = false;
    kind = SpanKind.UNSPECIFIED;
    traceState = fullService = scopeName = scopeVersion = otelTraceId = dbSystem = "";
    droppedAttributes = droppedEvents = droppedLinks = 0;
  }

  void mended(MendReason what) {
    span.mended(what);
  }

  /** The span cannot be used. */
  void drop(DropReason why, String detail) {
    span.drop(why, detail);
  }

  /** A tag of text. Of two with one key the last stays. */
  void meta(String key, String value) {
    switch (key) {
      case DatadogKeys.SPAN_KIND -> kind(value);
      case DatadogKeys.TRACE_ID_HIGH -> traceIdHigh(value);
      case DatadogKeys.OTEL_TRACE_ID -> otelTraceId = value;
      case DatadogKeys.SAMPLING_PRIORITY, DatadogKeys.SAMPLING_PRIORITY_V1 -> priority(key, value);
      case DatadogKeys.ERROR_MESSAGE -> error.message = value;
      case DatadogKeys.ERROR_MSG -> error.msg = value;
      case DatadogKeys.ERROR_STACK -> error.stack = value;
      case DatadogKeys.OTEL_STATUS_CODE -> error.otelCode = value;
      case DatadogKeys.OTEL_STATUS_DESCRIPTION -> error.otelDescription = value;
      case OtelKeys.ERROR_TYPE -> {
        error.type = value;
        put(key, value);
      }
      case OtelKeys.HTTP_STATUS_CODE -> {
        error.httpStatus = value;
        put(key, value);
      }
      case OtelKeys.DB_SYSTEM, OtelKeys.DB_SYSTEM_NAME -> {
        dbSystem = value;
        put(key, value);
      }
      case DatadogKeys.TRACE_STATE -> traceState = value;
      case DatadogKeys.EVENTS -> events(value);
      case DatadogKeys.SPAN_LINKS -> links(value);
      case DatadogKeys.HAS_EXCEPTION -> {} // the events say so
      case OtelKeys.SCOPE_NAME, OtelKeys.LIBRARY_NAME -> scopeName = value;
      case OtelKeys.SCOPE_VERSION, OtelKeys.LIBRARY_VERSION -> scopeVersion = value;
      case OtelKeys.SERVICE_NAME -> fullService = value;
      case DatadogKeys.HOSTNAME_TAG -> span.host = value;
      case DatadogKeys.ENV, DatadogKeys.VERSION, DatadogKeys.LANGUAGE, DatadogKeys.RUNTIME_ID ->
          ofResource(key, ResourceKeys.ofDatadog(key), value);
      default -> other(key, value);
    }
  }

  private void other(String key, String value) {
    if (ResourceKeys.isOfResource(key)) {
      ofResource(key, key, value);
    } else if (!key.startsWith(IncomingHttp.PREFIX) || !http.take(key, value, keys, this)) {
      put(key, value);
    }
  }

  private void ofResource(String tag, String key, String value) {
    if (!span.resource.put(key, value)) {
      put(tag, value);
    }
  }

  /** A tag that is a number; a whole one as such, since tracers write every number as a double. */
  void metric(String key, double value) {
    long whole = (long) value;
    if (whole == value && Numbers.isExact(whole) && (whole != 0 || 1 / value > 0)) {
      metric(key, whole);
    } else if (hasRoom(key)) {
      attributes.put(key, value);
    }
  }

  /** A tag that is a whole number. */
  void metric(String key, long value) {
    switch (key) {
      case DatadogKeys.SAMPLING_PRIORITY_V1, DatadogKeys.SAMPLING_PRIORITY -> priority(value);
      case DatadogKeys.TOP_LEVEL, DatadogKeys.TRACER_TOP_LEVEL -> {} // follows from the parents
      case DatadogKeys.MEASURED -> measured = value == 1;
      case DatadogKeys.PROCESS_ID -> ofResource(key, OtelKeys.PROCESS_PID, value);
      case DatadogKeys.SPAN_SAMPLING_MECHANISM -> {
        span.sampledAlone = true;
        put(key, value);
      }
      default -> {
        if (ResourceKeys.isOfResource(key)) {
          ofResource(key, key, value);
        } else {
          put(IncomingHttp.numberOf(key), value);
        }
      }
    }
  }

  private void ofResource(String tag, String key, long value) {
    if (!span.resource.put(key, value)) {
      put(tag, value);
    }
  }

  /** An entry of {@code meta_struct}: msgpack within msgpack, kept as it is. */
  void structure(String key, byte[] value) {
    String name = keys.get(DatadogKeys.META_STRUCT_PREFIX + key);
    if (hasRoom(name)) {
      attributes.put(name, value);
    }
  }

  void event(Event event) {
    if (events.size() < limits.maxEvents()) {
      events.add(event);
    } else {
      droppedEvents++;
    }
  }

  void eventsLeftOut(int count) {
    droppedEvents += count;
  }

  void linksLeftOut(int count) {
    droppedLinks += count;
  }

  void link(Link link) {
    if (links.size() < limits.maxLinks()) {
      links.add(link);
    } else {
      droppedLinks++;
    }
  }

  void put(String key, String value) {
    if (hasRoom(key)) {
      attributes.put(key, value);
    }
  }

  void put(String key, AttributeList value) {
    if (hasRoom(key)) {
      attributes.put(key, value);
    }
  }

  void put(String key, boolean value) {
    if (hasRoom(key)) {
      attributes.put(key, value);
    }
  }

  private void put(String key, long value) {
    if (hasRoom(key)) {
      attributes.put(key, value);
    }
  }

  boolean has(String key) {
    return attributes.contains(key);
  }

  /** The span was read whole. */
  void end() {
    span.traceIdLow = traceId;
    otelTraceId();
    long end = times();
    http.settle(kind, this);
    error.settle(failed, end, events, this);
    importance();
    span.resource.service(service());
    span.builder
        .name(name())
        .spanId(spanId)
        .parentSpanId(parentId)
        .kind(kind)
        .traceState(traceState)
        .status(error.status)
        .events(events)
        .links(links)
        .scope(resources.scope(scopeName, scopeVersion))
        .droppedAttributesCount(droppedAttributes)
        .droppedEventsCount(droppedEvents)
        .droppedLinksCount(droppedLinks);
    span.attributes = attributes.build();
    if ((droppedAttributes | droppedEvents | droppedLinks) != 0) {
      mended(MendReason.LIMIT);
    }
  }

  private void kind(String value) {
    switch (value.toLowerCase(Locale.ROOT)) {
      case "server" -> kind = SpanKind.SERVER;
      case "client" -> kind = SpanKind.CLIENT;
      case "producer" -> kind = SpanKind.PRODUCER;
      case "consumer" -> kind = SpanKind.CONSUMER;
      case "internal" -> kind = SpanKind.INTERNAL;
      default -> put(DatadogKeys.SPAN_KIND, value);
    }
  }

  private void traceIdHigh(String value) {
    if (value.length() == IncomingIds.HALF && IncomingIds.areHex(value)) {
      span.traceIdHigh = IncomingIds.parse(value, 0, IncomingIds.HALF);
    } else {
      mended(MendReason.FIELD_LEFT_OUT);
    }
  }

  /** Only where nothing else states the upper half: exporters of OpenTelemetry do not always. */
  private void otelTraceId() {
    if (otelTraceId.isEmpty()) {
      return;
    }
    span.fromOtel = true;
    if (otelTraceId.length() != 2 * IncomingIds.HALF
        || !IncomingIds.areHex(otelTraceId)
        || IncomingIds.parse(otelTraceId, IncomingIds.HALF, 2 * IncomingIds.HALF) != traceId) {
      mended(MendReason.FIELD_LEFT_OUT);
    } else if (span.traceIdHigh == 0) {
      span.traceIdHigh = IncomingIds.parse(otelTraceId, 0, IncomingIds.HALF);
    }
  }

  private void priority(String key, String value) {
    try {
      priority(Integer.parseInt(value));
    } catch (NumberFormatException e) {
      put(key, value);
    }
  }

  /** It stays on the span, too: whoever writes it for Datadog must say it again. */
  private void priority(long value) {
    span.priority = (int) Math.max(-2, Math.min(3, value));
    put(DatadogKeys.SAMPLING_PRIORITY, value);
  }

  private void events(String json) {
    if (!EventAndLinkReader.events(json, limits, this)) {
      put(DatadogKeys.EVENTS, json);
    }
  }

  private void links(String json) {
    if (!EventAndLinkReader.links(json, limits, this)) {
      put(DatadogKeys.SPAN_LINKS, json);
    }
  }

  /** Its end; 0 when absent. */
  private long times() {
    if (start < 0) {
      mended(MendReason.TIME);
      start = 0;
    }
    if (duration < 0) {
      mended(MendReason.TIME);
      duration = 0;
    }
    long end = start == 0 || !hasDuration ? 0 : start + duration;
    if (end < 0 || (start == 0 && duration != 0)) {
      mended(MendReason.TIME);
      end = 0;
    }
    span.builder
        .startEpochNanos(start)
        .startAbsent(start == 0)
        .endEpochNanos(end)
        .endAbsent(end == 0);
    return end;
  }

  /** Only where the encoder would not come to it by itself. */
  private void importance() {
    if (measured && kind != SpanKind.CLIENT && kind != SpanKind.PRODUCER) {
      put(DatadogKeys.MEASURED, 1);
    }
  }

  /**
   * What was worked on, which for HTTP and RPC is the route. What a database was asked is no name:
   * there are too many. Both names stay as they came, since Datadog has two.
   */
  private String name() {
    if (!operation.isEmpty()) {
      put(DatadogKeys.OPERATION_NAME, operation);
    }
    if (!resource.isEmpty()) {
      put(DatadogKeys.RESOURCE_NAME, resource);
    }
    if (!type.isEmpty() && !followsFromKind()) {
      put(DatadogKeys.SPAN_TYPE, type);
    }
    boolean query = DatabaseTypes.isQueried(type) && !operation.isEmpty();
    return resource.isEmpty() || query ? operation : resource;
  }

  private boolean followsFromKind() {
    return switch (kind) {
      case SERVER -> type.equals("web");
      case CLIENT -> type.equals(dbSystem.isEmpty() ? "http" : DatabaseTypes.of(dbSystem));
      default -> type.equals("custom");
    };
  }

  /** As the service was called before it was brought into Datadog's form, where that is known. */
  private String service() {
    if (fullService.isEmpty() || fullService.equals(service)) {
      return service;
    }
    if (NormalForms.tagValue(Limits.prefix(fullService, Limits.SERVICE)).equals(service)) {
      return fullService;
    }
    mended(MendReason.FIELD_LEFT_OUT);
    return service;
  }

  private boolean hasRoom(String key) {
    if (attributes.size() < limits.maxAttributes() || attributes.contains(key)) {
      return true;
    }
    droppedAttributes++;
    return false;
  }
}
