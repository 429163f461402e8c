package dev.ichnos.collector.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.collector.config.ServerConfig;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that come in at once, against their common bound. */
class ReceivingBudgetTest {
  private static final int BOUND = 1 << 20;
  private static final ServerConfig ANYWHERE = ServerConfig.defaults(TestListener.ANY_PORT);

  @Test
  void bodies_unfinished_areRefusedPastTheBoundAndGiveItBack() throws IOException {
    try (TestListener listener = TestListener.mixed(ANYWHERE, BOUND)) {
      List<RawHttp> stalled = new ArrayList<>();
      try {
        for (int i = 0; i < 2; i++) {
          stalled.add(unfinished(listener, 400_000));
        }
        Awaitility.await()
            .untilAsserted(
                () -> {
                  try (RawHttp next = unfinished(listener, 400_000)) {
                    assertThat(next.answer())
                        .startsWith("HTTP/1.1 503")
                        .contains("retry-after: 1", "connection: close", "echo: Too many bytes");
                  }
                });
        try (RawHttp small = listener.connect()) {
          assertThat(small.post("/echo", "still").answer()).endsWith("still");
        }
      } finally {
        for (RawHttp http : stalled) {
          http.close();
        }
      }

      Awaitility.await()
          .untilAsserted(
              () -> {
                try (RawHttp http = listener.connect()) {
                  assertThat(http.post("/echo", "x".repeat(900_000)).answer())
                      .startsWith("HTTP/1.1 200");
                }
              });
    }
  }

  @Test
  void heads_unfinished_areCutPastTheBoundAndGiveItBack() throws IOException {
    String half = "POST /echo HTTP/1.1\r\nhost: t\r\nx: " + "x".repeat(15_000);
    try (TestListener listener = TestListener.mixed(ANYWHERE, BOUND)) {
      List<RawHttp> stalled = new ArrayList<>();
      try {
        for (int i = 0; i < 69; i++) {
          stalled.add(listener.connect().send(half));
        }
        Awaitility.await()
            .untilAsserted(
                () -> {
                  try (RawHttp next = listener.connect()) {
                    assertThat(next.send(half).isCut()).isTrue();
                  }
                });
        assertThat(stalled.get(0).send("\r\ncontent-length: 2\r\n\r\nok").answer())
            .startsWith("HTTP/1.1 200");
      } finally {
        for (RawHttp http : stalled) {
          http.close();
        }
      }

      Awaitility.await()
          .untilAsserted(
              () -> {
                try (RawHttp http = listener.connect()) {
                  assertThat(http.post("/echo", "x".repeat(900_000)).answer())
                      .startsWith("HTTP/1.1 200");
                }
              });
    }
  }

  @Test
  void bodies_oneAfterTheOther_neverFillIt() throws IOException {
    try (TestListener listener = TestListener.mixed(ANYWHERE, BOUND);
        RawHttp http = listener.connect()) {
      for (int i = 0; i < 20; i++) {
        assertThat(http.post("/echo", "x".repeat(300_000)).answer()).startsWith("HTTP/1.1 200");
        assertThat(http.post("/nowhere", "x".repeat(30_000)).answer()).startsWith("HTTP/1.1 404");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void grpcMessage_pastTheBound_isUnavailable(boolean mixed) throws IOException {
    try (TestListener listener =
        mixed ? TestListener.mixed(ANYWHERE, BOUND) : TestListener.grpc(ANYWHERE, BOUND)) {
      ManagedChannel channel =
          NettyChannelBuilder.forAddress(listener.address()).usePlaintext().build();
      try {
        for (int i = 0; i < 20; i++) {
          assertThat(who(channel, BOUND / 4)).isEqualTo(Status.Code.OK);
        }
        assertThat(who(channel, 2 * BOUND)).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(who(channel, BOUND / 4)).isEqualTo(Status.Code.OK);
      } finally {
        channel.shutdownNow();
      }
    }
  }

  private static RawHttp unfinished(TestListener listener, int sent) throws IOException {
    return listener
        .connect()
        .send("POST /echo HTTP/1.1\r\nhost: t\r\ncontent-length: " + (sent + 1) + "\r\n\r\n")
        .send("x".repeat(sent));
  }

  private static Status.Code who(ManagedChannel channel, int bytes) {
    try {
      ClientCalls.blockingUnaryCall(channel, TestCalls.WHO, CallOptions.DEFAULT, "x".repeat(bytes));
      return Status.Code.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode();
    }
  }
}
