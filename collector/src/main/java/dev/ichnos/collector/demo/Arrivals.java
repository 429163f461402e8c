package dev.ichnos.collector.demo;

import dev.ichnos.model.Span;
import dev.ichnos.semconv.OtelKeys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of a request on its way to one backend: what was sent, held against what arrived.
 *
 * @param complete whether every span arrived once, with its ids, times, service and meaning
 * @param mapping what Ichnos made of it, in words, found by looking and not by knowing
 */
record Arrivals(boolean complete, List<String> mapping) {

  static Arrivals of(Bookinfo request, StandIn backend, List<Span> arrived) {
    Map<Long, Span> byId = new HashMap<>();
    arrived.forEach(span -> byId.put(span.spanId(), span));
    int ids = 0;
    int times = 0;
    int services = 0;
    int understood = 0;
    int tags = 0;
    for (List<Bookinfo.Hop> report : request.reports()) {
      for (Bookinfo.Hop hop : report) {
        Span span = byId.get(hop.spanId());
        if (span == null) {
          continue;
        }
        boolean sameIds =
            span.traceIdHigh() == request.traceIdHigh()
                && span.traceIdLow() == request.traceIdLow()
                && span.parentSpanId() == hop.parentSpanId()
                && span.kind() == hop.kind()
                && backend.shows(hop, span.name());
        ids += sameIds ? 1 : 0;
        long end = (hop.startEpochMicros() + hop.durationMicros()) * 1_000;
        boolean sameTimes =
            span.startEpochNanos() == hop.startEpochMicros() * 1_000 && span.endEpochNanos() == end;
        times += sameTimes ? 1 : 0;
        services += isOf(hop.proxy(), span, backend) ? 1 : 0;
        understood += backend.understands(span) ? 1 : 0;
        tags += keptTags(hop, span);
      }
    }
    int all = Bookinfo.SPANS;
    List<String> mapping = new ArrayList<>();
    mapping.add(
        "ids of 128 and 64 bits, parents and kinds as sent, names as "
            + backend.backend()
            + " shows them: "
            + of(ids, all));
    mapping.add("start and end as sent, in nanoseconds: " + of(times, all));
    mapping.add("the proxy's service and namespace as the span's: " + of(services, all));
    mapping.add(
        "method and status in the words of " + backend.backend() + ": " + of(understood, all));
    mapping.add("tags kept as attributes: " + tags);
    mapping.addAll(backend.remarks(arrived));
    boolean complete =
        arrived.size() == all
            && byId.size() == all
            && ids == all
            && times == all
            && services == all
            && understood == all;
    return new Arrivals(complete, List.copyOf(mapping));
  }

  /** Whether the backend has the service as it wants it: joined to its namespace, or apart. */
  private static boolean isOf(Bookinfo.Proxy proxy, Span span, StandIn backend) {
    String service = span.resource().attributes().string(OtelKeys.SERVICE_NAME);
    String namespace = span.resource().attributes().string(OtelKeys.SERVICE_NAMESPACE);
    if (namespace.isEmpty()) {
      // Where it is one of the span's own.
      namespace = span.attributes().string(OtelKeys.SERVICE_NAMESPACE);
    }
    boolean joined = service.equals(proxy.tracingName());
    return service.equals(backend.service(proxy))
        && (joined || namespace.equals(proxy.namespace()));
  }

  private static int keptTags(Bookinfo.Hop hop, Span span) {
    int kept = 0;
    for (Map.Entry<String, String> tag : hop.tags().entrySet()) {
      kept += span.attributes().string(tag.getKey()).equals(tag.getValue()) ? 1 : 0;
    }
    return kept;
  }

  private static String of(int part, int whole) {
    return part + " of " + whole;
  }
}
