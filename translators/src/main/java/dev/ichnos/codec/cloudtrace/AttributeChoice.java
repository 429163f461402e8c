package dev.ichnos.codec.cloudtrace;

import dev.ichnos.model.Attributes;
import dev.ichnos.model.KeyOrders;
import dev.ichnos.model.Scope;
import dev.ichnos.model.Span;
import org.jspecify.annotations.Nullable;

/**
 * The 32 attributes that a span goes out with, chosen from its own, its resource's and its scope's.
 * In this order: the places of {@link AttributeTable} up to its tail, the span's other attributes,
 * the tail, the resource's other attributes, the scope's. Where the same key comes twice, the span
 * wins over its resource, and the resource over its scope.
 */
final class AttributeChoice {
  private static final String SERVER_ADDRESS = "server.address";
  private static final String PROTOCOL_VERSION = "network.protocol.version";
  private static final int MANY = 256;

  private final EncodeCounts counts;
  private final PlacedAttributes placed = new PlacedAttributes();
  private final Candidates chosen = placed.candidates;
  private final DroppedKeys dropped = new DroppedKeys();
  private int ownEnd;

  private final KeyOrders<EntryOrder> orders;
  private EntryOrder order;

  AttributeChoice(KeyOrders<EntryOrder> orders, EncodeCounts counts) {
    this.orders = orders;
    this.order = orders.of(Attributes.EMPTY);
    this.counts = counts;
  }

  /** Looks at the span; what was loaded before is forgotten. */
  void load(Span span, ResourceProfile resource) {
    placed.reset();
    dropped.reset();
    order = orders.of(span.attributes());
    placed.takeAll(span.attributes(), order);
    derive();
    ownEnd = chosen.size();
    scope(span.scope(), span.traceState());
    resource(resource);
    scopeAttributes(span);
    if (ownEnd < chosen.size() || order.contains(AttributeTable.DROPPED_KEYS)) {
      dropped.list(takeUpstreamKeys());
    }
    placed.badKeys.forEach(dropped::add);
    resource.attributes.badKeys.forEach(dropped::add);
  }

  /** The text in a place; empty when there is none. */
  String string(int place) {
    return chosen.string(place);
  }

  /** The integer in a place; {@code absent} when there is none. */
  long integer(int place, long absent) {
    return chosen.integer(place, absent);
  }

  /** Records the field {@code attributes}; nothing when there is nothing to say. */
  void record(int upstreamDropped, ProtoTape tape) {
    int mark = tape.begin(CloudTraceFields.SPAN_ATTRIBUTES);
    int present = 0;
    for (int i = 0; i < chosen.size(); i++) {
      present += chosen.isPresent(i) ? 1 : 0;
    }
    boolean all = present <= CloudTraceLimits.SPAN_ATTRIBUTES && dropped.isEmpty();
    int room = CloudTraceLimits.SPAN_ATTRIBUTES - (all ? 0 : 1);
    int tail = AttributeTable.TAIL;
    room = record(0, tail, room, tape);
    room = record(AttributeTable.size(), ownEnd, room, tape);
    room = record(tail, AttributeTable.size(), room, tape);
    record(ownEnd, chosen.size(), room, tape);
    if (!dropped.isEmpty()) {
      dropped.record(tape);
    }
    tape.number(
        CloudTraceFields.ATTRIBUTES_DROPPED, EncodeCounts.sum(upstreamDropped, dropped.count()));
    counts.leftOut(dropped.count());
    tape.endUnlessEmpty(mark);
  }

  private int record(int from, int to, int room, ProtoTape tape) {
    int left = room;
    for (int i = from; i < to; i++) {
      if (!chosen.isPresent(i)) {
        continue;
      }
      EntryKey key = i < AttributeTable.size() ? AttributeTable.key(i) : chosen.key(i);
      if (left == 0) {
        dropped.add(key);
        continue;
      }
      left--;
      counts.cut(i == AttributeTable.HTTP_URL ? url(tape) : chosen.record(i, key, tape));
    }
    return left;
  }

