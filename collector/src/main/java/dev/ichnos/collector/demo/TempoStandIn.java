package dev.ichnos.collector.demo;

import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.Endpoint;
import dev.ichnos.collector.config.ExporterConfig;
import dev.ichnos.collector.config.LaneConfig;
import dev.ichnos.collector.config.OtlpExporterConfig;
import dev.ichnos.collector.config.OtlpReceiverConfig;
import dev.ichnos.collector.config.ServerConfig;
import dev.ichnos.collector.config.TlsClientConfig;
import dev.ichnos.collector.pipeline.ConsumeResult;
import dev.ichnos.collector.pipeline.EpochClock;
import dev.ichnos.collector.pipeline.SpanConsumer;
import dev.ichnos.collector.receiver.otlp.OtlpReceiver;
import dev.ichnos.collector.transport.Listeners;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Span;
import dev.ichnos.semconv.OtelKeys;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Tempo's distributor: OTLP over gRPC. */
final class TempoStandIn implements StandIn {
  private static final String OWNER = "tempo";

  private final ArrivedSpans arrived = new ArrivedSpans();
  private final Listeners listeners;
  private final ServerConfig server = ServerConfig.defaults(new Endpoint("127.0.0.1", 0));

  TempoStandIn(Listeners listeners, Metrics metrics) {
    this.listeners = listeners;
    SpanConsumer consumer =
        batch -> {
          arrived.add(batch.spans());
          return CompletableFuture.completedFuture(ConsumeResult.ACCEPTED);
        };
    OtlpReceiverConfig config =
        new OtlpReceiverConfig(OWNER, Optional.of(server), Optional.empty(), List.of());
    // Its method and its listener stay with the listeners, which close them.
    new OtlpReceiver(config, consumer, listeners, metrics, EpochClock.SYSTEM).start();
  }

  @Override
  public String backend() {
    return "Tempo";
  }

  @Override
  public String protocol() {
    return "OTLP over gRPC";
  }

  @Override
  public InetSocketAddress address() {
    return listeners.address(OWNER, server.endpoint(), false);
  }

  @Override
  public ExporterConfig exporter(LaneConfig lane) {
    OtlpExporterConfig otlp =
        OtlpExporterConfig.defaults(
            "otlp",
            new Endpoint(address().getHostString(), address().getPort()),
            TlsClientConfig.plaintext());
    return new OtlpExporterConfig(
        otlp.id(),
        lane,
        otlp.endpoints(),
        otlp.tls(),
        Map.of(),
        otlp.compression(),
        otlp.maxMessageSize());
  }

  @Override
  public ArrivedSpans arrived() {
    return arrived;
  }

  @Override
  public boolean shows(Bookinfo.Hop hop, String name) {
    return name.equals(hop.canonicalName());
  }

  @Override
  public boolean understands(Span span) {
    Attributes attributes = span.attributes();
    return attributes.string(OtelKeys.HTTP_REQUEST_METHOD).equals("GET")
        && attributes.integer(OtelKeys.HTTP_RESPONSE_STATUS_CODE, 0) == 200;
  }

  @Override
  public String service(Bookinfo.Proxy proxy) {
    return proxy.service();
  }

  @Override
  public CallGraph calls(List<Span> spans) {
    return CallGraph.ofHalves(spans);
  }

  @Override
  public List<String> remarks(List<Span> spans) {
    List<String> remarks = new ArrayList<>();
    if (spans.stream().anyMatch(span -> has(span, OtelKeys.NETWORK_LOCAL_ADDRESS))) {
      int events = spans.stream().mapToInt(span -> span.events().size()).sum();
      remarks.add("localEndpoint as attribute network.local.address, no port where it was 0");
      remarks.add(
          "annotations cs, cr, sr and ss say when it began and ended, no more; events: " + events);
    }
    return remarks;
  }

  private static boolean has(Span span, String key) {
    return span.attributes().contains(key);
  }
}
