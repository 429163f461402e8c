package dev.ichnos.collector.receiver.cloudtrace;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.JsonFormat;
import dev.ichnos.collector.config.CloudTraceReceiverConfig;
import dev.ichnos.collector.pipeline.EpochClock;
import dev.ichnos.collector.receiver.HttpReceiverContract;
import dev.ichnos.model.Span;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The REST form of the API, in protobuf's JSON. */
class CloudTraceRestReceiverTest extends HttpReceiverContract {
  private static final Map<String, String> JSON =
      Map.of("content-type", "application/json; charset=UTF-8");

  @BeforeEach
  void start() throws IOException {
    new CloudTraceReceiver(
        new CloudTraceReceiverConfig("cloudtrace", server()),
        consumer,
        listeners,
        metrics,
        EpochClock.SYSTEM);
    listeners.start();
  }

  @Override
  protected InetSocketAddress address() {
    return listeners.bound().get(0).address();
  }

  @Override
  protected String path() {
    return "/v2/projects/shop/traces:batchWrite";
  }

  @Override
  protected int success() {
    return 200;
  }

  @Override
  protected String contentType() {
    return "application/json";
  }

  @Override
  protected byte[] good() {
    return CloudTraceMessages.json(CloudTraceMessages.good());
  }

  @Override
  protected byte[] mixed() {
    return CloudTraceMessages.json(CloudTraceMessages.mixed());
  }

  @Override
  protected byte[] empty() {
    return bytes("{}");
  }

  @Override
  protected byte[] malformed() {
    return bytes("<html>");
  }

  @Override
  protected String formatName() {
    return "CLOUDTRACE_V2_JSON";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v2/projects/shop/traces:batchWrite",
        "/v2/projects/shop/traces%3AbatchWrite?alt=json&prettyPrint=false",
        "/v2/projects/example.com:shop/traces:batchWrite"
      })
  void batchWrite_anySpellingOfThePath_answersAnEmptyObject(String path) throws Exception {
    HttpResponse<byte[]> response = post(path, JSON, good());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(text(response.body())).isEqualToIgnoringWhitespace("{}");
    assertThat(response.headers().firstValue("content-type").orElse(""))
        .startsWith("application/json");
    assertThat(consumer.spans()).hasSize(1);
  }

  @Test
  void batchWrite_protobuf_isTakenAsSuch() throws Exception {
    HttpResponse<byte[]> response =
        post(
            path(),
            Map.of("content-type", "application/x-protobuf"),
            CloudTraceMessages.good().toByteArray());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEmpty();
    assertThat(consumer.spans()).hasSize(1);
  }

  @Test
  void batchWrite_onlyBadSpans_answersAsGooglesApisDo() throws Exception {
    HttpResponse<byte[]> response =
        post(path(), JSON, bytes("{\"spans\":[{\"name\":\"projects/shop/traces/xyz/spans/1\"}]}"));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(text(response.body()))
        .startsWith("{\"error\":{\"code\":400,\"message\":\"spans[0].name: trace id \\\"xyz\\\"")
        .contains("expected: 32 hex digits")
        .endsWith("\"status\":\"INVALID_ARGUMENT\"}}");
  }

  /** The name is the path's where the body does not repeat it. */
  @Test
  void createSpan_nameInThePathOnly_isTaken() throws Exception {
    String span =
        JsonFormat.printer().print(CloudTraceMessages.SPAN.toBuilder().clearName().clearSpanId());

    HttpResponse<byte[]> response = post("/v2/" + CloudTraceMessages.NAME, JSON, bytes(span));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(consumer.spans()).extracting(Span::spanId).containsExactly(0x00f067aa0ba902b7L);
  }

  @Test
  void patchTraces_versionOne_answers404AndWhereToGo() throws Exception {
    InetSocketAddress address = address();
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + address.getPort() + "/v1/projects/shop/traces"))
            .method("PATCH", HttpRequest.BodyPublishers.ofString("{\"traces\":[]}"))
            .build();

    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body())
        .contains("version 1", "/v2/projects/PROJECT/traces:batchWrite", "NOT_FOUND");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v2/projects//traces:batchWrite",
        "/v2/projects/a/b/traces:batchWrite",
        "/v2/projects/shop/traces/1/spans/2/3",
        "/v2/projects/shop/traces"
      })
  void post_otherPath_isNotServed(String path) throws Exception {
    assertThat(post(path, JSON, good()).statusCode()).isEqualTo(404);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
