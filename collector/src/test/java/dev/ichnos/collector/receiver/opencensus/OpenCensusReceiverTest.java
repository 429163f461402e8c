package dev.ichnos.collector.receiver.opencensus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.collector.config.OpenCensusReceiverConfig;
import dev.ichnos.collector.config.ServerConfig;
import dev.ichnos.collector.pipeline.EpochClock;
import dev.ichnos.collector.receiver.GrpcReceiverContract;
import dev.ichnos.collector.transport.BytesMarshaller;
import dev.ichnos.model.SpanBatch;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.grpc.testing.StreamRecorder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code Export}, a stream both ways, and what stands beside it. */
@SuppressWarnings("deprecation") // StreamRecorder, without a successor in grpc-testing 1.85
class OpenCensusReceiverTest extends GrpcReceiverContract {
  private static final String SERVICE = "opencensus.proto.agent.trace.v1.TraceService/";

  private final ServerConfig server = server();
  private final ServerConfig other = server();

  @BeforeEach
  void start() throws IOException {
    new OpenCensusReceiver(
        new OpenCensusReceiverConfig("opencensus", server),
        consumer,
        listeners,
        metrics,
        EpochClock.SYSTEM);
    listeners.mixed("other", other);
    listeners.start();
  }

  @Override
  protected InetSocketAddress address() {
    return listeners.address("opencensus", server.endpoint());
  }

  @Override
  protected String method() {
    return SERVICE + "Export";
  }

  @Override
  protected int answers() {
    return 0;
  }

  @Override
  protected byte[] good() {
    return OpenCensusMessages.good();
  }

  @Override
  protected byte[] mixed() {
    return OpenCensusMessages.mixed();
  }

  @Override
  protected byte[] empty() {
    return OpenCensusMessages.node("reviews");
  }

  @Override
  protected byte[] malformed() {
    return "not protobuf".getBytes(StandardCharsets.UTF_8);
  }

  @Override
  protected String formatName() {
    return "OPENCENSUS_PROTO";
  }

  @Test
  void export_nodeInFirstMessage_holdsForTheStream() {
    StreamObserver<byte[]> stream = openStream(StreamRecorder.create());

    stream.onNext(OpenCensusMessages.node("reviews"));
    stream.onNext(good());
    stream.onNext(good());
    stream.onNext(OpenCensusMessages.node("ratings"));
    stream.onNext(good());

    Awaitility.await().until(() -> consumer.spans().size() == 3);
    assertThat(services()).containsExactly("reviews", "reviews", "ratings");
  }

  @Test
  void export_twoStreams_haveANodeEach() {
    StreamObserver<byte[]> reviews = openStream(StreamRecorder.create());
    StreamObserver<byte[]> ratings = openStream(StreamRecorder.create());

    reviews.onNext(OpenCensusMessages.node("reviews"));
    ratings.onNext(OpenCensusMessages.node("ratings"));
    reviews.onNext(good());
    Awaitility.await().until(() -> consumer.spans().size() == 1);
    ratings.onNext(good());
    Awaitility.await().until(() -> consumer.spans().size() == 2);

    assertThat(services()).containsExactly("reviews", "ratings");
  }

  /** opencensus-cpp up to 2020 writes its message, and drops the call in the same breath. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void export_callDroppedBehindItsMessage_isTaken(boolean mixedPort) throws IOException {
    InetSocketAddress to = mixedPort ? listeners.address("other", other.endpoint()) : address();
    byte[] call = DroppedCall.of(method(), good());
    for (int i = 1; i <= 20; i++) {
      int expected = i;
      try (Socket socket = new Socket(to.getAddress(), to.getPort())) {
        socket.getOutputStream().write(call);
        Awaitility.await().until(() -> consumer.spans().size() == expected);
      }
    }
  }

  @Test
  void exportOne_message_isAnswered() {
    byte[] answer =
        ClientCalls.blockingUnaryCall(
            channel(), unary("ExportOne"), CallOptions.DEFAULT, OpenCensusMessages.good());

    assertThat(answer).isEmpty();
    assertThat(consumer.spans()).hasSize(1);
  }

  /** A library answers each word of ours with its settings: two that always answer never stop. */
  @Test
  void config_messages_getNoAnswerBeforeTheEnd() throws Exception {
    StreamRecorder<byte[]> answers = StreamRecorder.create();
    StreamObserver<byte[]> config =
        ClientCalls.asyncBidiStreamingCall(
            channel().newCall(descriptor("Config"), CallOptions.DEFAULT), answers);

    config.onNext(OpenCensusMessages.node("reviews"));
    config.onNext(OpenCensusMessages.node("reviews"));
    assertThat(send(good(), false).verdict()).isEqualTo(Verdict.ACCEPTED);
    assertThat(answers.getValues()).isEmpty();
    config.onCompleted();

    assertThat(answers.awaitCompletion(20, TimeUnit.SECONDS)).isTrue();
    assertThat(answers.getError()).isNull();
    assertThat(answers.getValues()).hasSize(1);
  }

  @Test
  void config_openWhenListenersClose_endsWithOk() throws Exception {
    StreamRecorder<byte[]> answers = StreamRecorder.create();
    StreamObserver<byte[]> config =
        ClientCalls.asyncBidiStreamingCall(
            channel().newCall(descriptor("Config"), CallOptions.DEFAULT), answers);
    config.onNext(OpenCensusMessages.node("reviews"));
    send(good(), false);

    listeners.close(Duration.ofSeconds(20));

    assertThat(answers.awaitCompletion(20, TimeUnit.SECONDS)).isTrue();
    assertThat(answers.getError()).isNull();
  }

  @Test
  void other_method_isUnimplemented() {
    StreamRecorder<byte[]> answers = StreamRecorder.create();
    ClientCalls.asyncUnaryCall(
        channel().newCall(unary("Import"), CallOptions.DEFAULT), new byte[0], answers);

    Awaitility.await().until(() -> answers.getError() != null);
    assertThat(Status.fromThrowable(answers.getError()).getCode())
        .isEqualTo(Status.Code.UNIMPLEMENTED);
  }

  private List<String> services() {
    return consumer.batches().stream()
        .map(SpanBatch::spans)
        .map(spans -> spans.get(0).resource().attributes().string("service.name"))
        .toList();
  }

  private static MethodDescriptor<byte[], byte[]> descriptor(String method) {
    return of(method, MethodDescriptor.MethodType.BIDI_STREAMING);
  }

  private static MethodDescriptor<byte[], byte[]> unary(String method) {
    return of(method, MethodDescriptor.MethodType.UNARY);
  }

  private static MethodDescriptor<byte[], byte[]> of(
      String method, MethodDescriptor.MethodType type) {
    return MethodDescriptor.newBuilder(new BytesMarshaller(), new BytesMarshaller())
        .setType(type)
        .setFullMethodName(SERVICE + method)
        .build();
  }
}
