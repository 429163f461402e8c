package dev.ichnos.codec.zipkin;

import dev.ichnos.codec.SpanSink;
import dev.ichnos.model.SpanKind;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives what a v1 span says to the hosts that said it, one span for each (the rules of
 * openzipkin/zipkin V1SpanConverter @ 3.6; docs/formats/zipkin-v1.md has them as tables).
 *
 * <p>{@code cs} and {@code cr} make a host the client, {@code sr} and {@code ss} the server, {@code
 * ms} the producer, {@code mr} the consumer; {@code ws} and {@code wr} are when a message went onto
 * or came off the wire. Such a core annotation counts only if it has an endpoint.
 */
final class V1Hosts {
  private final SpanDraft first;
  private final V1HostSpans spans;

  /** The times that the sender states for the whole span, in nanoseconds; 0 where absent. */
  private long timestamp;

  private long duration;

  private @Nullable V1Annotation cs;
  private @Nullable V1Annotation cr;
  private @Nullable V1Annotation sr;
  private @Nullable V1Annotation ss;
  private @Nullable V1Annotation ms;
  private @Nullable V1Annotation mr;
  private @Nullable V1Annotation ws;
  private @Nullable V1Annotation wr;

  private @Nullable EndpointDraft ca;
  private @Nullable EndpointDraft sa;
  private @Nullable EndpointDraft ma;

  /** The server's span where client and server are one service, so that names cannot tell them. */
  private @Nullable SpanDraft loopbackServer;

  /**
   * Used again for every span of a message.
   *
   * @param first holds ids, name, debug and stated times of the span that is to be split
   */
  V1Hosts(SpanDraft first) {
    this.first = first;
    this.spans = new V1HostSpans(first);
  }

  /** Fills the spans of all hosts; may put the lists into another order. */
  void split(List<V1Annotation> annotations, List<V1BinaryAnnotation> binaryAnnotations) {
    clear();
    V1Annotation.sort(annotations);
    for (int i = 0; i < annotations.size(); i++) {
      annotation(annotations.get(i));
    }
    cs = cs != null ? cs : inferredStart(cr);
    sr = sr != null ? sr : inferredStart(ss);
    call();
    message();
    if (nameSeveralEndpoints(binaryAnnotations)) {
      binaryAnnotations.sort(Comparator.comparing(annotation -> annotation.key));
    }
    for (int i = 0; i < binaryAnnotations.size(); i++) {
      binaryAnnotation(binaryAnnotations.get(i));
    }
    addresses();
  }

  void finish(SpanSink out) {
    spans.finish(out);
  }

  private void clear() {
    spans.clear();
    cs = null;
    cr = null;
    sr = null;
    ss = null;
    ms = null;
    mr = null;
    ws = null;
    wr = null;
    ca = null;
    sa = null;
    ma = null;
    loopbackServer = null;
    timestamp = first.timestampNanos;
    duration = first.durationNanos;
    first.timestampNanos = 0;
    first.durationNanos = 0;
  }

  /** Then which comes first hangs on the order of the keys, as it does in Zipkin. */
  private static boolean nameSeveralEndpoints(List<V1BinaryAnnotation> annotations) {
    EndpointDraft one = null;
    for (int i = 0; i < annotations.size(); i++) {
      EndpointDraft endpoint = annotations.get(i).endpoint;
      if (annotations.get(i).isAddress || endpoint.isEmpty()) {
        continue;
      }
      if (one != null && !one.isSameAs(endpoint)) {
        return true;
      }
      one = endpoint;
    }
    return false;
  }

  private void annotation(V1Annotation next) {
    SpanDraft host = spans.of(next.endpoint);
    switch (next.endpoint.isEmpty() ? "" : next.value) {
      case "cs" -> {
        host.kind = SpanKind.CLIENT;
        cs = next;
      }
      case "cr" -> {
        host.kind = SpanKind.CLIENT;
        cr = next;
      }
      case "sr" -> {
        host.kind = SpanKind.SERVER;
        sr = next;
      }
      case "ss" -> {
        host.kind = SpanKind.SERVER;
        ss = next;
      }
      case "ms" -> {
        host.kind = SpanKind.PRODUCER;
        ms = next;
      }
      case "mr" -> {
        host.kind = SpanKind.CONSUMER;
        mr = next;
      }
      case "ws" -> ws = next;
      case "wr" -> wr = next;
      default -> event(host, next);
    }
  }

  /** The start that a sender left out although its own times say when it was. */
  private @Nullable V1Annotation inferredStart(@Nullable V1Annotation end) {
    if (end == null || timestamp == 0 || duration == 0 || end.epochNanos - timestamp != duration) {
      return null;
    }
    V1Annotation start = new V1Annotation();
    start.epochNanos = timestamp;
    start.endpoint.set(end.endpoint);
    return start;
  }

  /** Times and flags of a request and its response. */
  private void call() {
    if (cs != null && sr != null) {
      bothHalves(cs, sr);
    } else if (cs != null && cr != null) {
      times(cs, cr);
    } else if (sr != null && ss != null) {
      times(sr, ss);
    } else {
      incomplete();
    }
    // v1 has no flag for it: who joins a caller's span leaves its timestamp to the caller. Zipkin
    // takes a missing duration for that too, but Envoy before 1.12 left it out of its own spans.
    if (cs == null && sr != null && timestamp == 0) {
      markShared(spans.of(sr.endpoint));
    }
  }

