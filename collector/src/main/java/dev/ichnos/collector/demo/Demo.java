package dev.ichnos.collector.demo;

import dev.ichnos.codec.otlp.OtlpJsonEncoder;
import dev.ichnos.codec.otlp.OtlpProtoEncoder;
import dev.ichnos.collector.component.Component;
import dev.ichnos.collector.config.CollectorConfig;
import dev.ichnos.collector.config.Endpoint;
import dev.ichnos.collector.config.TlsClientConfig;
import dev.ichnos.collector.transport.GrpcChannels;
import dev.ichnos.model.Span;
import dev.ichnos.model.TraceId;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Runs a collector and a stand-in for Tempo, sends Bookinfo through them, prints what arrived. */
public final class Demo {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

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
   * @return whether every span arrived, once, in a tree with one root
   */
  public boolean run(CollectorFactory collectors, boolean documentedPorts, Pause pause)
      throws IOException, InterruptedException {
    boolean complete = true;
    try (TempoStandIn tempo = TempoStandIn.start(0);
        GrpcChannels channels = new GrpcChannels()) {
      RunningCollector collector =
          collectors.create(DemoPlan.config(documentedPorts, tempo.address()));
      try {
        collector.start();
        out.println("A stand-in for Tempo takes OTLP on " + text(tempo.address()) + ".");
        out.println("Ichnos keeps recent traces on " + text(collector.listener("api", true)) + ".");
        for (Sender sender : senders(collector, channels)) {
          complete &= show(sender, tempo);
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
        new OtlpGrpcSender(
            channels.open(
                new Endpoint(grpc.getHostString(), grpc.getPort()), TlsClientConfig.plaintext())),
        new OtlpHttpSender(http, new OtlpProtoEncoder()),
        new OtlpHttpSender(http, new OtlpJsonEncoder()));
  }

  private boolean show(Sender sender, TempoStandIn tempo) throws IOException, InterruptedException {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    Bookinfo request = new Bookinfo(random.nextLong() | 1, random.nextLong() | 1, now);
    sender.send(request);
    List<Span> arrived = tempo.await(request.traceIdLow(), Bookinfo.SPANS, PATIENCE);
    out.println();
    out.printf(
        "%s, 5 proxies: trace %s, %d of %d spans%n",
        sender.protocol(),
        new TraceId(request.traceIdHigh(), request.traceIdLow()),
        arrived.size(),
        Bookinfo.SPANS);
    out.print(TraceTree.of(arrived));
    Arrivals arrivals = Arrivals.of(request, arrived);
    arrivals.mapping().forEach(line -> out.println("  * " + line));
    out.flush();
    return arrivals.complete();
  }

  private static String text(InetSocketAddress address) {
    return address.getHostString() + ":" + address.getPort();
  }
}
