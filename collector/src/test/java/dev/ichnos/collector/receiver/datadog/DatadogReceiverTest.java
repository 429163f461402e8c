package dev.ichnos.collector.receiver.datadog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.datadog.Msgpack;
import dev.ichnos.collector.config.DatadogReceiverConfig;
import dev.ichnos.collector.config.ServerConfig;
import dev.ichnos.collector.pipeline.EpochClock;
import dev.ichnos.collector.receiver.HttpReceiverContract;
import dev.ichnos.model.Sampled;
import dev.ichnos.model.Span;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every version owes its tracers, and what else an Agent is asked. */
class DatadogReceiverTest {
  private static final String MSGPACK = "application/msgpack";
  private static final String RATES = "{\"rate_by_service\":{\"service:,env:\":1.0}}\n";

  @Nested
  class V03 extends Contract {
    V03() {
      super("/v0.3/traces", "DATADOG_V04_MSGPACK");
    }

    @Override
    byte[] message(long... spanIds) {
      return DatadogMessages.v04(spanIds);
    }
  }

  @Nested
  class V04 extends Contract {
    V04() {
      super("/v0.4/traces", "DATADOG_V04_MSGPACK");
    }

    @Override
    byte[] message(long... spanIds) {
      return DatadogMessages.v04(spanIds);
    }
  }

  @Nested
  class V05 extends Contract {
    V05() {
      super("/v0.5/traces", "DATADOG_V05_MSGPACK");
    }

    @Override
    byte[] message(long... spanIds) {
      return DatadogMessages.v05(spanIds);
    }
  }

  @Nested
  class V07 extends Contract {
    V07() {
      super("/v0.7/traces", "DATADOG_V07_MSGPACK");
    }

    @Override
    byte[] message(long... spanIds) {
      return DatadogMessages.v07(spanIds);
    }
  }

  @Nested
  class Json extends Contract {
    Json() {
      super("/v0.4/traces", "DATADOG_V04_JSON");
    }

    @Override
    byte[] message(long... spanIds) {
      return DatadogMessages.json(spanIds);
    }

    @Override
    protected String contentType() {
      return "application/json";
    }
  }

  abstract static class Contract extends Bed {
    private final String path;
    private final String format;

    Contract(String path, String format) {
      this.path = path;
      this.format = format;
    }

    abstract byte[] message(long... spanIds);

    @Override
    protected String path() {
      return path;
    }

    @Override
    protected String formatName() {
      return format;
    }

    @Override
    protected byte[] good() {
      return message(1);
    }

    @Override
    protected byte[] mixed() {
      return message(0, 1, 0);
    }

    @Override
    protected byte[] empty() {
      return new byte[0];
    }

