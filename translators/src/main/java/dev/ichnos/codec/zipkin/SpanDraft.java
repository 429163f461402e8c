package dev.ichnos.codec.zipkin;

import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.DropReason;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.SpanSink;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Event;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Sampled;
import dev.ichnos.model.Scope;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import dev.ichnos.model.Status;
import dev.ichnos.semconv.OtelKeys;
import dev.ichnos.semconv.ZipkinKeys;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One Zipkin span while it is read, in Zipkin's terms; the one place that knows how these become
 * canonical. Used again for every span of a message: it keeps the message's resources.
 */
final class SpanDraft {
  /** Those of a proxy with its endpoints, and room for some more. */
  private static final int USUAL_TAGS = 32;

  private static final int LONGEST_SHARED = 48;

  private final DecodeLimits limits;
  private final Map<String, Resource> resources;
  private final Map<Scope, Scope> scopes;
  private final OtelTags otel = new OtelTags();
  private final Span.Builder builder = Span.builder();

  long traceIdHigh;
  long traceIdLow;
  long spanId;
  long parentSpanId;
  SpanKind kind = SpanKind.UNSPECIFIED;
  String name = "";
  long timestampNanos;
  long durationNanos;
  boolean debug;
  boolean shared;
  final EndpointDraft local = new EndpointDraft();
  final EndpointDraft remote = new EndpointDraft();

  private final Attributes.Builder tags = Attributes.builder(USUAL_TAGS);
  private final List<Event> annotations = new ArrayList<>();
  private final Map<MendReason, Integer> mends = new EnumMap<>(MendReason.class);
  private @Nullable String errorTag;
  private int droppedTags;
  private int droppedAnnotations;
  private @Nullable DropReason dropReason;
  private String dropDetail = "";

  SpanDraft(DecodeLimits limits) {
    this(limits, new HashMap<>(), new HashMap<>());
  }

  private SpanDraft(
      DecodeLimits limits, Map<String, Resource> resources, Map<Scope, Scope> scopes) {
    this.limits = limits;
    this.resources = resources;
    this.scopes = scopes;
  }

  /** An empty draft for another span of the same message. */
  SpanDraft another() {
    return new SpanDraft(limits, resources, scopes);
  }

  void clear() {
    traceIdHigh = 0;
    traceIdLow = 0;
    spanId = 0;
    parentSpanId = 0;
    kind = SpanKind.UNSPECIFIED;
    name = "";
    timestampNanos = 0;
    durationNanos = 0;
    debug = false;
    shared = false;
    local.clear();
    remote.clear();
    tags.clear();
    otel.clear();
    annotations.clear();
    mends.clear();
    errorTag = null;
    droppedTags = 0;
    droppedAnnotations = 0;
    dropReason = null;
  }

  void mended(MendReason what) {
    mends.merge(what, 1, Integer::sum);
  }

  /** The span cannot be used; the first reason stays. */
  void drop(DropReason why, String detail) {
    if (dropReason == null) {
      dropReason = why;
      dropDetail = detail;
    }
  }

  boolean isDropped() {
    return dropReason != null;
  }

  /** Of two tags with one key the last stays. */
  void tag(String key, String value) {
    if (isAttribute(key, value)) {
      tags.put(key, value);
    }
  }

  /** As {@link #tag(String, String)}, of a text that the spans of many messages share. */
  void sharedTag(String key, String value) {
    if (isAttribute(key, value)) {
      tags.putShared(key, value);
    }
  }

  /** Notes what the tag says of the span; false if it is no attribute, or is one too many. */
  private boolean isAttribute(String key, String value) {
    if (otel.note(key, value)) {
      return false;
    }
    if (tags.size() >= limits.maxAttributes() && !tags.contains(key)) {
      droppedTags++;
      return false;
    }
    if (key.equals(ZipkinKeys.ERROR)) {
      errorTag = value;
    }
    return true;
  }

  /** As {@link #tag(String, String)}; takes ownership of the array. */
  void tag(String key, byte[] value) {
    if (tags.size() >= limits.maxAttributes() && !tags.contains(key)) {
      droppedTags++;
      return;
    }
    tags.put(key, value);
    if (key.equals(ZipkinKeys.ERROR)) {
      errorTag = "";
    }
  }

  void annotation(long epochNanos, String value) {
    if (annotations.size() >= limits.maxEvents()) {
      droppedAnnotations++;
      return;
    }
    annotations.add(Event.of(epochNanos, value));
  }

  /** A tag is lost to a limit. */
  void tagLeftOut() {
    droppedTags++;
  }

  /** An annotation is lost to a limit. */
  void annotationLeftOut() {
    droppedAnnotations++;
  }

  /** Hands the span, or why there is none, to {@code out}. */
  void finish(SpanSink out) {
    if (dropReason != null) {
      out.dropped(1, dropReason, dropDetail);
      return;
    }
    Span span = build();
    if (droppedTags > 0) {
      mended(MendReason.LIMIT);
    }
    if (droppedAnnotations > 0) {
      mended(MendReason.LIMIT);
    }
    if (!mends.isEmpty()) {
      mends.forEach((what, times) -> handOut(what, times, out));
    }
    out.span(span);
  }

