package dev.ichnos.collector.exporter.local;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.UnsafeByteOperations;
import dev.ichnos.codec.SpanEncoder;
import dev.ichnos.codec.otlp.OtlpProtoEncoder;
import dev.ichnos.collector.transport.HttpReply;
import dev.ichnos.collector.transport.HttpRequest;
import dev.ichnos.collector.transport.HttpRoute;
import dev.ichnos.collector.transport.Listeners;
import dev.ichnos.model.Format;
import dev.ichnos.model.Origin;
import dev.ichnos.model.SpanBatch;
import dev.ichnos.model.TraceId;
import dev.ichnos.proto.tempo.TraceByIdResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * Tempo's query API on a {@link TraceStore}. Answers are made on the event loop that asks, so each
 * looks at a bounded number of traces, the newest.
 */
final class TempoApi {
  /** Traces that one request looks at, at most. */
  static final int MAX_INSPECTED_TRACES = 20_000;

  private static final int DEFAULT_LIMIT = 20;
  private static final int MAX_LIMIT = 1_000;
  private static final int DEFAULT_SPANS_PER_SET = 3;
  private static final int MAX_TAGS = 5_000;
  private static final String PROTOBUF = "application/protobuf";
  private static final String JSON = "application/json";
  private static final Origin NOWHERE =
      new Origin("local", new Format("TEMPO", PROTOBUF), "", 0, Map.of());

  private final TraceStore store;
  private final JsonFactory jsonFactory = new JsonFactory();
  private final SpanEncoder encoder = new OtlpProtoEncoder();

  TempoApi(TraceStore store) {
    this.store = store;
  }

  /** Adds a route for every call. */
  void addTo(Listeners api, String owner) {
    exact(api, owner, "/api/echo", request -> HttpReply.text(200, "echo"));
    exact(api, owner, "/ready", request -> HttpReply.text(200, "ready"));
    exact(api, owner, "/api/status/buildinfo", request -> buildInfo());
    exact(api, owner, "/api/search", this::search);
    exact(api, owner, "/api/search/tags", request -> tags(request, TagReply::writeNames));
    exact(api, owner, "/api/v2/search/tags", request -> tags(request, TagReply::writeScopes));
    under(api, owner, "/api/traces/", "", (id, request) -> trace(id, request, false));
    under(api, owner, "/api/v2/traces/", "", (id, request) -> trace(id, request, true));
    under(
        api,
        owner,
        "/api/search/tag/",
        "/values",
        (tag, request) ->
            values(
                SpanField.named(tag).orElseGet(() -> SpanField.anywhere(tag)),
                request,
                TagReply::writeValues));
    under(
        api,
        owner,
        "/api/v2/search/tag/",
        "/values",
        (tag, request) ->
            values(
                SpanField.named(tag)
                    .orElseThrow(
                        () ->
                            new BadQueryException(
                                tag + " (expected: a TraceQL name such as resource.service.name)")),
                request,
                TagReply::writeTypedValues));
  }

  private HttpReply trace(String hex, HttpRequest request, boolean v2) throws BadQueryException {
    Optional<StoredTrace> found = store.find(traceId(hex));
    if (found.isEmpty()) {
      return HttpReply.text(404, "trace not found");
    }
    StoredTrace trace = found.get();
    if (request.header("accept").contains(PROTOBUF)) {
      byte[] bytes = encode(new SpanBatch(trace.spans(), NOWHERE));
      return HttpReply.of(200, PROTOBUF, v2 ? envelope(bytes) : bytes);
    }
    return json(
        json -> {
          json.writeStartObject();
          if (v2) {
            json.writeObjectFieldStart("trace");
          }
          json.writeFieldName(v2 ? "resourceSpans" : "batches");
          new TempoTraceJson(json).writeResourceSpans(trace.spans());
          if (v2) {
            json.writeEndObject();
            json.writeObjectFieldStart("metrics");
            json.writeEndObject();
          }
          json.writeEndObject();
        });
  }

  private static byte[] envelope(byte[] trace) {
    return TraceByIdResponse.newBuilder()
        .setTrace(UnsafeByteOperations.unsafeWrap(trace))
        .build()
        .toByteArray();
  }

  private HttpReply search(HttpRequest request) throws BadQueryException {
    QueryParameters parameters = new QueryParameters(request.query());
    Search search = Search.of(parameters);
    long limit = Math.min(MAX_LIMIT, parameters.number("limit", DEFAULT_LIMIT));
    long spansPerSet = parameters.number("spss", DEFAULT_SPANS_PER_SET);
    return json(json -> SearchReply.write(json, inspected(), search, limit, spansPerSet));
  }

