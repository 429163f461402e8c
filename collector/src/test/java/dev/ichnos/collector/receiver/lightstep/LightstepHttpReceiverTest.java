package dev.ichnos.collector.receiver.lightstep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.collector.config.LightstepReceiverConfig;
import dev.ichnos.collector.pipeline.EpochClock;
import dev.ichnos.collector.receiver.HttpReceiverContract;
import dev.ichnos.model.SpanFixtures;
import dev.ichnos.proto.lightstep.ReportResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code POST /api/v2/reports}, as LightStep's tracer for JavaScript sends it. */
class LightstepHttpReceiverTest extends HttpReceiverContract {
  private static final String OCTETS = "application/octet-stream";

  private final EpochClock clock = () -> SpanFixtures.START;

  @BeforeEach
  void start() throws IOException {
    new LightstepReceiver(
        new LightstepReceiverConfig("lightstep", server()), consumer, listeners, metrics, clock);
    listeners.start();
  }

  @Override
  protected InetSocketAddress address() {
    return listeners.bound().get(0).address();
  }

  @Override
  protected String path() {
    return "/api/v2/reports";
  }

  @Override
  protected int success() {
    return 200;
  }

  @Override
  protected String contentType() {
    return OCTETS;
  }

  /** Errors are in the answer that tracers read. */
  @Override
  protected String text(byte[] body) throws Exception {
    return String.join("\n", ReportResponse.parseFrom(body).getErrorsList());
  }

  @Override
  protected byte[] good() {
    return LightstepMessages.good();
  }

  @Override
  protected byte[] mixed() {
    return LightstepMessages.mixed();
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
    return "LIGHTSTEP_PROTO";
  }

  @Test
  void post_reportWithToken_answersTimesAndKeepsNoToken() throws Exception {
    HttpResponse<byte[]> response =
        post(
            path(),
            Map.of(
                "content-type", OCTETS,
                "accept", OCTETS,
                "lightstep-access-token", LightstepMessages.TOKEN),
            good());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type")).contains(OCTETS);
    assertThat(ReportResponse.parseFrom(response.body()).getReceiveTimestamp().getSeconds())
        .isEqualTo(SpanFixtures.START / 1_000_000_000);
    assertThat(consumer.batches().get(0).toString()).doesNotContain(LightstepMessages.TOKEN);
  }

  @Test
  void post_noType_isRead() throws Exception {
    assertThat(post(path(), Map.of(), good()).statusCode()).isEqualTo(200);
    assertThat(consumer.spans()).hasSize(1);
  }

  @Test
  void post_protobufType_isAnsweredInIt() throws Exception {
    HttpResponse<byte[]> response =
        post(path(), Map.of("content-type", "application/x-protobuf"), good());

    assertThat(response.headers().firstValue("content-type")).contains("application/x-protobuf");
  }

  @Test
  void post_json_saysWhatIsExpected() throws Exception {
    HttpResponse<byte[]> response =
        post(path(), Map.of("content-type", "application/json"), new byte[] {'{', '}'});

    assertThat(response.statusCode()).isEqualTo(415);
    assertThat(text(response.body())).contains("expected: " + OCTETS);
    assertThat(refusedMessages("content_type")).isEqualTo(1);
  }

  @Test
  void post_onlyBadSpans_namesTheFirst() throws Exception {
    HttpResponse<byte[]> response =
        post(
            path(),
            Map.of("content-type", OCTETS),
            LightstepMessages.report(LightstepMessages.span(7, 0)));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(text(response.body())).contains("spans[0].span_context.span_id");
  }
}
