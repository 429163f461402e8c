package dev.ichnos.collector.receiver.lightstep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.collector.config.LightstepReceiverConfig;
import dev.ichnos.collector.pipeline.EpochClock;
import dev.ichnos.collector.receiver.GrpcReceiverContract;
import dev.ichnos.collector.transport.BytesMarshaller;
import dev.ichnos.model.SpanFixtures;
import dev.ichnos.proto.lightstep.ReportResponse;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code CollectorService/Report}. */
class LightstepGrpcReceiverTest extends GrpcReceiverContract {
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
  protected String method() {
    return "lightstep.collector.CollectorService/Report";
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
    return LightstepMessages.report();
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
  void report_good_answersOurTimes() throws Exception {
    BytesMarshaller bytes = new BytesMarshaller();
    byte[] answer =
        ClientCalls.blockingUnaryCall(
            channel(),
            MethodDescriptor.newBuilder(bytes, bytes)
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(method())
                .build(),
            CallOptions.DEFAULT,
            good());

    ReportResponse response = ReportResponse.parseFrom(answer);
    assertThat(response.getReceiveTimestamp().getSeconds())
        .isEqualTo(SpanFixtures.START / 1_000_000_000);
    assertThat(response.getTransmitTimestamp().getNanos())
        .isEqualTo(SpanFixtures.START % 1_000_000_000);
    assertThat(response.getErrorsList()).isEmpty();
  }

  @Test
  void report_withToken_keepsNothingOfIt() throws Exception {
    send(good(), false);

    assertThat(consumer.batches().get(0).toString()).doesNotContain(LightstepMessages.TOKEN);
  }
}