  private HttpReply tags(HttpRequest request, TagWriter writer) throws BadQueryException {
    QueryParameters parameters = new QueryParameters(request.query());
    Search search = Search.within(parameters, List.of());
    List<StoredTrace> traces = inspected().stream().filter(search::admits).toList();
    return json(json -> writer.write(json, traces, parameters.text("scope"), tagLimit(parameters)));
  }

  private HttpReply values(SpanField field, HttpRequest request, ValueWriter writer)
      throws BadQueryException {
    QueryParameters parameters = new QueryParameters(request.query());
    Search search = Search.within(parameters, lenient(parameters.text("q")));
    long limit = tagLimit(parameters);
    return json(json -> writer.write(json, inspected(), field, search, limit));
  }

  /** As in Tempo, a filter of values that cannot be read is no filter: it is still being typed. */
  private static List<Condition> lenient(String query) {
    try {
      return TraceQlReader.read(query);
    } catch (BadQueryException e) {
      return List.of();
    }
  }

  private static long tagLimit(QueryParameters parameters) {
    try {
      long limit = parameters.number("limit", MAX_TAGS);
      return limit == 0 ? MAX_TAGS : Math.min(MAX_TAGS, limit);
    } catch (BadQueryException e) {
      return MAX_TAGS;
    }
  }

  private List<StoredTrace> inspected() {
    return store.newest(MAX_INSPECTED_TRACES);
  }

  private HttpReply buildInfo() {
    return json(
        json -> {
          json.writeStartObject();
          // Grafana turns features on by this version: that of the API whose shapes we write.
          json.writeStringField("version", "2.8.0");
          json.writeStringField("revision", "ichnos");
          json.writeStringField("branch", "");
          json.writeStringField("buildDate", "");
          json.writeStringField("buildUser", "");
          json.writeStringField("goVersion", "");
          json.writeEndObject();
        });
  }

  /** Hex, up to 32 digits; a short one is padded with zeros on the left. */
  private static TraceId traceId(String hex) throws BadQueryException {
    if (!hex.matches("[0-9a-fA-F]{1,32}")) {
      throw new BadQueryException("trace id: " + hex + " (expected: 1-32 hex digits)");
    }
    int split = Math.max(0, hex.length() - 16);
    return new TraceId(
        split == 0 ? 0 : Long.parseUnsignedLong(hex.substring(0, split), 16),
        Long.parseUnsignedLong(hex.substring(split), 16));
  }

  private byte[] encode(SpanBatch batch) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(encoder.encodedSize(batch));
    try {
      encoder.encode(batch, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private HttpReply json(JsonBody body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
    try (JsonGenerator json = jsonFactory.createGenerator(out)) {
      body.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return HttpReply.of(200, JSON, out.toByteArray());
  }

  private static void exact(Listeners api, String owner, String path, Answer answer) {
    route(api, owner, path::equals, answer);
  }

  /** A route for what stands between a prefix and a suffix. */
  private static void under(
      Listeners api, String owner, String prefix, String suffix, PartAnswer answer) {
    route(
        api,
        owner,
        path ->
            path.startsWith(prefix)
                && path.endsWith(suffix)
                && path.length() > prefix.length() + suffix.length(),
        request -> {
          String path = request.path();
          String part = path.substring(prefix.length(), path.length() - suffix.length());
          return answer.to(QueryParameters.decodeAgain(part), request);
        });
  }

  private static void route(Listeners api, String owner, Predicate<String> path, Answer answer) {
    api.route(
        new HttpRoute(
            owner,
            "GET",
            path,
            request -> CompletableFuture.completedStage(answerOr400(request, answer)),
            HttpRoute.ErrorReply.TEXT));
  }

  private static HttpReply answerOr400(HttpRequest request, Answer answer) {
    try {
      return answer.to(request);
    } catch (BadQueryException e) {
      return HttpReply.text(400, e.text());
    }
  }

  private interface Answer {
    HttpReply to(HttpRequest request) throws BadQueryException;
  }

  private interface PartAnswer {
    HttpReply to(String part, HttpRequest request) throws BadQueryException;
  }

  private interface JsonBody {
    void write(JsonGenerator json) throws IOException;
  }

  private interface TagWriter {
    void write(JsonGenerator json, List<StoredTrace> traces, String scope, long limit)
        throws IOException;
  }

  private interface ValueWriter {
    void write(
        JsonGenerator json, List<StoredTrace> traces, SpanField field, Search search, long limit)
        throws IOException;
  }
}