    @Override
    protected byte[] malformed() {
      return "nonsense".getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void put_isTakenAsPost() throws Exception {
      assertThat(call("PUT", path, Map.of("content-type", contentType()), good()).statusCode())
          .isEqualTo(200);
      assertThat(consumer.spans()).hasSize(1);
    }

    @Test
    void post_goodMessage_isAnsweredAsTheVersionDoes() throws Exception {
      HttpResponse<byte[]> response = post(path, Map.of("content-type", contentType()), good());
      boolean rates = !path.equals("/v0.3/traces");
      assertThat(text(response.body())).isEqualTo(rates ? RATES : "OK\n");
      assertThat(response.headers().firstValue("content-type").orElse(""))
          .startsWith(rates ? "application/json" : "text/plain");
    }

    @Test
    void post_probeWithoutSpans_isAnswered() throws Exception {
      if (path.equals("/v0.7/traces")) {
        return; // its messages are no arrays
      }
      byte[] probe = Msgpack.of(List.of(List.of(), List.of()));
      HttpResponse<byte[]> response = post(path, Map.of("content-type", MSGPACK), probe);
      assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void post_otherOrNoType_isReadByItsBytes() throws Exception {
      assertThat(post(path, Map.of(), good()).statusCode()).isEqualTo(200);
      assertThat(post(path, Map.of("content-type", "text/plain"), good()).statusCode())
          .isEqualTo(200);
      assertThat(consumer.spans()).hasSize(2);
    }
  }

  @Nested
  class Agent extends Bed {
    @Override
    protected String path() {
      return "/v0.4/traces";
    }

    @Override
    protected String formatName() {
      return "DATADOG_V04_MSGPACK";
    }

    @Override
    protected byte[] good() {
      return DatadogMessages.v04(1);
    }

    @Override
    protected byte[] mixed() {
      return DatadogMessages.v04(0, 1, 0);
    }

    @Override
    protected byte[] empty() {
      return Msgpack.of(List.of());
    }

    @Override
    protected byte[] malformed() {
      return new byte[] {(byte) 0xc1};
    }

    @Test
    void traces_headersOfTheProcess_areTheResource() throws Exception {
      post(
          path(),
          Map.of(
              "content-type", MSGPACK,
              "Datadog-Meta-Lang", "cpp",
              "Datadog-Meta-Tracer-Version", "v0.2.2",
              "Datadog-Container-ID", "c0ffee",
              "X-Datadog-Trace-Count", "99"),
          good());
      assertThat(consumer.spans().get(0).resource().attributes().toString())
          .isEqualTo(
              "{service.name=reviews.default, telemetry.sdk.language=cpp,"
                  + " telemetry.sdk.name=datadog, telemetry.sdk.version=v0.2.2,"
                  + " container.id=c0ffee}");
    }

    @Test
    void traces_notSampled_reachTheConsumerAsSuch() throws Exception {
      byte[] message =
          Msgpack.of(
              List.of(List.of(DatadogMessages.span(1, -1)), List.of(DatadogMessages.span(2, 1))));
      post(path(), Map.of("content-type", MSGPACK), message);
      assertThat(consumer.spans())
          .extracting(Span::sampled)
          .containsExactly(Sampled.NOT_SAMPLED, Sampled.SAMPLED);
      assertThat(consumer.spans()).allMatch(span -> span.traceIdHigh() == 0x640cfd5a00000000L);
    }

    @Test
    void traces_ratesTheTracerHas_areNotSaidAgain() throws Exception {
      HttpResponse<byte[]> first = posted("0");
      assertThat(text(first.body())).isEqualTo(RATES);
      String version = first.headers().firstValue("datadog-rates-payload-version").orElseThrow();

      HttpResponse<byte[]> second = posted(version);
      assertThat(text(second.body())).isEqualTo("{}\n");
      assertThat(second.headers().firstValue("datadog-rates-payload-version")).contains(version);

      ratio = 0.25;
      HttpResponse<byte[]> third = posted(version);
      assertThat(text(third.body())).isEqualTo("{\"rate_by_service\":{\"service:,env:\":0.25}}\n");
      assertThat(third.headers().firstValue("datadog-rates-payload-version"))
          .isPresent()
          .isNotEqualTo(Optional.of(version));
    }

    private HttpResponse<byte[]> posted(String version) throws Exception {
      return post(
          path(),
          Map.of("content-type", MSGPACK, "Datadog-Rates-Payload-Version", version),
          good());
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, 2, Double.NaN, Double.POSITIVE_INFINITY})
    void traces_ratioThatIsNone_isOne(double none) throws Exception {
      ratio = none;
      assertThat(text(post(path(), Map.of(), good()).body())).isEqualTo(RATES);
    }

    @Test
    void info_offersTracesAndNothingThatWouldKeepThemBack() throws Exception {
      HttpResponse<byte[]> info = call("GET", "/info", Map.of(), new byte[0]);
      assertThat(info.statusCode()).isEqualTo(200);
      assertThat(info.headers().firstValue("content-type")).contains("application/json");
      assertThat(text(info.body()))
          .contains(
              "\"endpoints\":[\"/v0.3/traces\",\"/v0.4/traces\",\"/v0.5/traces\","
                  + "\"/v0.7/traces\"]")
          .contains("\"client_drop_p0s\":false")
          .doesNotContain("stats");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "/v1.0/traces",
          "/v0.6/traces",
          "/v0.7/config",
          "/profiling/v1/input",
          "/evp_proxy/v4/api/v2/citestcycle",
          "/debugger/v1/input",
          "/symdb/v1/input",
          "/dogstatsd/v2/proxy",
          "/openlineage/api/v1/lineage",
          "/tracer_flare/v1"
        })
    void anythingElse_isNotFoundWithAText(String path) throws Exception {
      for (String method : List.of("POST", "PUT")) {
        HttpResponse<byte[]> response = call(method, path, Map.of(), new byte[] {1});
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(text(response.body())).isEqualTo("Nothing is served at " + path + "\n");
      }
    }

