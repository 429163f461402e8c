package dev.ichnos.collector.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ichnos.collector.config.ServerConfig;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients do wrong is told to them, not to the log. */
class PeerFaultsTest {
  private static final Logger GRPC = Logger.getLogger("io.grpc.netty");
  private final List<LogRecord> logged = new CopyOnWriteArrayList<>();
  private final Handler recorder =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          logged.add(line);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void record() {
    GRPC.addHandler(recorder);
  }

  @AfterEach
  void forget() {
    GRPC.removeHandler(recorder);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void messageTooLarge_isNotLogged(boolean mixed) throws IOException {
    ServerConfig config = TestListener.config(10_000, 10_000, 10_000, 100);
    try (TestListener listener = mixed ? TestListener.mixed(config) : TestListener.grpc(config)) {
      ManagedChannel channel =
          NettyChannelBuilder.forAddress(listener.address()).usePlaintext().build();
      try {
        assertThatThrownBy(
                () ->
                    ClientCalls.blockingUnaryCall(
                        channel, TestCalls.WHO, CallOptions.DEFAULT, "x".repeat(10_001)))
            .isInstanceOf(StatusRuntimeException.class);
      } finally {
        channel.shutdownNow();
      }
    }
    assertThat(logged).extracting(LogRecord::getMessage).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET / HTTP/1.1\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\ngarbage-here"})
  void notHttp2_isNotLogged(String said) throws IOException {
    try (TestListener listener = TestListener.grpc(ServerConfig.defaults(TestListener.ANY_PORT));
        RawHttp client = listener.connect()) {
      client.send(said).rest();
    }
    assertThat(logged).extracting(LogRecord::getMessage).isEmpty();
  }
}