  private boolean url(ProtoTape tape) {
    int place = AttributeTable.HTTP_URL;
    String url = chosen.string(place);
    String kept = TextCut.urlTo(url, CloudTraceLimits.VALUE_BYTES);
    if (kept.length() == url.length()) {
      return chosen.record(place, AttributeTable.key(place), tape);
    }
    chosen.recordCut(place, AttributeTable.key(place), kept, tape);
    return true;
  }

  /** What the URL and the newer conventions say, in the places where Cloud Trace shows it. */
  private void derive() {
    String url = chosen.string(AttributeTable.HTTP_URL);
    UrlParts parts = url.isEmpty() ? null : UrlParts.of(url);
    if (parts != null) {
      placed.put(AttributeTable.HTTP_HOST, parts.host());
      placed.put(AttributeTable.HTTP_PATH, parts.path());
    }
    if (chosen.isPresent(AttributeTable.HTTP_METHOD)
        || chosen.isPresent(AttributeTable.HTTP_URL)
        || chosen.isPresent(AttributeTable.HTTP_STATUS_CODE)) {
      move(SERVER_ADDRESS, "", AttributeTable.HTTP_HOST);
      move(PROTOCOL_VERSION, "HTTP/", AttributeTable.HTTP_CLIENT_PROTOCOL);
    }
  }

  /** Moves a text that has no place of its own to an empty place. */
  private void move(String key, String prefix, int place) {
    if (chosen.isPresent(place) || !order.contains(key)) {
      return;
    }
    for (int i = AttributeTable.size(); i < chosen.size(); i++) {
      if (chosen.key(i).text.equals(key) && !chosen.string(i).isEmpty()) {
        placed.put(place, prefix.isEmpty() ? chosen.string(i) : prefix + chosen.string(i));
        chosen.remove(i);
        return;
      }
    }
  }

  private void scope(Scope scope, String traceState) {
    placed.put(AttributeTable.SCOPE_NAME, scope.name());
    placed.put(AttributeTable.SCOPE_VERSION, scope.version());
    placed.put(AttributeTable.TRACE_STATE, traceState);
  }

  private void resource(ResourceProfile resource) {
    Candidates theirs = resource.attributes.candidates;
    for (int place : resource.places) {
      if (!chosen.isPresent(place)) {
        chosen.set(place, theirs, place);
      }
    }
    for (int i = AttributeTable.size(); i < theirs.size(); i++) {
      if (isNew(theirs.key(i).text)) {
        chosen.add(theirs, i);
      }
    }
  }

  private void scopeAttributes(Span span) {
    if (!span.scope().attributes().isEmpty()) {
      span.scope().attributes().forEach(new OfScope(span));
    }
  }

  /**
   * Of a span that has this many, nothing from elsewhere is written any more: what comes twice is
   * then counted as left out, rather than looked for.
   */
  private boolean isNew(String key) {
    return chosen.size() > MANY || !order.contains(key);
  }

  private String takeUpstreamKeys() {
    for (int i = AttributeTable.size(); i < chosen.size(); i++) {
      if (chosen.key(i).text.equals(AttributeTable.DROPPED_KEYS) && chosen.isPresent(i)) {
        String keys = chosen.string(i);
        chosen.remove(i);
        return keys;
      }
    }
    return "";
  }

  /** Adds what neither the span nor its resource says. */
  private final class OfScope implements AttributeTaker {
    private final Attributes resource;

    OfScope(Span span) {
      this.resource = span.resource().attributes();
    }

    @Override
    public void take(String key, byte kind, long number, @Nullable Object object) {
      EntryKey known = new EntryKey(key);
      if (known.source != null ? !chosen.isPresent(known.source.place()) : isNewBeside(key)) {
        placed.take(known, kind, number, object);
      }
    }

    private boolean isNewBeside(String key) {
      return chosen.size() > MANY || (!order.contains(key) && !resource.contains(key));
    }
  }
}
