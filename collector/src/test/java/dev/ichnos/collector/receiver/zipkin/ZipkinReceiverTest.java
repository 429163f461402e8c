package dev.ichnos.collector.receiver.zipkin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.zipkin.ZipkinFormats;
import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.CorsConfig;
import dev.ichnos.collector.config.Endpoint;
import dev.ichnos.collector.config.ServerConfig;
import dev.ichnos.collector.config.ZipkinReceiverConfig;
import dev.ichnos.collector.config.ZipkinReceiverConfig.ByteOrder;
import dev.ichnos.collector.pipeline.EpochClock;
import dev.ichnos.collector.testing.RecordingConsumer;
import dev.ichnos.collector.transport.Listeners;
import dev.ichnos.model.Format;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanFixtures;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import zipkin2.codec.SpanBytesEncoder;

/** Paths, types and manners; what one format owes its senders is in the contract's tests. */
class ZipkinReceiverTest {
  private static final ServerConfig SERVER = ServerConfig.defaults(new Endpoint("127.0.0.1", 0));
  private static final Map<SpanBytesEncoder, Format> FORMATS =
      Map.of(
          SpanBytesEncoder.JSON_V1, ZipkinFormats.ZIPKIN_V1_JSON,
          SpanBytesEncoder.JSON_V2, ZipkinFormats.ZIPKIN_V2_JSON,
          SpanBytesEncoder.THRIFT, ZipkinFormats.ZIPKIN_V1_THRIFT,
          SpanBytesEncoder.PROTO3, ZipkinFormats.ZIPKIN_PROTO);

  private final RecordingConsumer consumer = new RecordingConsumer();
  private final Listeners listeners = new Listeners(new Metrics());
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @AfterEach
  void close() {
    listeners.close(Duration.ofMillis(200));
  }

