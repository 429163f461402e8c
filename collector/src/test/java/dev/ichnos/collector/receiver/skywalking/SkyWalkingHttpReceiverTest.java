package dev.ichnos.collector.receiver.skywalking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.collector.config.ServerConfig;
import dev.ichnos.collector.config.SkyWalkingReceiverConfig;
import dev.ichnos.collector.pipeline.EpochClock;
import dev.ichnos.collector.receiver.HttpReceiverContract;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.apache.skywalking.apm.network.language.agent.v3.SegmentObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What both paths that take segments owe their senders. */
class SkyWalkingHttpReceiverTest {
  @Nested
  class Segment extends Contract {
    @Override
    protected String path() {
      return "/v3/segment";
    }

    @Override
    byte[] body(SegmentObject segment) {
      return SkyWalkingMessages.json(segment);
    }
  }

  @Nested
  class Segments extends Contract {
    @Override
    protected String path() {
      return "/v3/segments";
    }

    @Override
    byte[] body(SegmentObject segment) {
      ByteArrayOutputStream list = new ByteArrayOutputStream();
      list.write('[');
      list.writeBytes(SkyWalkingMessages.json(segment));
      list.write(']');
      return list.toByteArray();
    }
  }

  abstract static class Contract extends HttpReceiverContract {
    private final ServerConfig server = server();

    abstract byte[] body(SegmentObject segment);

    @BeforeEach
    void start() throws IOException {
      new SkyWalkingReceiver(
          new SkyWalkingReceiverConfig("skywalking", Optional.empty(), Optional.of(server)),
          consumer,
          listeners,
          metrics,
          EpochClock.SYSTEM);
      listeners.start();
    }

    @Override
    protected InetSocketAddress address() {
      return listeners.address("skywalking", server.endpoint());
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
      return body(SkyWalkingMessages.good());
    }

    @Override
    protected byte[] mixed() {
      return body(SkyWalkingMessages.mixed());
    }

    @Override
    protected byte[] empty() {
      return "[]".getBytes(StandardCharsets.UTF_8);
    }

    @Override
    protected byte[] malformed() {
      return "{\"traceId\": nonsense".getBytes(StandardCharsets.UTF_8);
    }

    @Override
    protected String formatName() {
      return "SKYWALKING_JSON";
    }

    /** Agents look at the status; the body is what the backend's own says. */
    @Test
    void post_goodSegment_answersNoCommands() throws Exception {
      HttpResponse<byte[]> response =
          post(path(), Map.of("content-type", "application/json"), good());

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(text(response.body())).isEqualTo("{}");
      assertThat(response.headers().firstValue("content-type")).contains("application/json");
    }

    @Test
    void post_onlyBadSpans_isBad() throws Exception {
      assertThat(send(body(SkyWalkingMessages.onlyBad()), false).text())
          .contains("spanId: -3 (expected: 0-2147483647)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v3/management/reportProperties", "/v3/management/keepAlive"})
    void post_signOfLife_isAnswered(String path) throws Exception {
      byte[] body = "{\"service\":\"details\"}".getBytes(StandardCharsets.UTF_8);

      HttpResponse<byte[]> response = post(path, Map.of("content-type", "application/json"), body);

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(text(response.body())).isEqualTo("{}");
      assertThat(consumer.batches()).isEmpty();
    }
  }
}
