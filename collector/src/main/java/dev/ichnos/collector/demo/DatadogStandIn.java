package dev.ichnos.collector.demo;

import dev.ichnos.codec.wire.MsgpackException;
import dev.ichnos.collector.config.DatadogExporterConfig;
import dev.ichnos.collector.config.Endpoint;
import dev.ichnos.collector.config.ExporterConfig;
import dev.ichnos.collector.config.LaneConfig;
import dev.ichnos.collector.config.ServerConfig;
import dev.ichnos.collector.transport.HttpReply;
import dev.ichnos.collector.transport.HttpRequest;
import dev.ichnos.collector.transport.HttpRoute;
import dev.ichnos.collector.transport.Listeners;
import dev.ichnos.model.Span;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A Datadog Agent: {@code POST /v0.4/traces}, msgpack. */
final class DatadogStandIn implements StandIn {
  private static final String OWNER = "datadog-agent";
  private static final String PATH = "/v0.4/traces";

  /** What an Agent says: how to sample by service. */
  private static final byte[] RATES =
      "{\"rate_by_service\":{\"service:,env:\":1}}".getBytes(StandardCharsets.UTF_8);

  private final ArrivedSpans arrived = new ArrivedSpans();
  private final Listeners listeners;
  private final ServerConfig server = ServerConfig.defaults(new Endpoint("127.0.0.1", 0));

  DatadogStandIn(Listeners listeners) {
    this.listeners = listeners;
    listeners.mixed(OWNER, server);
    listeners.route(
        new HttpRoute(
            OWNER,
            "POST",
            PATH::equals,
            request -> CompletableFuture.completedFuture(answer(request)),
            HttpRoute.ErrorReply.TEXT));
  }

  private HttpReply answer(HttpRequest request) {
    try {
      DatadogMessage message = DatadogMessage.read(request.body());
      String announced = request.header("x-datadog-trace-count");
      if (!announced.equals(Integer.toString(message.chunks()))) {
        return HttpReply.text(
            400, "X-Datadog-Trace-Count: " + announced + " (expected: " + message.chunks() + ")");
      }
      arrived.add(message.spans());
      return HttpReply.of(200, "application/json", RATES);
    } catch (MsgpackException e) {
      return HttpReply.text(400, e.detail());
    }
  }

  @Override
  public String backend() {
    return "Datadog";
  }

  @Override
  public String protocol() {
    return "an Agent's msgpack over HTTP";
  }

  @Override
  public InetSocketAddress address() {
    return listeners.address(OWNER, server.endpoint(), true);
  }

  @Override
  public ExporterConfig exporter(LaneConfig lane) {
    DatadogExporterConfig datadog =
        DatadogExporterConfig.defaults(
            "datadog",
            URI.create("http://" + address().getHostString() + ":" + address().getPort()));
    return new DatadogExporterConfig(
        datadog.id(),
        lane.withForm(datadog.lane().form()),
        datadog.endpoint(),
        datadog.tls(),
        datadog.headers(),
        datadog.traceApi(),
        datadog.operationName(),
        datadog.environment(),
        datadog.namespaceEnvironments(),
        datadog.topLevel(),
        datadog.clusterInHostname(),
        datadog.maxMessageSize());
  }

  @Override
  public ArrivedSpans arrived() {
    return arrived;
  }

  /**
   * By its resource; the operation is the same for all that proxies do. A resource that a tracer of
   * Datadog's gave stays as it is, others are made of method and name.
   */
  @Override
  public boolean shows(Bookinfo.Hop hop, String name) {
    String canonical = hop.canonicalName();
    return name.equals(canonical)
        || name.equals(hop.tags().get("http.method") + " " + canonical)
        || name.equals(hop.name());
  }

  @Override
  public boolean understands(Span span) {
    return span.attributes().string("http.method").equals("GET")
        && span.attributes().string("http.status_code").equals("200");
  }

  @Override
  public String service(Bookinfo.Proxy proxy) {
    return proxy.tracingName();
  }

  @Override
  public CallGraph calls(List<Span> spans) {
    return CallGraph.ofParents(spans);
  }

  @Override
  public List<String> remarks(List<Span> spans) {
    long operations = spans.stream().filter(DatadogMessage::isProxyOperation).count();
    return List.of(
        "the trace id's upper half from _dd.p.tid on the chunk's first span",
        "operation envoy.proxy: " + operations + " of " + Bookinfo.SPANS);
  }
}
