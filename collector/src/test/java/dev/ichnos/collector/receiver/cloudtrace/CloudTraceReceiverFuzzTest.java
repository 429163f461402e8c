package dev.ichnos.collector.receiver.cloudtrace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.FuzzRun;
import dev.ichnos.codec.cloudtrace.CloudTraceFormats;
import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.CloudTraceReceiverConfig;
import dev.ichnos.collector.config.Endpoint;
import dev.ichnos.collector.config.ServerConfig;
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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever comes by either way, the answer is a clean one, and the next good message is taken. */
class CloudTraceReceiverFuzzTest {
  private static final int ROUNDS = 300;
  private static final ServerConfig SERVER = ServerConfig.defaults(new Endpoint("127.0.0.1", 0));
  private static final String BATCH_WRITE = "/v2/projects/shop/traces:batchWrite";

  private final AtomicInteger batches = new AtomicInteger();
  private final Listeners listeners = new Listeners(new Metrics());
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @BeforeEach
  void start() throws IOException {
    new CloudTraceReceiver(
        new CloudTraceReceiverConfig("cloudtrace", SERVER),
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
  void post_mutations_onlyCleanAnswers() throws Exception {
    byte[] json = CloudTraceMessages.json(CloudTraceMessages.mixed());
    byte[] proto = CloudTraceMessages.mixed().toByteArray();
    String span = "/v2/" + CloudTraceMessages.NAME;
    FuzzRun run = FuzzRun.of(51, ROUNDS);
    while (run.next()) {
      assertThat(post(BATCH_WRITE, "application/json", FuzzRun.mutate(json, run.random())))
          .isIn(200, 400);
      assertThat(post(span, "application/x-protobuf", FuzzRun.mutate(proto, run.random())))
          .isIn(200, 400);
    }
    assertStillTaking();
  }

  @Test
  void post_nestingAndLengthsWithoutEnd_areRefused() throws Exception {
    String nested = "{\"spans\":[{\"attributes\":" + "{\"attributeMap\":".repeat(50_000);
    byte[] endless = {0x12, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x07};

    assertThat(post(BATCH_WRITE, "application/json", nested.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(400);
    assertThat(post(BATCH_WRITE, "application/x-protobuf", endless)).isEqualTo(400);
    assertStillTaking();
  }

  @Test
  void call_mutations_onlyCleanAnswers() throws Exception {
    byte[] request = CloudTraceMessages.mixed().toByteArray();
    byte[] span = CloudTraceMessages.SPAN.toByteArray();
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(listeners.address("cloudtrace", SERVER.endpoint()))
            .usePlaintext()
            .build();
    try {
      FuzzRun run = FuzzRun.of(52, ROUNDS);
      while (run.next()) {
        assertThat(
                call(
                    channel,
                    CloudTraceFormats.BATCH_WRITE_SPANS_METHOD,
                    FuzzRun.mutate(request, run.random())))
            .isIn(Status.Code.OK, Status.Code.INVALID_ARGUMENT);
        assertThat(
                call(
                    channel,
                    CloudTraceFormats.CREATE_SPAN_METHOD,
                    FuzzRun.mutate(span, run.random())))
            .isIn(Status.Code.OK, Status.Code.INVALID_ARGUMENT);
      }
    } finally {
      channel.shutdownNow();
    }
    assertStillTaking();
  }

  private void assertStillTaking() throws Exception {
    int before = batches.get();
    byte[] good = CloudTraceMessages.json(CloudTraceMessages.good());
    assertThat(post(BATCH_WRITE, "application/json", good)).isEqualTo(200);
    assertThat(batches).hasValue(before + 1);
  }

  private int post(String path, String type, byte[] body) throws IOException, InterruptedException {
    int port = listeners.address("cloudtrace", SERVER.endpoint()).getPort();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("content-type", type)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private static Status.Code call(ManagedChannel channel, String method, byte[] message) {
    BytesMarshaller bytes = new BytesMarshaller();
    try {
      var unused =
          ClientCalls.blockingUnaryCall(
              channel,
              MethodDescriptor.newBuilder(bytes, bytes)
                  .setType(MethodDescriptor.MethodType.UNARY)
                  .setFullMethodName(method)
                  .build(),
              CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS),
              message);
      return Status.Code.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode();
    }
  }
}
