package dev.ichnos.collector.receiver.datadog;

import dev.ichnos.collector.transport.HttpReply;
import dev.ichnos.collector.transport.HttpRoute;
import dev.ichnos.collector.transport.UserAgent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What tracers call beside the paths that take traces, answered so that they neither fail nor send
 * more of it than they must. What is not here is 404.
 */
final class AgentCalls {
  private static final Pattern SERVICES = Pattern.compile("/v0\\.[1-4]/services");
  private static final String TELEMETRY = "/telemetry/proxy/";

  /** Statistics of traces, and of queues between services. */
  private static final Set<String> STATISTICS = Set.of("/v0.6/stats", "/v0.1/pipeline_stats");

  static final HttpReply OK = HttpReply.text(200, "OK");

  private AgentCalls() {}

  /** Their routes. */
  static Stream<HttpRoute> routes(String owner) {
    HttpReply info = HttpReply.of(200, "application/json", info().getBytes(StandardCharsets.UTF_8));
    Predicate<String> services = path -> SERVICES.matcher(path).matches();
    return Stream.of(
            Stream.of(route(owner, "GET", "/info"::equals, info)),
            posted(owner, services, OK),
            posted(owner, STATISTICS::contains, OK),
            posted(owner, path -> path.startsWith(TELEMETRY), HttpReply.of(202)))
        .flatMap(routes -> routes);
  }

  /** Tracers write with either method. */
  private static Stream<HttpRoute> posted(String owner, Predicate<String> path, HttpReply reply) {
    return Stream.of("POST", "PUT").map(method -> route(owner, method, path, reply));
  }

  private static HttpRoute route(
      String owner, String method, Predicate<String> path, HttpReply reply) {
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
