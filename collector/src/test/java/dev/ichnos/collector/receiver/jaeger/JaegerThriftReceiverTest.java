package dev.ichnos.collector.receiver.jaeger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.collector.config.JaegerReceiverConfig;
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
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JaegerThriftReceiverTest extends HttpReceiverContract {
  private final ServerConfig server = server();

  @BeforeEach
  void start() throws IOException {
    new JaegerReceiver(
        new JaegerReceiverConfig("jaeger", Optional.empty(), Optional.of(server)),
        consumer,
        listeners,
        metrics,
        EpochClock.SYSTEM);
    listeners.start();
  }

  @Override
  protected InetSocketAddress address() {
    return listeners.address("jaeger", server.endpoint());
  }

  @Override
  protected String path() {
    return "/api/traces";
  }

  @Override
  protected int success() {
    return 202;
  }

  @Override
  protected String contentType() {
    return "application/x-thrift";
  }

  @Override
  protected byte[] good() {
    return JaegerMessages.thrift(JaegerMessages.GOOD);
  }

  @Override
  protected byte[] mixed() {
    return JaegerMessages.thrift(0, JaegerMessages.GOOD, 0);
  }

  @Override
  protected byte[] empty() {
    return JaegerMessages.thrift();
  }

  @Override
  protected byte[] malformed() {
    return "{\"spans\":[]}".getBytes(StandardCharsets.UTF_8);
  }

  @Override
  protected String formatName() {
    return "JAEGER_THRIFT";
  }

  @ParameterizedTest
  @CsvSource({
    "/api/traces, application/x-thrift",
    "/api/traces, application/vnd.apache.thrift.binary",
    "/api/traces, 'Application/X-Thrift; charset=utf-8'",
    "/api/traces?format=jaeger.thrift, application/x-thrift",
    "/api/traces?format=jaeger.thrift&x=1, ''",
  })
  void post_whatClientsWrite_answers202WithoutBody(String path, String type) throws Exception {
    HttpResponse<byte[]> response =
        post(path, type.isEmpty() ? Map.of() : Map.of("content-type", type), good());

    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(response.body()).isEmpty();
    assertThat(consumer.spans()).hasSize(1);
  }

  @Test
  void post_otherType_answers400NamingBoth() throws Exception {
    HttpResponse<byte[]> response =
        post(path(), Map.of("content-type", "application/json"), good());

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(text(response.body()))
        .contains("application/json", "expected: application/x-thrift");
    assertThat(refusedMessages("content_type")).isEqualTo(1);
  }

  @Test
  void post_onlyBadSpans_answers400NamingTheFirst() throws Exception {
    HttpResponse<byte[]> response =
        post(path(), Map.of("content-type", contentType()), JaegerMessages.thrift(0));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(text(response.body())).contains("span 0", "spanId", "expected");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/sampling?service=web", "/api/sampling?x=1&service=a%20b"})
  void get_sampling_everyTrace(String path) throws Exception {
    HttpResponse<byte[]> response = get(path);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
    assertThat(text(response.body()))
        .isEqualTo(
            "{\"strategyType\":\"PROBABILISTIC\",\"probabilisticSampling\":{\"samplingRate\":1}}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/sampling", "/api/sampling?services=web"})
  void get_samplingOfNoService_answers400(String path) throws Exception {
    HttpResponse<byte[]> response = get(path);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(text(response.body())).contains("?service=NAME");
  }

  /** A list without a key is a ban on it, so that no list at all is the harmless answer. */
  @Test
  void get_baggageRestrictions_notFound() throws Exception {
    assertThat(get("/baggageRestrictions?service=web").statusCode()).isEqualTo(404);
  }

  private HttpResponse<byte[]> get(String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address().getPort() + path))
                .build(),
            HttpResponse.BodyHandlers.ofByteArray());
  }
}
