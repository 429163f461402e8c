package dev.ichnos.collector.receiver.skywalking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.FuzzRun;
import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.Endpoint;
import dev.ichnos.collector.config.ServerConfig;
import dev.ichnos.collector.config.SkyWalkingReceiverConfig;
import dev.ichnos.collector.pipeline.ConsumeResult;
import dev.ichnos.collector.pipeline.EpochClock;
import dev.ichnos.collector.transport.BytesMarshaller;
import dev.ichnos.collector.transport.Listeners;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.skywalking.apm.network.language.agent.v3.SegmentCollection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever comes by either way, the answer is a clean one, and the next good message is taken. */
class SkyWalkingReceiverFuzzTest {
  private static final int ROUNDS = 300;
  private static final ServerConfig SERVER = ServerConfig.defaults(new Endpoint("127.0.0.1", 0));

  private final AtomicInteger batches = new AtomicInteger();
  private final Listeners listeners = new Listeners(new Metrics());
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @BeforeEach
  void start() throws IOException {
    new SkyWalkingReceiver(
        new SkyWalkingReceiverConfig("skywalking", Optional.empty(), Optional.of(SERVER)),
        batch -> {
          batches.incrementAndGet();
          return CompletableFuture.completedStage(ConsumeResult.ACCEPTED);
        },
        listeners,
        new Metrics(),
        EpochClock.SYSTEM);
    listeners.start();
  }

  @AfterEach
  void close() {
    listeners.close(Duration.ofMillis(200));
  }

  @Test
  void post_mutatedSegments_onlyCleanAnswers() throws Exception {
    byte[] good = SkyWalkingMessages.json(SkyWalkingMessages.mixed());
    FuzzRun run = FuzzRun.of(31, ROUNDS);
    while (run.next()) {
      assertThat(post(FuzzRun.mutate(good, run.random()))).isIn(200, 400);
    }

    int before = batches.get();
    assertThat(post(good)).isEqualTo(200);
    assertThat(batches).hasValue(before + 1);
  }

  @Test
  void collect_mutatedSegments_onlyCleanAnswers() {
    byte[] segment = SkyWalkingMessages.mixed().toByteArray();
    byte[] list =
        SegmentCollection.newBuilder()
            .addSegments(SkyWalkingMessages.mixed())
            .build()
            .toByteArray();
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(listeners.address("skywalking", SERVER.endpoint()))
            .usePlaintext()
            .build();
    try {
      FuzzRun run = FuzzRun.of(32, ROUNDS);
      while (run.next()) {
        assertThat(call(channel, "collect", FuzzRun.mutate(segment, run.random())))
            .isIn(Status.Code.OK, Status.Code.INVALID_ARGUMENT);
        assertThat(call(channel, "collectInSync", FuzzRun.mutate(list, run.random())))
            .isIn(Status.Code.OK, Status.Code.INVALID_ARGUMENT);
      }
      int before = batches.get();
      assertThat(call(channel, "collect", segment)).isEqualTo(Status.Code.OK);
      assertThat(batches).hasValue(before + 1);
    } finally {
      channel.shutdownNow();
    }
  }

  private int post(byte[] body) throws IOException, InterruptedException {
    int port = listeners.address("skywalking", SERVER.endpoint()).getPort();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v3/segment"))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private static Status.Code call(ManagedChannel channel, String method, byte[] message) {
    try {
      ClientCalls.blockingUnaryCall(
          channel,
          MethodDescriptor.newBuilder(new BytesMarshaller(), new BytesMarshaller())
              .setType(MethodDescriptor.MethodType.UNARY)
              .setFullMethodName("skywalking.v3.TraceSegmentReportService/" + method)
              .build(),
          CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS),
          message);
      return Status.Code.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode();
    }
  }
}
