package dev.ichnos.collector.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.sun.net.httpserver.HttpServer;
import dev.ichnos.codec.DropReason;
import dev.ichnos.collector.testing.FakeTempo;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A whole collector whose pipeline passes OTLP through, between a real SDK and backends. */
@Timeout(120)
class PassThroughIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<byte[]> bodies = new CopyOnWriteArrayList<>();
  private FakeTempo tempo;
  private HttpServer raw;
  private RunningCollector collector;

  @BeforeEach
  void start() throws IOException {
    tempo = FakeTempo.start();
    raw = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    raw.createContext(
        "/v1/traces",
        exchange -> {
          assertThat(exchange.getRequestHeaders().getFirst("content-encoding")).isEqualTo("gzip");
          try (InputStream in = new GZIPInputStream(exchange.getRequestBody())) {
            bodies.add(in.readAllBytes());
          }
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    raw.start();
    collector =
        RunningCollector.start(
            """
            receivers:
              otlp: {protocols: {grpc: {endpoint: 127.0.0.1:0}, http: {endpoint: 127.0.0.1:0}}}
            admin:
              health: {endpoint: 127.0.0.1:0}
              api: {endpoint: 127.0.0.1:0}
            identity: {enabled: false}
            exporters:
              otlp:
                endpoint: %s
                tls: {insecure: true}
                window: {enabled: false}
                batch: {timeout: 100ms}
                retry_on_failure: {initial_interval: 50ms, max_interval: 100ms}
              otlphttp:
                endpoint: http://127.0.0.1:%d
                window: {enabled: false}
                batch: {timeout: 0s}
            service:
              pipelines:
                traces: {receivers: [otlp], exporters: [otlp, otlphttp]}
            """
                .formatted(tempo.grpcEndpoint(), raw.getAddress().getPort()));
  }

  @AfterEach
  void stop() {
    collector.close();
    raw.stop(0);
    tempo.close();
  }

  @Test
  void sdkExports_overGrpc_everySpanArrivesOnceInBothBackends() throws Exception {
    Set<String> made = new HashSet<>();
    InetSocketAddress address = collector.listener("otlp", false);
    SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .setResource(Resource.builder().put("service.name", "shop").build())
            .addSpanProcessor(
                BatchSpanProcessor.builder(
                        OtlpGrpcSpanExporter.builder()
                            .setEndpoint("http://127.0.0.1:" + address.getPort())
                            .setCompression("gzip")
                            .build())
                    .setMaxExportBatchSize(64)
                    .build())
            .build();
    Tracer tracer = provider.get("test");
    for (int i = 0; i < 1_000; i++) {
      var span = tracer.spanBuilder("checkout ✓").setAttribute("n", i).startSpan();
      made.add(span.getSpanContext().getSpanId());
      span.end();
    }
    provider.forceFlush().join(30, TimeUnit.SECONDS);
    provider.close();

    collector.awaitBalanced("otlp", account -> account.sent() == 1_000);
    collector.awaitBalanced("otlphttp", account -> account.sent() == 1_000);
    assertThat(tempo.storedSpans())
        .extracting(span -> hex(span.getSpanId()))
        .hasSize(1_000)
        .containsExactlyInAnyOrderElementsOf(made);
    assertThat(tempo.storedSpans()).allMatch(span -> span.getName().equals("checkout ✓"));
    assertThat(tempo.violations()).isEmpty();
    int viaHttp = 0;
    for (byte[] body : bodies) {
      viaHttp += spans(ExportTraceServiceRequest.parseFrom(body));
    }
    assertThat(viaHttp).isEqualTo(1_000);
  }

  @Test
  void post_gzippedWithUnknownFields_arrivesByteForByte() throws Exception {
    byte[] message = request(span(1)).toBuilder().setUnknownFields(unknown()).build().toByteArray();

    assertThat(post("application/x-protobuf", message).statusCode()).isEqualTo(200);

    Awaitility.await().atMost(PATIENCE).until(() -> bodies.size() == 1);
    assertThat(bodies.get(0)).isEqualTo(message);
  }

  @Test
  void post_malformedFrames_isRefusedAsByTheDecoder() throws Exception {
    HttpResponse<byte[]> reply = post("application/x-protobuf", new byte[] {10, 2, 18, 99});

    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(new String(reply.body(), StandardCharsets.UTF_8))
        .contains("Malformed OTLP_PROTO: resource_spans[0].scope_spans at byte 3: length 99");
    assertThat(collector.account("otlp").accepted()).isZero();
  }

  @Test
  void post_json_isDecodedAndForwarded() throws Exception {
    String json =
        """
        {"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"0af7651916cd43dd8448eb211c80319c",
        "spanId":"00f067aa0ba902b7","name":"json"}]}]}]}
        """;

    assertThat(post("application/json", json.getBytes(StandardCharsets.UTF_8)).statusCode())
        .isEqualTo(200);

    collector.awaitBalanced("otlp", account -> account.sent() == 1);
    assertThat(tempo.storedSpans()).extracting(Span::getName).containsExactly("json");
  }

  @Test
  void badSpanAmongOthers_backendRefuses_itAloneIsLost() throws Exception {
    Span bad = span(5).toBuilder().setSpanId(ByteString.copyFrom(new byte[8])).build();

    assertThat(post("application/x-protobuf", request(span(1), span(2), bad).toByteArray()))
        .extracting(HttpResponse::statusCode)
        .isEqualTo(200);
    assertThat(post("application/x-protobuf", request(span(3), span(4)).toByteArray()))
        .extracting(HttpResponse::statusCode)
        .isEqualTo(200);

    collector.awaitBalanced(
        "otlp",
        account -> account.sent() == 4 && account.dropped(DropReason.REFUSED_BY_BACKEND) == 1);
    assertThat(tempo.storedSpans()).containsExactlyInAnyOrder(span(1), span(2), span(3), span(4));
  }

  @Test
  void message_largerThanTheBackendTakes_isSplit() throws Exception {
    Span[] large = new Span[3_000];
    for (int i = 0; i < large.length; i++) {
      large[i] = span(i + 1).toBuilder().setName("x".repeat(2_000)).build();
    }

    assertThat(post("application/x-protobuf", request(large).toByteArray()).statusCode())
        .isEqualTo(200);

    collector.awaitBalanced("otlp", account -> account.sent() == large.length);
    assertThat(tempo.storedSpans()).containsExactlyInAnyOrder(large);
    assertThat(tempo.stored()).allMatch(group -> group.getSchemaUrl().equals("https://schema"));
  }

  private HttpResponse<byte[]> post(String type, byte[] message) throws Exception {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(body)) {
      gzip.write(message);
    }
    int port = collector.listener("otlp", true).getPort();
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/traces"))
            .header("content-type", type)
            .header("content-encoding", "gzip")
            .POST(
                HttpRequest.BodyPublishers.ofInputStream(
                    () -> new ByteArrayInputStream(body.toByteArray())))
            .build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  private static ExportTraceServiceRequest request(Span... spans) {
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(
            ResourceSpans.newBuilder()
                .setSchemaUrl("https://schema")
                .addScopeSpans(ScopeSpans.newBuilder().addAllSpans(List.of(spans))))
        .build();
  }

  private static Span span(int id) {
    byte[] traceId = new byte[16];
    traceId[0] = 1;
    byte[] spanId = new byte[8];
    spanId[6] = (byte) (id >>> 8);
    spanId[7] = (byte) id;
    return Span.newBuilder()
        .setTraceId(ByteString.copyFrom(traceId))
        .setSpanId(ByteString.copyFrom(spanId))
        .setName("span")
        .setUnknownFields(unknown())
        .build();
  }

  private static UnknownFieldSet unknown() {
    return UnknownFieldSet.newBuilder()
        .addField(
            900,
            UnknownFieldSet.Field.newBuilder()
                .addLengthDelimited(ByteString.copyFromUtf8("of a later version"))
                .build())
        .build();
  }

  private static int spans(ExportTraceServiceRequest request) {
    return request.getResourceSpansList().stream()
        .flatMap(resource -> resource.getScopeSpansList().stream())
        .mapToInt(ScopeSpans::getSpansCount)
        .sum();
  }

  private static String hex(ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }
}
