package dev.ichnos.collector.receiver.lightstep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.ichnos.codec.otlp.OtlpProtoEncoder;
import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.Endpoint;
import dev.ichnos.collector.config.LightstepReceiverConfig;
import dev.ichnos.collector.config.OtlpReceiverConfig;
import dev.ichnos.collector.config.ServerConfig;
import dev.ichnos.collector.pipeline.EpochClock;
import dev.ichnos.collector.receiver.otlp.OtlpReceiver;
import dev.ichnos.collector.testing.RecordingConsumer;
import dev.ichnos.collector.transport.BytesMarshaller;
import dev.ichnos.collector.transport.Listeners;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanFixtures;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/**
 * Istio 1.16 to 1.26 sends OTLP to its provider {@code lightstep}, with the token as metadata: it
 * is taken at either receiver's port, and the token is neither kept nor logged.
 */
class LightstepTokenTest {
  private static final Metadata.Key<String> TOKEN =
      Metadata.Key.of("lightstep-access-token", Metadata.ASCII_STRING_MARSHALLER);

  private final ServerConfig lightstep = ServerConfig.defaults(new Endpoint("127.0.0.1", 0));
  private final ServerConfig otlp = ServerConfig.defaults(new Endpoint("127.0.0.1", 0));
  private final RecordingConsumer consumer = new RecordingConsumer();
  private final Metrics metrics = new Metrics();
  private final Listeners listeners = new Listeners(metrics);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Logger ours = (Logger) LoggerFactory.getLogger("dev.ichnos");

  @BeforeEach
  void start() throws IOException {
    ours.setLevel(Level.TRACE);
    ours.addAppender(lines);
    lines.start();
    new LightstepReceiver(
        new LightstepReceiverConfig("lightstep", lightstep),
        consumer,
        listeners,
        metrics,
        EpochClock.SYSTEM);
    new OtlpReceiver(
        new OtlpReceiverConfig("otlp", Optional.of(otlp), Optional.empty(), List.of()),
        consumer,
        listeners,
        metrics,
        EpochClock.SYSTEM);
    listeners.start();
  }

  @AfterEach
  void stop() {
    listeners.close(Duration.ofMillis(200));
    ours.detachAppender(lines);
    ours.setLevel(null); // as its parent
  }

  @ParameterizedTest
  @ValueSource(strings = {"lightstep", "otlp"})
  void export_withToken_isTakenAndTheTokenForgotten(String receiver) throws Exception {
    InetSocketAddress address =
        listeners.address(
            receiver, receiver.equals("otlp") ? otlp.endpoint() : lightstep.endpoint());
    ManagedChannel channel = NettyChannelBuilder.forAddress(address).usePlaintext().build();
    try {
      byte[] unused = export(channel, message());
      assertThatThrownBy(() -> export(channel, "not protobuf".getBytes(StandardCharsets.UTF_8)))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              e ->
                  assertThat(e.getStatus() + " " + e.getTrailers())
                      .contains("Malformed OTLP_PROTO")
                      .doesNotContain(LightstepMessages.TOKEN));
    } finally {
      channel.shutdownNow();
    }

    assertThat(consumer.spans())
        .extracting(Span::spanId)
        .containsExactly(SpanFixtures.CLIENT.spanId());
    assertThat(consumer.batches().get(0).origin().receiver()).isEqualTo("otlp");
    assertThat(consumer.batches().get(0).origin().metadata()).isEmpty();
    assertThat(consumer.batches().toString()).doesNotContain(LightstepMessages.TOKEN);
    assertThat(metrics.registry().scrape().toString()).doesNotContain(LightstepMessages.TOKEN);
    assertThat(lines.list)
        .isNotEmpty()
        .noneMatch(line -> line.getFormattedMessage().contains(LightstepMessages.TOKEN));
  }

  private static byte[] export(ManagedChannel channel, byte[] message) {
    Metadata headers = new Metadata();
    headers.put(TOKEN, LightstepMessages.TOKEN);
    BytesMarshaller bytes = new BytesMarshaller();
    return ClientCalls.blockingUnaryCall(
        ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers)),
        MethodDescriptor.newBuilder(bytes, bytes)
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(TraceServiceGrpc.getExportMethod().getFullMethodName())
            .build(),
        CallOptions.DEFAULT,
        message);
  }

  private static byte[] message() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new OtlpProtoEncoder().encode(SpanFixtures.batch(SpanFixtures.CLIENT), out);
    return out.toByteArray();
  }
}
