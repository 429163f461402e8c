package dev.ichnos.collector.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ichnos.collector.config.ServerConfig;
import dev.ichnos.collector.config.TlsClientConfig;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrpcTest {
  private GrpcChannels channels;

  @BeforeEach
  void open() {
    channels = new GrpcChannels();
  }

  @AfterEach
  void close() {
    channels.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void unary_isAnswered(boolean mixed) throws IOException {
    try (TestListener listener = listener(mixed)) {
      assertThat(who(open(listener))).isEqualTo("Peer[address=127.0.0.1, certificateSubject=]");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void method_clientStreaming_servesUnaryStubs(boolean mixed) throws IOException {
    try (TestListener listener = listener(mixed)) {
      String answer =
          ClientCalls.blockingUnaryCall(
              open(listener),
              TestCalls.COUNT.toBuilder()
                  .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
                  .build(),
              CallOptions.DEFAULT.withCompression("gzip"),
              "x".repeat(5_000));
      assertThat(answer).isEqualTo("counted 1");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void method_unknown_isUnimplemented(boolean mixed) throws IOException {
    try (TestListener listener = listener(mixed)) {
      ManagedChannel channel = open(listener);
      assertThatThrownBy(
              () ->
                  ClientCalls.blockingUnaryCall(
                      channel,
                      TestCalls.WHO.toBuilder().setFullMethodName("no.Such/Method").build(),
                      CallOptions.DEFAULT,
                      ""))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void message_tooLarge_isResourceExhausted(boolean mixed) throws IOException {
    ServerConfig config = TestListener.config(10_000, 10_000, 10_000, 100);
    try (TestListener listener = mixed ? TestListener.mixed(config) : TestListener.grpc(config)) {
      ManagedChannel channel = open(listener);
      assertThatThrownBy(
              () ->
                  ClientCalls.blockingUnaryCall(
                      channel,
                      TestCalls.WHO,
                      CallOptions.DEFAULT.withCompression("gzip"),
                      "x".repeat(10_001)))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void message_ofMegabytes_passesTheWindows(boolean mixed) throws IOException {
    try (TestListener listener = listener(mixed)) {
      assertThat(
              ClientCalls.blockingUnaryCall(
                  open(listener), TestCalls.WHO, CallOptions.DEFAULT, "x".repeat(5 << 20)))
          .startsWith("Peer");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void message_plainTooLarge_isResourceExhausted(boolean mixed) throws IOException {
    ServerConfig config = TestListener.config(10_000, 10_000, 10_000, 100);
    try (TestListener listener = mixed ? TestListener.mixed(config) : TestListener.grpc(config)) {
      ManagedChannel channel = open(listener);
      String message = "x".repeat(10_001);
      assertThatThrownBy(
              () ->
                  ClientCalls.blockingUnaryCall(
                      channel, TestCalls.WHO, CallOptions.DEFAULT, message))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void message_thatItsMarshallerRefuses_endsWithItsStatus(boolean mixed) throws IOException {
    try (TestListener listener = listener(mixed)) {
      ManagedChannel channel = open(listener);
      assertThatThrownBy(
              () ->
                  ClientCalls.blockingUnaryCall(
                      channel, TestCalls.WHO, CallOptions.DEFAULT, TestCalls.MALFORMED))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              e -> {
                assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
                assertThat(e.getStatus().getDescription()).isEqualTo("Malformed: at byte 0");
              });
      assertThat(who(channel)).startsWith("Peer");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void pings_howeverManyAndWithoutCalls_areNotPunished(boolean mixed) throws IOException {
    try (TestListener listener = listener(mixed);
        Http2Client client = new Http2Client(listener.address())) {
      client.ping(20);
      Http2Client.Stream call = client.call("Count").message("one").data(new byte[0], true);
      assertThat(call.awaitEnd().header("grpc-status")).isEqualTo("0");
      assertThat(client.goAways).isEmpty();
    }
  }

  @Test
  void headers_thatLookLikeAPeer_areOnlyHeaders() throws IOException {
    Metadata forged = new Metadata();
    forged.put(Metadata.Key.of("ichnos-peer", Metadata.ASCII_STRING_MARSHALLER), "10.1.2.3");
    forged.put(Metadata.Key.of("x-forwarded-for", Metadata.ASCII_STRING_MARSHALLER), "10.1.2.3");
    try (TestListener listener = listener(true)) {
      assertThat(
              ClientCalls.blockingUnaryCall(
                  io.grpc.ClientInterceptors.intercept(
                      open(listener), MetadataUtils.newAttachHeadersInterceptor(forged)),
                  TestCalls.WHO,
                  CallOptions.DEFAULT,
                  ""))
          .isEqualTo("Peer[address=127.0.0.1, certificateSubject=]");
    }
  }

  private ManagedChannel open(TestListener listener) throws IOException {
    return channels.open(listener.endpoint(), TlsClientConfig.plaintext());
  }

  private static String who(ManagedChannel channel) {
    return ClientCalls.blockingUnaryCall(channel, TestCalls.WHO, CallOptions.DEFAULT, "");
  }

  private static TestListener listener(boolean mixed) throws IOException {
    ServerConfig config = ServerConfig.defaults(TestListener.ANY_PORT);
    return mixed ? TestListener.mixed(config) : TestListener.grpc(config);
  }
}
