package dev.ichnos.collector.receiver.zipkin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.collector.config.ServerConfig;
import dev.ichnos.collector.config.ZipkinReceiverConfig;
import dev.ichnos.collector.pipeline.EpochClock;
import dev.ichnos.collector.receiver.HttpReceiverContract;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZipkinReceiverTest extends HttpReceiverContract {
  private static final String SPAN =
      "{\"traceId\":\"463ac35c9f6413ad48485a3953bb6124\",\"id\":\"48485a3953bb6124\","
          + "\"name\":\"get\",\"timestamp\":1767323045000006,\"duration\":5000}";
  private static final String BAD_SPAN = "{\"traceId\":\"463ac35c9f6413ad\",\"id\":\"xyz\"}";

  private final ServerConfig server = server();

  @BeforeEach
  void start() throws IOException {
    new ZipkinReceiver(
        new ZipkinReceiverConfig("zipkin", server, List.of("/collect")),
        consumer,
        listeners,
        metrics,
        EpochClock.SYSTEM);
    listeners.start();
  }

  @Override
  protected InetSocketAddress address() {
    return listeners.address("zipkin", server.endpoint());
  }

  @Override
  protected String path() {
    return "/api/v2/spans";
  }

  @Override
  protected int success() {
    return 202;
  }

  @Override
  protected String contentType() {
    return "application/json";
  }

  @Override
  protected byte[] good() {
    return bytes("[" + SPAN + "]");
  }

  @Override
  protected byte[] mixed() {
    return bytes("[" + BAD_SPAN + "," + SPAN + "," + BAD_SPAN + "]");
  }

  @Override
  protected byte[] empty() {
    return bytes("[]");
  }

  @Override
  protected byte[] malformed() {
    return bytes("{\"traceId\": nonsense");
  }

  @Override
  protected String formatName() {
    return "ZIPKIN_V2_JSON";
  }

  @Test
  void post_goodMessage_answers202WithoutBody() throws Exception {
    HttpResponse<byte[]> response = post(path(), Map.of(), good());

    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(response.body()).isEmpty();
    assertThat(consumer.spans()).hasSize(1);
  }

  @Test
  void post_noBody_answers202() throws Exception {
    assertThat(post(path(), Map.of(), new byte[0]).statusCode()).isEqualTo(202);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/collect", "/zipkin/api/v2/spans", "/a/b/api/v2/spans"})
  void post_furtherPaths_areServed(String path) throws Exception {
    assertThat(post(path, Map.of(), good()).statusCode()).isEqualTo(202);
    assertThat(consumer.spans()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/spans", "/collect/more", "/"})
  void post_otherPaths_areNotFound(String path) throws Exception {
    assertThat(post(path, Map.of(), good()).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/x-protobuf", "application/x-thrift"})
  void post_formatNotServed_saysWhatIs(String contentType) throws Exception {
    HttpResponse<byte[]> response = post(path(), Map.of("content-type", contentType), good());

    assertThat(response.statusCode()).isEqualTo(415);
    assertThat(refusedMessages("content_type")).isEqualTo(1);
    assertThat(text(response.body())).contains(contentType, "Zipkin v2 JSON");
  }

  @Test
  void post_onlyBadSpans_answers400NamingTheFirst() throws Exception {
    HttpResponse<byte[]> response = post(path(), Map.of(), bytes("[" + BAD_SPAN + "]"));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(text(response.body())).contains("xyz");
  }

  @Test
  void post_http2ByUpgrade_isServedOnTheSamePort() throws Exception {
    HttpClient http2 = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();

    for (int i = 0; i < 3; i++) {
      HttpResponse<byte[]> response = post(http2, path(), Map.of(), good());
      assertThat(response.statusCode()).isEqualTo(202);
      assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
    }
    assertThat(consumer.spans()).hasSize(3);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
