package dev.ichnos.codec.zipkin;

import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.SpanSink;
import java.util.ArrayList;
import java.util.List;

/**
 * The spans that one v1 span is split into, one for each host. Hosts are told apart by service
 * name.
 */
final class V1HostSpans {
  /** A call has two hosts; a hostile span may name thousands. */
  private static final int MOST_FORKS = 63;

  private final SpanDraft first;
  private final List<SpanDraft> forks = new ArrayList<>();
  private int forkCount;

  /**
   * Used again for every span of a message.
   *
   * @param first holds what all have in common; becomes the first host's
   */
  V1HostSpans(SpanDraft first) {
    this.first = first;
  }

  /** Only the first is left. */
  void clear() {
    forkCount = 0;
  }

  int size() {
    return 1 + forkCount;
  }

  SpanDraft get(int i) {
    return i == 0 ? first : forks.get(i - 1);
  }

  /** The span of the endpoint's service; what has no endpoint belongs to the first host. */
  SpanDraft of(EndpointDraft endpoint) {
    if (endpoint.isEmpty()) {
      return first;
    }
    if (first.local.isEmpty()) {
      first.local.set(endpoint);
      return first;
    }
    for (int i = 0; i < size(); i++) {
      if (get(i).local.hasServiceOf(endpoint)) {
        return get(i);
      }
    }
    return fork(endpoint);
  }

  /** Another span, also for a service that has one; the first again if there are too many. */
  SpanDraft fork(EndpointDraft endpoint) {
    if (forkCount == MOST_FORKS) {
      first.mended(MendReason.LIMIT);
      return first;
    }
    if (forkCount == forks.size()) {
      forks.add(first.another());
    }
    SpanDraft fork = forks.get(forkCount++);
    fork.clear();
    fork.traceIdHigh = first.traceIdHigh;
    fork.traceIdLow = first.traceIdLow;
    fork.spanId = first.spanId;
    fork.parentSpanId = first.parentSpanId;
    fork.name = first.name;
    fork.debug = first.debug;
    fork.local.set(endpoint);
    return fork;
  }

  void finish(SpanSink out) {
    for (int i = 0; i < size(); i++) {
      get(i).finish(out);
    }
  }
}