    @ParameterizedTest
    @CsvSource({
      "/v0.6/stats,200",
      "/v0.1/pipeline_stats,200",
      "/v0.4/services,200",
      "/v0.3/services,200",
      "/telemetry/proxy/api/v2/apmtelemetry,202"
    })
    void whatIsNoTrace_isAnsweredAndForgotten(String path, int status) throws Exception {
      for (String method : List.of("POST", "PUT")) {
        assertThat(call(method, path, Map.of(), new byte[100]).statusCode()).isEqualTo(status);
      }
      assertThat(consumer.batches()).isEmpty();
    }

    @Test
    void oldVersions_takeJsonAlone() throws Exception {
      byte[] flat = "[{\"trace_id\":7,\"span_id\":1}]".getBytes(StandardCharsets.UTF_8);
      HttpResponse<byte[]> json = post("/v0.1/spans", Map.of(), flat);
      assertThat(json.statusCode()).isEqualTo(200);
      assertThat(text(json.body())).isEqualTo("OK\n");
      assertThat(post("/v0.2/traces", Map.of(), DatadogMessages.json(1)).statusCode())
          .isEqualTo(200);
      assertThat(consumer.spans()).hasSize(2);

      HttpResponse<byte[]> msgpack = post("/v0.2/traces", Map.of("content-type", MSGPACK), good());
      assertThat(msgpack.statusCode()).isEqualTo(415);
      assertThat(text(msgpack.body())).isEqualTo("/v0.2/traces takes JSON only\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v0.5/traces", "/v0.7/traces"})
    void newVersions_takeMsgpackAlone(String path) throws Exception {
      HttpResponse<byte[]> response = post(path, Map.of(), DatadogMessages.json(1));
      assertThat(response.statusCode()).isEqualTo(415);
      assertThat(text(response.body())).isEqualTo(path + " takes msgpack only\n");
    }

    @Test
    void traces_onlyBadSpans_areBad() throws Exception {
      assertThat(send(DatadogMessages.v04(0), false).text())
          .contains("[0][0] at byte 2: span_id is absent or zero");
    }

    @Test
    void unixSocket_servesTheSame() throws Exception {
      try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
        channel.connect(UnixDomainSocketAddress.of(socket()));
        byte[] body = good();
        String head =
            "POST /v0.4/traces HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n"
                + "content-type: application/msgpack\r\ncontent-length: "
                + body.length
                + "\r\n\r\n";
        channel.write(ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII)));
        channel.write(ByteBuffer.wrap(body));
        String answer =
            new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        assertThat(answer).startsWith("HTTP/1.1 200").endsWith(RATES);
      }
      assertThat(consumer.spans()).hasSize(1);
    }
  }

  /** A receiver on a port and on a socket. */
  abstract static class Bed extends HttpReceiverContract {
    private final ServerConfig server = server();
    private final HttpClient client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    volatile double ratio = 1;
    @TempDir private Path directory;

    @BeforeEach
    void start() throws IOException {
      new DatadogReceiver(
          new DatadogReceiverConfig("datadog", server, Optional.of(socket())),
          consumer,
          listeners,
          metrics,
          EpochClock.SYSTEM,
          () -> ratio);
      listeners.start();
    }

    Path socket() {
      return directory.resolve("apm.socket");
    }

    @Override
    protected InetSocketAddress address() {
      return listeners.address("datadog", server.endpoint());
    }

    @Override
    protected int success() {
      return 200;
    }

    @Override
    protected String contentType() {
      return MSGPACK;
    }

    HttpResponse<byte[]> call(String method, String path, Map<String, String> headers, byte[] body)
        throws Exception {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address().getPort() + path))
              .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
      headers.forEach(request::header);
      return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }
  }
}