  /** Every format at either path, by every type: senders mix them up. */
  @ParameterizedTest
  @EnumSource
  void post_anyFormatAnywhereByAnyType_isRead(SpanBytesEncoder format) throws Exception {
    start(CorsConfig.defaults(), ByteOrder.BIG_ENDIAN);
    List<String> types =
        List.of(
            "",
            "application/json",
            "Application/JSON; charset=UTF-8",
            "text/plain",
            "application/x-thrift",
            "application/vnd.apache.thrift.binary",
            "application/x-protobuf",
            "APPLICATION/PROTOBUF;v=3");
    for (String path : List.of("/api/v1/spans", "/api/v2/spans", "/collect")) {
      for (String type : types) {
        int status = post(path, type, ZipkinMessages.good(format)).statusCode();

        assertThat(status).as("%s as '%s' at %s", format, type, path).isEqualTo(202);
      }
    }

    assertThat(consumer.batches()).hasSize(3 * types.size());
    assertThat(consumer.batches())
        .allSatisfy(
            batch -> {
              assertThat(batch.origin().format()).isEqualTo(FORMATS.get(format));
              assertThat(batch.spans())
                  .singleElement()
                  .satisfies(
                      span -> {
                        assertThat(span.spanId()).isEqualTo(SpanFixtures.CLIENT.spanId());
                        assertThat(span.traceIdHigh()).isEqualTo(SpanFixtures.TRACE_HIGH);
                        assertThat(span.startEpochNanos()).isEqualTo(SpanFixtures.START);
                      });
            });
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v2/spans, ZIPKIN_V2_JSON",
    "/collect, ZIPKIN_V2_JSON",
    "/zipkin/api/v1/spans, ZIPKIN_V1_JSON"
  })
  void post_jsonOfEitherVersion_isOfThePaths(String path, String format) throws Exception {
    start(CorsConfig.defaults(), ByteOrder.BIG_ENDIAN);

    assertThat(post(path, "application/json", bytes("[{\"traceId\":\"1\",\"id\":\"2\"}]")))
        .extracting(HttpResponse::statusCode)
        .isEqualTo(202);
    assertThat(consumer.batches().get(0).origin().format().name()).isEqualTo(format);
  }

  @ParameterizedTest
  @EnumSource
  void post_goodMessage_answers202WithoutBody(SpanBytesEncoder format) throws Exception {
    start(CorsConfig.defaults(), ByteOrder.BIG_ENDIAN);

    HttpResponse<byte[]> response = post("/api/v2/spans", "", ZipkinMessages.good(format));

    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(response.body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "application/x-thrift", "application/x-protobuf"})
  void post_noBody_answers202(String type) throws Exception {
    start(CorsConfig.defaults(), ByteOrder.BIG_ENDIAN);

    assertThat(post("/api/v1/spans", type, new byte[0]).statusCode()).isEqualTo(202);
    assertThat(post("/api/v2/spans", type, new byte[0]).statusCode()).isEqualTo(202);
  }

  @ParameterizedTest
  @EnumSource
  void post_onlyBadSpans_answers400NamingTheFirst(SpanBytesEncoder format) throws Exception {
    start(CorsConfig.defaults(), ByteOrder.BIG_ENDIAN);

    HttpResponse<byte[]> response = post("/api/v2/spans", "", ZipkinMessages.onlyBad(format));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(text(response)).containsPattern("span( |s\\[)0").contains("expected");
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v2/spans, application/json, ZIPKIN_V2_JSON",
    "/api/v1/spans, application/json, ZIPKIN_V1_JSON",
    "/api/v1/spans, application/x-thrift, ZIPKIN_V1_THRIFT",
    "/api/v2/spans, application/x-protobuf, ZIPKIN_PROTO"
  })
  void post_nothingOfZipkin_isReadAsStatedAndRefused(String path, String type, String format)
      throws Exception {
    start(CorsConfig.defaults(), ByteOrder.BIG_ENDIAN);

    HttpResponse<byte[]> response = post(path, type, bytes("<html>"));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(text(response)).contains("Malformed " + format, "expected");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/collect", "/zipkin/api/v2/spans", "/a/b/api/v2/spans", "/x/api/v1/spans"})
  void post_furtherPaths_areServed(String path) throws Exception {
    start(CorsConfig.defaults(), ByteOrder.BIG_ENDIAN);

    assertThat(post(path, "", ZipkinMessages.good(SpanBytesEncoder.JSON_V2)).statusCode())
        .isEqualTo(202);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v3/spans", "/api/v2/spans/more", "/collect/more", "/"})
  void post_otherPaths_areNotFound(String path) throws Exception {
    start(CorsConfig.defaults(), ByteOrder.BIG_ENDIAN);

    assertThat(post(path, "", ZipkinMessages.good(SpanBytesEncoder.JSON_V2)).statusCode())
        .isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "PUT", "DELETE"})
  void request_otherMethods_areNotAllowed(String method) throws Exception {
    start(CorsConfig.defaults(), ByteOrder.BIG_ENDIAN);

    HttpResponse<byte[]> response = send(request("/api/v1/spans").method(method, nothing()));

    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("allow")).hasValue("OPTIONS, POST");
  }

  @Test
  void post_http2ByUpgrade_isServedOnTheSamePort() throws Exception {
    start(CorsConfig.defaults(), ByteOrder.BIG_ENDIAN);
    HttpClient http2 = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
    HttpRequest request =
        request("/api/v2/spans")
            .POST(
                HttpRequest.BodyPublishers.ofByteArray(
                    ZipkinMessages.good(SpanBytesEncoder.JSON_V2)))
            .build();

    for (int i = 0; i < 3; i++) {
      HttpResponse<byte[]> response = http2.send(request, HttpResponse.BodyHandlers.ofByteArray());
      assertThat(response.statusCode()).isEqualTo(202);
      assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
    }
    assertThat(consumer.spans()).hasSize(3);
  }

  @Test
  void post_littleEndianSpanIds_areTurnedRound() throws Exception {
    start(CorsConfig.defaults(), ByteOrder.LITTLE_ENDIAN);

    post("/api/v2/spans", "", ZipkinMessages.good(SpanBytesEncoder.PROTO3));
    post("/api/v2/spans", "", ZipkinMessages.good(SpanBytesEncoder.JSON_V2));

    assertThat(consumer.spans())
        .extracting(Span::spanId)
        .containsExactly(
            Long.reverseBytes(SpanFixtures.CLIENT.spanId()), SpanFixtures.CLIENT.spanId());
    assertThat(consumer.spans()).extracting(Span::traceIdLow).containsOnly(SpanFixtures.TRACE_LOW);
  }

  @Test
  void options_noOriginConfigured_letsNoPageIn() throws Exception {
    start(CorsConfig.defaults(), ByteOrder.BIG_ENDIAN);

    HttpResponse<byte[]> response = preflight("https://shop.example.com");

    assertThat(response.statusCode()).isEqualTo(204);
    assertThat(response.headers().firstValue("allow")).hasValue("OPTIONS, POST");
    assertThat(response.headers().map()).doesNotContainKey("access-control-allow-origin");
  }

  @Test
  void options_originConfigured_letsItsPagesPost() throws Exception {
    start(
        new CorsConfig(List.of("https://*.example.com"), List.of("x-page"), 600),
        ByteOrder.BIG_ENDIAN);

    HttpResponse<byte[]> asked = preflight("https://shop.example.com");
    HttpResponse<byte[]> posted =
        send(
            request("/api/v2/spans")
                .header("origin", "https://shop.example.com")
                .POST(
                    HttpRequest.BodyPublishers.ofByteArray(
                        ZipkinMessages.good(SpanBytesEncoder.JSON_V2))));

    assertThat(asked.statusCode()).isEqualTo(204);
    assertThat(asked.headers().firstValue("access-control-allow-origin"))
        .hasValue("https://shop.example.com");
    assertThat(asked.headers().firstValue("access-control-allow-methods")).hasValue("POST");
    assertThat(asked.headers().firstValue("access-control-allow-headers"))
        .hasValue("content-type, content-encoding, x-page");
    assertThat(asked.headers().firstValue("access-control-max-age")).hasValue("600");
    assertThat(posted.statusCode()).isEqualTo(202);
    assertThat(posted.headers().firstValue("access-control-allow-origin"))
        .hasValue("https://shop.example.com");
  }

  private void start(CorsConfig cors, ByteOrder protoSpanIds) throws IOException {
    new ZipkinReceiver(
        new ZipkinReceiverConfig("zipkin", SERVER, List.of("/collect"), cors, protoSpanIds),
        consumer,
        listeners,
        new Metrics(),
        EpochClock.SYSTEM);
    listeners.start();
  }

  private HttpResponse<byte[]> post(String path, String type, byte[] body) throws Exception {
    HttpRequest.Builder request = request(path).POST(HttpRequest.BodyPublishers.ofByteArray(body));
    return send(type.isEmpty() ? request : request.header("content-type", type));
  }

  private HttpResponse<byte[]> preflight(String origin) throws Exception {
    return send(
        request("/api/v2/spans")
            .header("origin", origin)
            .header("access-control-request-method", "POST")
            .method("OPTIONS", nothing()));
  }

  private HttpRequest.Builder request(String path) {
    int port = listeners.address("zipkin", SERVER.endpoint()).getPort();
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static HttpRequest.BodyPublisher nothing() {
    return HttpRequest.BodyPublishers.noBody();
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
