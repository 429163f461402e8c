package dev.ichnos.collector.demo;

import dev.ichnos.codec.otlp.OtlpJsonEncoder;
import dev.ichnos.codec.otlp.OtlpProtoEncoder;
import dev.ichnos.collector.component.Component;
import dev.ichnos.collector.config.CollectorConfig;
import dev.ichnos.collector.config.Endpoint;
import dev.ichnos.collector.config.TlsClientConfig;
import dev.ichnos.collector.config.TraceIdsConfig;
import dev.ichnos.collector.transport.GrpcChannels;
import dev.ichnos.model.Span;
import dev.ichnos.model.TraceId;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Runs a collector and stand-ins for its backends, sends Bookinfo through them, prints what
 * arrived.
 */
public final class Demo {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final Duration IDLE = Duration.ofMillis(500);

  private final PrintWriter out;

  public Demo(PrintWriter out) {
    this.out = out;
  }

  /** A collector, as the root package makes it. */
  public interface RunningCollector extends Component {
    /**
     * Where a receiver listens.
     *
     * @param mixed whether its HTTP listener is meant, or the one for gRPC alone
     */
    InetSocketAddress listener(String owner, boolean mixed);
  }

  /** Makes collectors; the demo cannot, since it must not know the root package. */
  @FunctionalInterface
  public interface CollectorFactory {
    RunningCollector create(CollectorConfig config);
  }

  /** What the demo does once everything has been shown, before it stops. */
  @FunctionalInterface
  public interface Pause {
    void await() throws InterruptedException;
  }

  /**
   * Shows everything once.
   *
   * @param documentedPorts whether to listen where the documentation says, or on free ports
   * @return whether every span arrived at every backend, once, with the ids that it was sent with
   */
  public boolean run(CollectorFactory collectors, boolean documentedPorts, Pause pause)
      throws IOException, InterruptedException {
    boolean complete = true;
    try (StandIns backends = StandIns.start();
        GrpcChannels channels = new GrpcChannels()) {
      RunningCollector collector =
          collectors.create(
              DemoPlan.config(documentedPorts, backends.all(), TraceIdsConfig.defaults(), IDLE));
      try {
        collector.start();
        for (StandIn backend : backends.all()) {
          out.printf(
              "A stand-in for %s takes %s on %s.%n",
              backend.backend(), backend.protocol(), text(backend.address()));
        }
        out.println("Ichnos keeps recent traces on " + text(collector.listener("api", true)) + ".");
        boolean first = true;
        for (Sender sender : senders(collector, channels)) {
          complete &= show(sender, backends.all(), first);
          first = false;
        }
        pause.await();
      } finally {
        collector.close(Duration.ofSeconds(5));
      }
    }
    return complete;
  }

  private static List<Sender> senders(RunningCollector collector, GrpcChannels channels)
      throws IOException {
    InetSocketAddress grpc = collector.listener("otlp", false);
    InetSocketAddress http = collector.listener("otlp", true);
    InetSocketAddress zipkin = collector.listener("zipkin", true);
    return List.of(
        new ZipkinJsonSender(zipkin),
        new ZipkinProtoSender(zipkin),
        new ZipkinV1JsonSender(zipkin),
        new ZipkinThriftSender(zipkin),
        new ZipkinGrpcSender(channel(channels, zipkin)),
        new OtlpGrpcSender(channel(channels, grpc)),
        new OtlpHttpSender(http, new OtlpProtoEncoder()),
        new OtlpHttpSender(http, new OtlpJsonEncoder()),
        new SkyWalkingGrpcSender(channel(channels, collector.listener("skywalking", false))),
        new SkyWalkingHttpSender(collector.listener("skywalking", true)),
        new OpenCensusSender(channel(channels, collector.listener("opencensus", false))),
        new EnvoyStreamSender(channel(channels, collector.listener("envoy", false)), "v3"),
        new EnvoyStreamSender(channel(channels, collector.listener("envoy", false)), "v2"),
        new DatadogSender(collector.listener("datadog", true)),
        new JaegerThriftSender(collector.listener("jaeger", true)),
        new JaegerGrpcSender(channel(channels, collector.listener("jaeger", false))),
        new XRaySender(collector.listener("xray", false)),
        new CloudTraceGrpcSender(channel(channels, collector.listener("cloudtrace", true))),
        new CloudTraceRestSender(collector.listener("cloudtrace", true)),
        new LightstepGrpcSender(channel(channels, collector.listener("lightstep", true))),
        new LightstepHttpSender(collector.listener("lightstep", true)));
  }

  private static ManagedChannel channel(GrpcChannels channels, InetSocketAddress to)
      throws IOException {
    return channels.open(
        new Endpoint(to.getHostString(), to.getPort()), TlsClientConfig.plaintext());
  }

  /**
   * Sends one request, and tells what became of it.
   *
   * @param everyTree whether each backend's tree is printed, or only the first's and those that are
   *     not whole
   */
  private boolean show(Sender sender, List<StandIn> backends, boolean everyTree)
      throws IOException, InterruptedException {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    Bookinfo request = new Bookinfo(random.nextLong() | 1, random.nextLong() | 1, now);
    Bookinfo arriving = sender.arriving(request);
    sender.send(request);
    out.println();
    out.printf(
        "%s, 5 proxies: trace %s%n",
        sender.protocol(), new TraceId(arriving.traceIdHigh(), arriving.traceIdLow()));
    boolean complete = true;
    for (StandIn backend : backends) {
      List<Span> arrived = backend.arrived().await(request.traceIdLow(), Bookinfo.SPANS, PATIENCE);
      Arrivals arrivals = Arrivals.of(arriving, backend, arrived);
      boolean tree = everyTree || backend.equals(backends.get(0)) || !arrivals.complete();
      out.printf(
          "%s: %d of %d spans%s%n",
          backend.backend(),
          arrived.size(),
          Bookinfo.SPANS,
          tree ? "" : ", the same ids, parents, kinds, times, services and meaning");
      if (tree) {
        out.print(TraceTree.of(arrived));
        arrivals.mapping().forEach(line -> out.println("  * " + line));
      }
      out.flush();
      complete &= arrivals.complete();
    }
    return complete;
  }

  private static String text(InetSocketAddress address) {
    return address.getHostString() + ":" + address.getPort();
  }
}
