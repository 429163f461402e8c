package dev.ichnos.collector.receiver.jaeger;

import dev.ichnos.codec.jaeger.JaegerSampling;
import dev.ichnos.codec.jaeger.JaegerThriftDecoder;
import dev.ichnos.collector.pipeline.Reception;
import dev.ichnos.collector.receiver.HttpAnswers;
import dev.ichnos.collector.transport.HttpReply;
import dev.ichnos.collector.transport.HttpRequest;
import dev.ichnos.collector.transport.HttpRoute;
import dev.ichnos.collector.transport.Paths;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What Jaeger's clients ask for by HTTP: to take a batch, and how to sample. */
final class ThriftRoutes {
  private static final Paths BATCHES = Paths.exactly("/api/traces");
  private static final Paths SAMPLING = Paths.exactly("/sampling", "/api/sampling");

  /** Jaeger's collector wants one of the named; some old clients name none. */
  private static final Set<String> TYPES =
      Set.of("application/x-thrift", "application/vnd.apache.thrift.binary", "");

  private static final HttpReply ACCEPTED = HttpReply.of(202);

  private ThriftRoutes() {}

  static HttpRoute batches(String owner, Reception reception) {
    JaegerThriftDecoder decoder = new JaegerThriftDecoder();
    return new HttpRoute(
        owner,
        "POST",
        BATCHES,
        request -> take(request, decoder, reception),
        HttpRoute.ErrorReply.TEXT);
  }

  private static CompletionStage<HttpReply> take(
      HttpRequest request, JaegerThriftDecoder decoder, Reception reception) {
    if (!TYPES.contains(request.mediaType())) {
      reception.refuse("content_type");
      return CompletableFuture.completedStage(
          HttpReply.text(
              400,
              "content-type: "
                  + printable(request.mediaType())
                  + " (expected: application/x-thrift or application/vnd.apache.thrift.binary)"));
    }
    return reception
        .accept(decoder, request.body(), request.peer().address(), request::header)
        .thenApply(
            result ->
                HttpAnswers.of(result, ACCEPTED, HttpRoute.ErrorReply.TEXT, request.mediaType()));
  }

  static HttpRoute sampling(String owner) {
    HttpReply strategy = HttpReply.of(200, "application/json", JaegerSampling.json());
    HttpReply noService = HttpReply.text(400, "service: absent (expected: ?service=NAME)");
    return new HttpRoute(
        owner,
        "GET",
        SAMPLING,
        request ->
            CompletableFuture.completedStage(namesService(request.query()) ? strategy : noService),
        HttpRoute.ErrorReply.TEXT);
  }

  private static boolean namesService(String query) {
    for (String pair : query.split("&", -1)) {
      if (pair.startsWith("service=")) {
        return true;
      }
    }
    return false;
  }

  private static String printable(String mediaType) {
    return mediaType.replaceAll("[^ -~]", "?");
  }
}
