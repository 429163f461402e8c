package dev.ichnos.collector.receiver.datadog;

import dev.ichnos.collector.transport.HttpReply;
import dev.ichnos.collector.transport.HttpRoute;
import dev.ichnos.collector.transport.Paths;
import dev.ichnos.collector.transport.UserAgent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What tracers call beside the paths that take traces, answered so that they neither fail nor send
 * more of it than they must. What is not here is 404.
 */
final class AgentCalls {
  private static final Paths INFO = Paths.exactly("/info");
  private static final Paths SERVICES =
      Paths.exactly("/v0.1/services", "/v0.2/services", "/v0.3/services", "/v0.4/services");
  private static final Paths TELEMETRY = Paths.exactly("/telemetry/proxy/api/v2/apmtelemetry");

  /** Statistics of traces, and of queues between services. */
  private static final Paths STATISTICS = Paths.exactly("/v0.6/stats", "/v0.1/pipeline_stats");

  static final HttpReply OK = HttpReply.text(200, "OK");

  private AgentCalls() {}

  /** Their routes. */
  static Stream<HttpRoute> routes(String owner) {
    HttpReply info = HttpReply.of(200, "application/json", info().getBytes(StandardCharsets.UTF_8));
    return Stream.of(
            Stream.of(route(owner, "GET", INFO, info)),
            posted(owner, SERVICES, OK),
            posted(owner, STATISTICS, OK),
            posted(owner, TELEMETRY, HttpReply.of(202)))
        .flatMap(routes -> routes);
  }

  /** Tracers write with either method. */
  private static Stream<HttpRoute> posted(String owner, Paths path, HttpReply reply) {
    return Stream.of("POST", "PUT").map(method -> route(owner, method, path, reply));
  }

  private static HttpRoute route(String owner, String method, Paths path, HttpReply reply) {
    return new HttpRoute(
        owner,
        method,
        path,
        request -> CompletableFuture.completedStage(reply),
        HttpRoute.ErrorReply.TEXT);
  }

  /** What an Agent says of itself, without anything that makes tracers send fewer traces. */
  private static String info() {
    String paths =
        Arrays.stream(TraceVersion.values())
            .filter(TraceVersion::isOffered)
            .map(version -> "\"" + version.path() + "\"")
            .collect(Collectors.joining(","));
    return "{\"version\":\""
        + UserAgent.TEXT
        + "\",\"endpoints\":["
        + paths
        + "],\"client_drop_p0s\":false,\"span_meta_structs\":true,\"span_events\":true,"
        + "\"long_running_spans\":false,\"config\":{}}\n";
  }
}
