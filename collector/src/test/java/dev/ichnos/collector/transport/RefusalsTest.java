package dev.ichnos.collector.transport;

import static dev.ichnos.collector.transport.TestListener.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ichnos.collector.config.TlsClientConfig;
import dev.ichnos.collector.testing.Counters;
import io.grpc.CallOptions;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What transport refuses by itself counts for the receiver whose route it came to. */
class RefusalsTest {
  private TestListener listener;

  @BeforeEach
  void start() throws IOException {
    listener = TestListener.mixed(TestListener.config(1_000, 2_000, 2_000, 100));
  }

  @AfterEach
  void stop() {
    listener.close();
  }

  @ParameterizedTest
  @CsvSource({
    "content-length: 100000, 413, too_large",
    "content-encoding: zstd, 415, content_encoding",
    "content-encoding: gzip, 400, malformed",
    "expect: a miracle, 417, expectation",
    "transfer-encoding: chunked, 400, malformed"
  })
  void request_refused_counts(String field, int status, String reason) throws IOException {
    try (RawHttp http = listener.connect()) {
      String length = field.matches("(content-length|transfer).*") ? "" : "content-length: 3\r\n";
      http.send("POST /echo HTTP/1.1\r\nhost: t\r\n" + length + field + "\r\n\r\nxyz\r\n");
      assertThat(http.answer()).startsWith("HTTP/1.1 " + status + " ");
    }
    assertThat(refused(reason)).isEqualTo(1);
    assertThat(refusedInAll()).isEqualTo(1);
  }

  @Test
  void head_tooLarge_counts() throws IOException {
    try (RawHttp http = listener.connect()) {
      http.send("POST /echo HTTP/1.1\r\nhost: t\r\nx: " + "x".repeat(2_000) + "\r\n\r\n");
      assertThat(http.answer()).startsWith("HTTP/1.1 431 ");
    }
    assertThat(refused("head_too_large")).isEqualTo(1);
  }

  @Test
  void gzipBomb_counts() throws IOException {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
      gzip.write(new byte[2_001]);
    }
    try (RawHttp http = listener.connect()) {
      http.send(
          ("POST /echo HTTP/1.1\r\nhost: t\r\ncontent-encoding: gzip\r\ncontent-length: "
                  + bomb.size()
                  + "\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      assertThat(http.send(bomb.toByteArray()).answer()).startsWith("HTTP/1.1 413 ");
    }
    assertThat(refused("too_large")).isEqualTo(1);
  }

  @Test
  void http2Body_tooLarge_counts() {
    try (Http2Client client = new Http2Client(listener.address())) {
      client
          .post("/echo", "text/plain")
          .data(new byte[900], false)
          .data(new byte[900], false)
          .awaitEnd();
    }
    assertThat(refused("too_large")).isEqualTo(1);
  }

  @Test
  void goodAndUnknown_countNothing() throws IOException {
    try (RawHttp http = listener.connect()) {
      assertThat(http.post("/echo", "x").answer()).startsWith("HTTP/1.1 200 ");
      assertThat(http.post("/nowhere", "x").answer()).startsWith("HTTP/1.1 404 ");
      assertThat(http.post("/who", "x").answer()).startsWith("HTTP/1.1 405 ");
    }
    assertThat(refusedInAll()).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void grpcMessage_tooLarge_counts(boolean mixed) throws IOException {
    var config = TestListener.config(1_000, 2_000, 2_000, 100);
    try (TestListener other = mixed ? TestListener.mixed(config) : TestListener.grpc(config);
        GrpcChannels channels = new GrpcChannels()) {
      assertThatThrownBy(
              () ->
                  ClientCalls.blockingUnaryCall(
                      channels.open(other.endpoint(), TlsClientConfig.plaintext()),
                      TestCalls.WHO,
                      CallOptions.DEFAULT,
                      new String(utf8("x".repeat(2_001)), StandardCharsets.UTF_8)))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED));
      assertThat(
              Counters.value(
                  other.metrics,
                  "ichnos_receiver_refused_messages",
                  "receiver",
                  TestListener.OWNER,
                  "reason",
                  "too_large"))
          .isEqualTo(1);
    }
  }

  private double refused(String reason) {
    return Counters.value(
        listener.metrics,
        "ichnos_receiver_refused_messages",
        "receiver",
        TestListener.OWNER,
        "reason",
        reason);
  }

  private double refusedInAll() {
    return Counters.value(listener.metrics, "ichnos_receiver_refused_messages");
  }
}