  /** The stated times are the client's; the server's are only in its annotations. */
  private void bothHalves(V1Annotation clientStart, V1Annotation serverStart) {
    times(clientStart, cr);
    SpanDraft server;
    if (clientStart.endpoint.hasServiceOf(serverStart.endpoint)) {
      spans.of(clientStart.endpoint).kind = SpanKind.CLIENT;
      server = spans.fork(serverStart.endpoint);
      server.kind = SpanKind.SERVER;
      loopbackServer = server;
    } else {
      server = spans.of(serverStart.endpoint);
    }
    markShared(server);
    between(server, serverStart, ss);
  }

  /** A host that took both sides, which no honest sender does, is left whole. */
  private static void markShared(SpanDraft answering) {
    answering.shared = answering.kind != SpanKind.CLIENT;
  }

  private void times(V1Annotation begin, @Nullable V1Annotation end) {
    SpanDraft host = spans.of(begin.endpoint);
    if (timestamp != 0 && duration != 0) {
      host.timestampNanos = timestamp;
      host.durationNanos = duration;
    } else {
      between(host, begin, end);
    }
  }

  /** An end that gives no duration stays an event, of which the draft may yet make use. */
  private static void between(SpanDraft host, V1Annotation begin, @Nullable V1Annotation end) {
    host.timestampNanos = begin.epochNanos;
    if (end == null) {
      return;
    }
    host.durationNanos = 0;
    if (begin.epochNanos == 0 || end.epochNanos <= begin.epochNanos) {
      event(host, end);
    } else {
      host.durationNanos = end.epochNanos - begin.epochNanos;
    }
  }

  /** Only one side, and not all of it, or nothing of a call at all. */
  private void incomplete() {
    for (int i = 0; i < spans.size(); i++) {
      incomplete(spans.get(i));
    }
    if (timestamp != 0) {
      first.timestampNanos = timestamp;
      first.durationNanos = duration;
    } else if (duration != 0) {
      first.durationNanos = duration;
    }
  }

  private void incomplete(SpanDraft host) {
    if (host.kind == SpanKind.CLIENT) {
      incomplete(host, cs, cr);
    } else if (host.kind == SpanKind.SERVER) {
      incomplete(host, sr, ss);
    }
  }

  private static void incomplete(
      SpanDraft host, @Nullable V1Annotation begin, @Nullable V1Annotation end) {
    if (begin != null) {
      host.timestampNanos = begin.epochNanos;
    }
    if (end != null) {
      event(host, end);
    }
  }

  /** Times and flags of a message that went through a broker. */
  private void message() {
    if (ms != null && mr != null) {
      SpanDraft producer = spans.of(ms.endpoint);
      SpanDraft consumer;
      if (ms.endpoint.hasServiceOf(mr.endpoint)) {
        producer.kind = SpanKind.PRODUCER;
        consumer = spans.fork(mr.endpoint);
        consumer.kind = SpanKind.CONSUMER;
      } else {
        consumer = spans.of(mr.endpoint);
      }
      markShared(consumer);
      if (wr != null) {
        between(consumer, wr, mr);
      } else {
        between(consumer, mr, null);
      }
      producer.durationNanos = 0;
      between(producer, ms, ws);
    } else if (ms != null) {
      times(ms, ws);
    } else if (mr != null) {
      times(wr != null ? wr : mr, wr != null ? mr : null);
    } else {
      if (ws != null) {
        event(spans.of(ws.endpoint), ws);
      }
      if (wr != null) {
        event(spans.of(wr.endpoint), wr);
      }
    }
  }

  private void binaryAnnotation(V1BinaryAnnotation next) {
    if (next.isAddress) {
      switch (next.key) {
        case "ca" -> ca = next.endpoint;
        case "sa" -> sa = next.endpoint;
        default -> ma = next.endpoint;
      }
      return;
    }
    SpanDraft host = spans.of(next.endpoint);
    if (next.bytes != null) {
      host.tag(next.key, next.bytes);
    } else if (!next.text.isEmpty() || !next.key.equals("lc")) {
      // An empty lc only brings the endpoint of a span that never left its host.
      host.tag(next.key, next.text);
    }
  }

  /** The peers: of the server ca, of the client sa, of both sides of a broker ma. */
  private void addresses() {
    boolean isCall = cs != null || cr != null || sr != null || ss != null;
    if (!isCall && (ca != null || sa != null)) {
      addressesAlone();
      return;
    }
    V1Annotation server = sr != null ? sr : ss;
    if (ca != null && server != null && !ca.isSameAs(server.endpoint)) {
      SpanDraft host = loopbackServer != null ? loopbackServer : spans.of(server.endpoint);
      host.remote.set(ca);
      if (ca.hasServiceOf(server.endpoint)) {
        // Finagle states the client's socket under the server's own name.
        host.remote.serviceName = "";
      }
    }
    V1Annotation client = cs != null ? cs : cr;
    if (sa != null && client != null) {
      spans.of(client.endpoint).remote.set(sa);
    }
    if (ma != null && ms != null) {
      spans.of(ms.endpoint).remote.set(ma);
    }
    if (ma != null && mr != null) {
      spans.of(mr.endpoint).remote.set(ma);
    }
  }

  /** Without any word on the call itself: both are its ends, sa is a peer, ca makes a server. */
  private void addressesAlone() {
    if (ca != null && sa != null) {
      spans.of(ca).remote.set(sa);
    } else if (sa != null) {
      first.remote.set(sa);
    } else if (ca != null) {
      first.kind = SpanKind.SERVER;
      first.remote.set(ca);
    }
  }

  private static void event(SpanDraft host, V1Annotation annotation) {
    host.annotation(annotation.epochNanos, annotation.value);
  }
}