  private static void handOut(MendReason what, int times, SpanSink out) {
    for (int i = 0; i < times; i++) {
      out.mended(what);
    }
  }

  private Span build() {
    times();
    Status status = otel.status(errorTag, tags);
    endpoints();
    return builder
        .traceId(traceIdHigh, traceIdLow)
        .spanId(spanId)
        .parentSpanId(parentSpanId)
        .name(name)
        .kind(kind)
        .attributes(tags.build())
        .traceState(otel.traceState)
        .droppedAttributesCount(droppedTags + otel.droppedAttributes)
        .events(annotations)
        .droppedEventsCount(droppedAnnotations + otel.droppedEvents)
        .droppedLinksCount(otel.droppedLinks)
        .status(status)
        .debug(debug)
        .sampled(debug ? Sampled.SAMPLED : Sampled.DEFERRED)
        .shared(shared)
        .resource(resource())
        .scope(scope())
        .build();
  }

  private void endpoints() {
    address(
        local, OtelKeys.NETWORK_LOCAL_ADDRESS, OtelKeys.NETWORK_LOCAL_PORT, ZipkinKeys.LOCAL_IPV6);
    putUnlessTagged(OtelKeys.PEER_SERVICE, remote.serviceName);
    address(
        remote, OtelKeys.NETWORK_PEER_ADDRESS, OtelKeys.NETWORK_PEER_PORT, ZipkinKeys.REMOTE_IPV6);
  }

  private void address(EndpointDraft endpoint, String key, String portKey, String secondKey) {
    putUnlessTagged(key, endpoint.ipv4);
    putUnlessTagged(endpoint.ipv4.isEmpty() ? key : secondKey, endpoint.ipv6);
    if (endpoint.port != 0 && hasRoom(portKey)) {
      tags.put(portKey, endpoint.port);
    }
  }

  private void putUnlessTagged(String key, String value) {
    if (!value.isEmpty() && hasRoom(key)) {
      putEndpoints(tags, key, value);
    }
  }

  /** An endpoint's name or address comes in nearly every span of its sender: decoders share it. */
  private static void putEndpoints(Attributes.Builder into, String key, String value) {
    if (value.length() > LONGEST_SHARED) {
      into.put(key, value);
    } else {
      into.putShared(key, value);
    }
  }

  private boolean hasRoom(String key) {
    if (tags.contains(key)) {
      return false;
    }
    if (tags.size() >= limits.maxAttributes()) {
      droppedTags++;
      return false;
    }
    return true;
  }

  /** Start and end, from timestamp and duration or else from the annotations that mean them. */
  private void times() {
    String beginName = kind == SpanKind.CLIENT ? "cs" : kind == SpanKind.SERVER ? "sr" : "";
    String finishName = kind == SpanKind.CLIENT ? "cr" : kind == SpanKind.SERVER ? "ss" : "";
    long begin = beginName.isEmpty() ? 0 : timeOf(beginName);
    long finish = finishName.isEmpty() ? 0 : timeOf(finishName);
    long start = timestampNanos != 0 ? timestampNanos : begin;
    if (start == 0 && durationNanos != 0 && finish > durationNanos) {
      start = finish - durationNanos;
    }
    long end = 0;
    if (durationNanos != 0) {
      end = start == 0 ? 0 : plus(start, durationNanos);
    } else if (finish >= start) {
      end = finish;
    }
    if (begin != 0) {
      remove(beginName);
    }
    if (finish != 0 && end != 0) {
      remove(finishName);
    }
    if (start == 0 && durationNanos != 0 && hasRoom(ZipkinKeys.DURATION_NANOS)) {
      tags.put(ZipkinKeys.DURATION_NANOS, durationNanos);
    }
    builder.startEpochNanos(start).startAbsent(start == 0).endEpochNanos(end).endAbsent(end == 0);
  }

  private long plus(long start, long duration) {
    if (duration <= Long.MAX_VALUE - start) {
      return start + duration;
    }
    mended(MendReason.TIME);
    return 0;
  }

  private long timeOf(String annotation) {
    for (int i = 0; i < annotations.size(); i++) {
      if (annotations.get(i).name().equals(annotation)) {
        return annotations.get(i).epochNanos();
      }
    }
    return 0;
  }

  private void remove(String annotation) {
    annotations.removeIf(event -> event.name().equals(annotation));
  }

  private Resource resource() {
    if (local.serviceName.isEmpty()) {
      return Resource.EMPTY;
    }
    return resources.computeIfAbsent(local.serviceName, SpanDraft::resource);
  }

  private static Resource resource(String serviceName) {
    Attributes.Builder attributes = Attributes.builder(1);
    putEndpoints(attributes, OtelKeys.SERVICE_NAME, serviceName);
    return Resource.of(attributes.build());
  }

  private Scope scope() {
    return otel.hasScope() ? scopes.computeIfAbsent(otel.scope(), same -> same) : Scope.EMPTY;
  }
}
