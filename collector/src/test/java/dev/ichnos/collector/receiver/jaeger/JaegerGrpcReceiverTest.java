package dev.ichnos.collector.receiver.jaeger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.collector.config.JaegerReceiverConfig;
import dev.ichnos.collector.config.ServerConfig;
import dev.ichnos.collector.pipeline.EpochClock;
import dev.ichnos.collector.receiver.GrpcReceiverContract;
import dev.ichnos.collector.transport.BytesMarshaller;
import dev.ichnos.proto.jaeger.SamplingStrategyParameters;
import dev.ichnos.proto.jaeger.SamplingStrategyResponse;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JaegerGrpcReceiverTest extends GrpcReceiverContract {
  private final ServerConfig server = server();

  @BeforeEach
  void start() throws IOException {
    new JaegerReceiver(
        new JaegerReceiverConfig("jaeger", Optional.of(server), Optional.empty()),
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
  protected String method() {
    return "jaeger.api_v2.CollectorService/PostSpans";
  }

  @Override
  protected byte[] good() {
    return JaegerMessages.proto(JaegerMessages.GOOD);
  }

  @Override
  protected byte[] mixed() {
    return JaegerMessages.proto(0, JaegerMessages.GOOD, 0);
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
    return "JAEGER_PROTO";
  }

  @Test
  void getSamplingStrategy_anyService_everyTrace() throws Exception {
    byte[] answer =
        ClientCalls.blockingUnaryCall(
            channel(),
            MethodDescriptor.newBuilder(new BytesMarshaller(), new BytesMarshaller())
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName("jaeger.api_v2.SamplingManager/GetSamplingStrategy")
                .build(),
            CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS),
            SamplingStrategyParameters.newBuilder().setServiceName("web").build().toByteArray());

    SamplingStrategyResponse strategy = SamplingStrategyResponse.parseFrom(answer);
    assertThat(strategy.getStrategyType())
        .isEqualTo(SamplingStrategyResponse.StrategyType.PROBABILISTIC);
    assertThat(strategy.getProbabilisticSampling().getSamplingRate()).isEqualTo(1.0);
  }
}
