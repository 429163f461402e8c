package dev.ichnos.collector.demo;

import dev.ichnos.codec.otlp.OtlpProtoEncoder;
import dev.ichnos.collector.config.TraceIdsConfig;
import dev.ichnos.model.Span;
import dev.ichnos.model.TraceId;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/**
 * Shows what a collector that joins traces makes of a mesh whose applications forward other headers
 * than its proxies read: before, the traces that the proxies report; behind it, what arrives.
 */
public final class MixedHeadersDemo {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Long enough for a machine that has other things to do. */
  private static final Duration IDLE = Duration.ofSeconds(1);

  private final PrintWriter out;

  public MixedHeadersDemo(PrintWriter out) {
    this.out = out;
  }

  /**
   * Shows each way of forwarding once.
   *
   * @param documentedPorts whether to listen where the documentation says, or on free ports
   * @return whether every request was one trace at every backend, and every call an edge there
   */
  public boolean run(Demo.CollectorFactory collectors, boolean documentedPorts, Demo.Pause pause)
      throws IOException, InterruptedException {
    TraceIdsConfig join =
        new TraceIdsConfig(TraceIdsConfig.Mode.REWRITE_JOIN, TraceIdsConfig.defaults().family());
    boolean whole = true;
    try (StandIns backends = StandIns.start()) {
      Demo.RunningCollector collector =
          collectors.create(DemoPlan.config(documentedPorts, backends.all(), join, IDLE));
      try {
        collector.start();
        out.println("A load balancer sets x-cloud-trace-context; proxies read and write B3 alone.");
        InetSocketAddress zipkin = collector.listener("zipkin", true);
        ZipkinJsonSender sidecars = new ZipkinJsonSender(zipkin);
        for (Forwarding forwarding : Forwarding.values()) {
          MixedMesh mesh = new MixedMesh(forwarding, ThreadLocalRandom.current(), now());
          whole &= show("forward " + forwarding.text(), mesh, sidecars, backends.all());
        }
        MixedMesh traced =
            MixedMesh.withSdk(Forwarding.NEITHER, ThreadLocalRandom.current(), now());
        OtlpHttpSender applications =
            new OtlpHttpSender(collector.listener("otlp", true), new OtlpProtoEncoder());
        applications.send(traced.applicationSpans());
        whole &= show("trace themselves by traceparent", traced, sidecars, backends.all());
        pause.await();
      } finally {
        collector.close(Duration.ofSeconds(5));
      }
    }
    return whole;
  }

  private static long now() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }

  private boolean show(
      String applications, MixedMesh mesh, ZipkinJsonSender sidecars, List<StandIn> backends)
      throws IOException, InterruptedException {
    for (List<ProxySpan> report : mesh.reports()) {
      sidecars.send(report);
    }
    Set<TraceId> sent = mesh.traces();
    out.println();
    out.printf(
        "Applications %s: %d spans, sent as %s:%n",
        applications, mesh.spans().size(), traces(sent.size()));
    sent.stream().map(TraceId::hex).sorted().forEach(id -> out.println("  " + id));
    boolean whole = true;
    for (StandIn backend : backends) {
      List<Span> arrived = backend.arrived().await(mesh.spanIds(), PATIENCE);
      Joined joined = Joined.of(mesh, backend, arrived);
      out.println(backend.backend() + ": " + joined.text());
      if (backend.equals(backends.get(0)) || !joined.whole()) {
        out.print(TraceTree.of(arrived));
        out.println("  * " + backend.calls(arrived).text());
      }
      out.flush();
      whole &= joined.whole();
    }
    return whole;
  }

  /**
   * What became of a request at one backend.
   *
   * @param whole one trace, with every span and every call
   * @param text the same in words
   */
  record Joined(boolean whole, String text) {
    static Joined of(MixedMesh mesh, StandIn backend, List<Span> arrived) {
      Set<TraceId> traces =
          arrived.stream()
              .map(span -> new TraceId(span.traceIdHigh(), span.traceIdLow()))
              .collect(Collectors.toSet());
      long spans =
          arrived.stream().map(Span::spanId).filter(mesh.spanIds()::contains).distinct().count();
      CallGraph graph = backend.calls(arrived);
      Set<String> expected = mesh.calls(backend::service);
      boolean whole =
          spans == mesh.spans().size()
              && traces.size() == 1
              && graph.edges().containsAll(expected)
              && graph.loose() <= mesh.parentsOutside();
      long edges = expected.stream().filter(graph.edges()::contains).count();
      return new Joined(
          whole,
          "%d of %d spans in %s; %d of %d calls are edges, %d spans lack a parent or their other half"
              .formatted(
                  spans,
                  mesh.spans().size(),
                  traces(traces.size()),
                  edges,
                  expected.size(),
                  graph.loose()));
    }
  }

  private static String traces(int count) {
    return count == 1 ? "1 trace" : count + " traces";
  }
}
