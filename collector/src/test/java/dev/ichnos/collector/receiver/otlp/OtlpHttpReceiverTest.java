package dev.ichnos.collector.receiver.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.SpanEncoder;
import dev.ichnos.codec.otlp.OtlpErrors;
import dev.ichnos.codec.otlp.OtlpFormats;
import dev.ichnos.codec.otlp.OtlpJsonEncoder;
import dev.ichnos.codec.otlp.OtlpProtoEncoder;
import dev.ichnos.codec.otlp.OtlpResponses;
import dev.ichnos.collector.config.CorsConfig;
import dev.ichnos.collector.config.OtlpReceiverConfig;
import dev.ichnos.collector.config.ServerConfig;
import dev.ichnos.collector.pipeline.EpochClock;
import dev.ichnos.collector.receiver.HttpReceiverContract;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OtlpHttpReceiverTest extends HttpReceiverContract {
  private static final SpanEncoder PROTO = new OtlpProtoEncoder();
  private static final SpanEncoder JSON = new OtlpJsonEncoder();
  private static final Map<String, String> AS_PROTO =
      Map.of("content-type", "application/x-protobuf");
  private static final Map<String, String> AS_JSON =
      Map.of("content-type", "application/json; charset=utf-8");

  private final ServerConfig server = server();

  @BeforeEach
  void start() throws IOException {
    new OtlpReceiver(
        new OtlpReceiverConfig(
            "otlp",
            Optional.empty(),
            Optional.of(server),
            List.of("/mesh"),
            new CorsConfig(List.of("https://shop.example.com"), List.of(), 0)),
        consumer,
        listeners,
        metrics,
        EpochClock.SYSTEM);
    listeners.start();
  }

  @Override
  protected InetSocketAddress address() {
    return listeners.address("otlp", server.endpoint());
  }

  @Override
  protected String path() {
    return "/v1/traces";
  }

  @Override
  protected int success() {
    return 200;
  }

  @Override
  protected String contentType() {
    return "application/x-protobuf";
  }

  @Override
  protected String text(byte[] body) throws Exception {
    return OtlpErrors.decode(OtlpFormats.OTLP_PROTO, body).message();
  }

  @Override
  protected byte[] good() {
    return OtlpMessages.good(PROTO);
  }

  @Override
  protected byte[] mixed() {
    return OtlpMessages.mixed(PROTO);
  }

  @Override
  protected byte[] empty() {
    return new byte[0];
  }

  @Override
  protected byte[] malformed() {
    return "not protobuf".getBytes(StandardCharsets.UTF_8);
  }

  @Override
  protected String formatName() {
    return "OTLP_PROTO";
  }

  @Test
  void post_protobuf_answersInProtobuf() throws Exception {
    HttpResponse<byte[]> response = post(path(), AS_PROTO, good());

    assertThat(response.headers().firstValue("content-type")).hasValue("application/x-protobuf");
    assertThat(response.body()).as("full success is an empty message").isEmpty();
  }

  @Test
  void post_json_answersInJson() throws Exception {
    HttpResponse<byte[]> response = post(path(), AS_JSON, OtlpMessages.good(JSON));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
    assertThat(response.body()).asString(StandardCharsets.UTF_8).isEqualTo("{}");
    assertThat(consumer.spans()).hasSize(1);
  }

  @Test
  void post_emptyJson_isSuccess() throws Exception {
    assertThat(post(path(), AS_JSON, "{}".getBytes(StandardCharsets.UTF_8)).statusCode())
        .isEqualTo(200);
  }

  @Test
  void post_badSpansAmongGood_isPartialSuccess() throws Exception {
    HttpResponse<byte[]> response = post(path(), AS_JSON, OtlpMessages.mixed(JSON));

    assertThat(response.statusCode()).isEqualTo(200);
    var partial = OtlpResponses.decode(OtlpFormats.OTLP_JSON, response.body());
    assertThat(partial.rejectedSpans()).isEqualTo(2);
    assertThat(partial.errorMessage()).containsIgnoringCase("span");
  }

  @Test
  void post_malformedJson_answersStatusInJson() throws Exception {
    HttpResponse<byte[]> response =
        post(path(), AS_JSON, "{\"resourceSpans\": 7".getBytes(StandardCharsets.UTF_8));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
    var error = OtlpErrors.decode(OtlpFormats.OTLP_JSON, response.body());
    assertThat(error.code()).isEqualTo(3);
    assertThat(error.message()).contains("Malformed OTLP_JSON");
  }

  @Test
  void post_otherContentType_says415() throws Exception {
    HttpResponse<byte[]> response = post(path(), Map.of("content-type", "text/csv"), good());

    assertThat(response.statusCode()).isEqualTo(415);
    assertThat(refusedMessages("content_type")).isEqualTo(1);
    assertThat(response.body())
        .asString(StandardCharsets.UTF_8)
        .contains("text/csv", "application/x-protobuf", "application/json");
  }

  @Test
  void options_ofAnAllowedPage_letsItSend() throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + address().getPort() + "/v1/traces");
    HttpResponse<String> preflight =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(uri)
                    .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                    .header("origin", "https://shop.example.com")
                    .header("access-control-request-method", "POST")
                    .build(),
                HttpResponse.BodyHandlers.ofString());

    assertThat(preflight.statusCode()).isEqualTo(204);
    assertThat(preflight.headers().firstValue("access-control-allow-origin"))
        .hasValue("https://shop.example.com");
    assertThat(
            post(
                    path(),
                    Map.of("content-type", "application/json", "origin", "https://other.org"),
                    good())
                .headers()
                .firstValue("access-control-allow-origin"))
        .isEmpty();
  }

  @Test
  void post_configuredPath_isServed() throws Exception {
    assertThat(post("/mesh", AS_PROTO, good()).statusCode()).isEqualTo(200);
    assertThat(post("/other", AS_PROTO, good()).statusCode()).isEqualTo(404);
  }
}
