package dev.ichnos.collector.receiver.skywalking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.Endpoint;
import dev.ichnos.collector.config.ServerConfig;
import dev.ichnos.collector.config.SkyWalkingReceiverConfig;
import dev.ichnos.collector.pipeline.EpochClock;
import dev.ichnos.collector.testing.RecordingConsumer;
import dev.ichnos.collector.transport.Listeners;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.grpc.testing.StreamRecorder;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.skywalking.apm.network.common.v3.Commands;
import org.apache.skywalking.apm.network.language.agent.v3.JVMMetricCollection;
import org.apache.skywalking.apm.network.language.agent.v3.JVMMetricReportServiceGrpc;
import org.apache.skywalking.apm.network.language.agent.v3.MeterData;
import org.apache.skywalking.apm.network.language.agent.v3.MeterReportServiceGrpc;
import org.apache.skywalking.apm.network.language.agent.v3.SegmentCollection;
import org.apache.skywalking.apm.network.language.agent.v3.SegmentObject;
import org.apache.skywalking.apm.network.language.agent.v3.TraceSegmentReportServiceGrpc;
import org.apache.skywalking.apm.network.language.profile.v3.ProfileTaskCommandQuery;
import org.apache.skywalking.apm.network.language.profile.v3.ProfileTaskGrpc;
import org.apache.skywalking.apm.network.logging.v3.LogData;
import org.apache.skywalking.apm.network.logging.v3.LogReportServiceGrpc;
import org.apache.skywalking.apm.network.management.v3.InstancePingPkg;
import org.apache.skywalking.apm.network.management.v3.InstanceProperties;
import org.apache.skywalking.apm.network.management.v3.ManagementServiceGrpc;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The stubs that SkyWalking's Java agent is built with, against the receiver. */
@SuppressWarnings("deprecation") // StreamRecorder, without a successor in grpc-testing 1.85
class SkyWalkingAgentCallsTest {
  private static final ServerConfig SERVER = ServerConfig.defaults(new Endpoint("127.0.0.1", 0));

  private final RecordingConsumer consumer = new RecordingConsumer();
  private final Listeners listeners = new Listeners(new Metrics());
  private ManagedChannel channel;

  @BeforeEach
  void start() throws IOException {
    new SkyWalkingReceiver(
        new SkyWalkingReceiverConfig("skywalking", Optional.of(SERVER), Optional.of(SERVER)),
        consumer,
        listeners,
        new Metrics(),
        EpochClock.SYSTEM);
    listeners.start();
    open(false);
  }

  @AfterEach
  void close() {
    channel.shutdownNow();
    listeners.close(Duration.ofMillis(200));
  }

  private void open(boolean mixed) {
    channel =
        NettyChannelBuilder.forAddress(listeners.address("skywalking", SERVER.endpoint(), mixed))
            .usePlaintext()
            .build();
  }

  /** With a token, as agents that have one send it. */
  @Test
  void collect_agentsStream_isTakenAndAnswered() throws Exception {
    Metadata token = new Metadata();
    token.put(Metadata.Key.of("authentication", Metadata.ASCII_STRING_MARSHALLER), "secret");
    TraceSegmentReportServiceGrpc.TraceSegmentReportServiceStub stub =
        TraceSegmentReportServiceGrpc.newStub(channel)
            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(token));

    StreamRecorder<Commands> answer = StreamRecorder.create();
    StreamObserver<SegmentObject> stream = stub.collect(answer);
    stream.onNext(SkyWalkingMessages.good());
    stream.onNext(SkyWalkingMessages.good());
    stream.onCompleted();

    assertNoCommands(answer);
    assertThat(consumer.spans()).hasSize(2);
  }

  @Test
  void collectInSync_onTheHttpPort_isTakenAndAnswered() {
    channel.shutdownNow();
    open(true);

    Commands answer =
        TraceSegmentReportServiceGrpc.newBlockingStub(channel)
            .withDeadlineAfter(20, TimeUnit.SECONDS)
            .collectInSync(
                SegmentCollection.newBuilder().addSegments(SkyWalkingMessages.good()).build());

    assertThat(answer).isEqualTo(Commands.getDefaultInstance());
    assertThat(consumer.spans()).hasSize(1);
  }

  @Test
  void unaryCalls_ofAnAgent_areAnswered() {
    var management = ManagementServiceGrpc.newBlockingStub(channel);
    var older =
        org.apache.skywalking.apm.network.management.v3.compat.ManagementServiceGrpc
            .newBlockingStub(channel);
    var properties = InstanceProperties.newBuilder().setService("details").build();
    var ping = InstancePingPkg.newBuilder().setService("details").build();

    assertThat(management.reportInstanceProperties(properties)).isEqualTo(nothing());
    assertThat(management.keepAlive(ping)).isEqualTo(nothing());
    assertThat(older.reportInstanceProperties(properties)).isEqualTo(nothing());
    assertThat(older.keepAlive(ping)).isEqualTo(nothing());
    assertThat(
            JVMMetricReportServiceGrpc.newBlockingStub(channel)
                .collect(JVMMetricCollection.getDefaultInstance()))
        .isEqualTo(nothing());
    assertThat(
            ProfileTaskGrpc.newBlockingStub(channel)
                .getProfileTaskCommands(ProfileTaskCommandQuery.getDefaultInstance()))
        .isEqualTo(nothing());
    assertThat(consumer.batches()).isEmpty();
  }

  @Test
  void streamedCalls_ofAnAgent_areAnswered() throws Exception {
    assertAnswered(
        MeterReportServiceGrpc.newStub(channel)::collect, MeterData.newBuilder().build());
    assertAnswered(LogReportServiceGrpc.newStub(channel)::collect, LogData.newBuilder().build());
  }

  private static <T> void assertAnswered(
      Function<StreamObserver<Commands>, StreamObserver<T>> method, T message) throws Exception {
    StreamRecorder<Commands> answer = StreamRecorder.create();
    StreamObserver<T> stream = method.apply(answer);
    for (int i = 0; i < 3; i++) {
      stream.onNext(message);
    }
    stream.onCompleted();
    assertNoCommands(answer);
  }

  private static void assertNoCommands(StreamRecorder<Commands> answer) throws Exception {
    assertThat(answer.awaitCompletion(20, TimeUnit.SECONDS)).isTrue();
    assertThat(answer.getError()).isNull();
    assertThat(answer.getValues()).containsExactly(nothing());
  }

  private static Commands nothing() {
    return Commands.getDefaultInstance();
  }
}
