package dev.ichnos.collector.receiver.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.SpanEncoder;
import dev.ichnos.codec.otlp.OtlpErrors;
import dev.ichnos.codec.otlp.OtlpFormats;
import dev.ichnos.codec.otlp.OtlpProtoEncoder;
import dev.ichnos.collector.config.OtlpReceiverConfig;
import dev.ichnos.collector.config.ServerConfig;
import dev.ichnos.collector.pipeline.ConsumeResult;
import dev.ichnos.collector.pipeline.EpochClock;
import dev.ichnos.collector.receiver.ReceiverContract;
import dev.ichnos.collector.transport.BytesMarshaller;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.grpc.testing.StreamRecorder;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("deprecation") // StreamRecorder, without a successor in grpc-testing 1.85
class OtlpGrpcReceiverTest extends ReceiverContract {
  private static final SpanEncoder ENCODER = new OtlpProtoEncoder();

  private final ServerConfig server = server();
  private ManagedChannel channel;

  @BeforeEach
  void start() throws IOException {
    new OtlpReceiver(
        new OtlpReceiverConfig("otlp", Optional.of(server), Optional.empty(), List.of()),
        consumer,
        listeners,
        metrics,
        EpochClock.SYSTEM);
    listeners.start();
    channel =
        NettyChannelBuilder.forAddress(listeners.address("otlp", server.endpoint()))
            .usePlaintext()
            .build();
  }

  @AfterEach
  void closeChannel() {
    channel.shutdownNow();
  }

  @Override
  protected byte[] good() {
    return OtlpMessages.good(ENCODER);
  }

  @Override
  protected byte[] mixed() {
    return OtlpMessages.mixed(ENCODER);
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
    return "OTLP_PROTO";
  }

  @Override
  protected Answer send(byte[] body, boolean gzip) throws Exception {
    CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS);
    try {
      ClientCalls.blockingUnaryCall(
          channel,
          method(MethodDescriptor.MethodType.UNARY),
          gzip ? options.withCompression("gzip") : options,
          body);
      return new Answer(Verdict.ACCEPTED, "", -1);
    } catch (StatusRuntimeException e) {
      Status status = e.getStatus();
      Verdict verdict =
          switch (status.getCode()) {
            case INVALID_ARGUMENT -> Verdict.BAD;
            case RESOURCE_EXHAUSTED -> Verdict.TOO_LARGE;
            case UNAVAILABLE -> Verdict.BUSY;
            default -> Verdict.OTHER;
          };
      return new Answer(verdict, String.valueOf(status), retrySeconds(e.getTrailers()));
    }
  }

  @Test
  void export_bytesThatCannotBeHad_countOneMessageEach() throws Exception {
    send(new byte[MAX_DECOMPRESSED_BYTES + 1], true);
    send(malformed(), false);

    assertThat(refusedMessages("too_large")).isEqualTo(1);
    assertThat(refusedMessages("malformed")).isEqualTo(1);
  }

  @Test
  void export_stockUnaryClient_getsItsResponse() throws Exception {
    TraceServiceGrpc.TraceServiceBlockingStub stub =
        TraceServiceGrpc.newBlockingStub(channel).withDeadlineAfter(20, TimeUnit.SECONDS);

    ExportTraceServiceResponse response = stub.export(ExportTraceServiceRequest.parseFrom(good()));

    assertThat(response).isEqualTo(ExportTraceServiceResponse.getDefaultInstance());
    assertThat(consumer.spans()).hasSize(1);
  }

  @Test
  void export_badSpansAmongGood_isPartialSuccess() throws Exception {
    TraceServiceGrpc.TraceServiceBlockingStub stub =
        TraceServiceGrpc.newBlockingStub(channel).withDeadlineAfter(20, TimeUnit.SECONDS);

    var partial = stub.export(ExportTraceServiceRequest.parseFrom(mixed())).getPartialSuccess();

    assertThat(partial.getRejectedSpans()).isEqualTo(2);
    assertThat(partial.getErrorMessage()).isNotEmpty();
  }

  @Test
  void export_onlyBadSpans_isPartialSuccess() throws Exception {
    byte[] bad = OtlpMessages.encode(ENCODER, OtlpMessages.BAD);
    TraceServiceGrpc.TraceServiceBlockingStub stub =
        TraceServiceGrpc.newBlockingStub(channel).withDeadlineAfter(20, TimeUnit.SECONDS);

    var partial = stub.export(ExportTraceServiceRequest.parseFrom(bad)).getPartialSuccess();

    assertThat(partial.getRejectedSpans()).isEqualTo(1);
    assertThat(consumer.batches()).isEmpty();
  }

  @Test
  void export_streamThatNeverHalfCloses_takesEveryMessageAtOnce() throws Exception {
    StreamRecorder<byte[]> answers = StreamRecorder.create();
    StreamObserver<byte[]> stream = openStream(answers);

    for (int i = 1; i <= 3; i++) {
      int expected = i;
      stream.onNext(good());
      Awaitility.await().until(() -> consumer.spans().size() == expected);
    }
    assertThat(answers.getValues()).as("no answer while the stream is open").isEmpty();

    listeners.close(Duration.ofSeconds(20));

    assertThat(answers.awaitCompletion(20, TimeUnit.SECONDS)).isTrue();
    assertThat(answers.getError()).as("ended with OK, not by a reset").isNull();
    assertThat(answers.getValues()).hasSize(1);
  }

  @Test
  void export_streamDrainedInFlight_answersAfterTheJournal() throws Exception {
    StreamRecorder<byte[]> answers = StreamRecorder.create();
    StreamObserver<byte[]> stream = openStream(answers);
    consumer.hold();
    stream.onNext(good());
    Awaitility.await().until(() -> !consumer.batches().isEmpty());

    var closed = CompletableFuture.runAsync(() -> listeners.close(Duration.ofSeconds(20)));
    consumer.release();

    closed.get(20, TimeUnit.SECONDS);
    assertThat(answers.awaitCompletion(20, TimeUnit.SECONDS)).isTrue();
    assertThat(answers.getError()).isNull();
  }

  @Test
  void export_streamWhileJournalIsFull_endsAsUnavailable() throws Exception {
    consumer.answer(new ConsumeResult.Retryable(Duration.ofSeconds(2), "full"));
    StreamRecorder<byte[]> answers = StreamRecorder.create();

    openStream(answers).onNext(good());

    assertThat(answers.awaitCompletion(20, TimeUnit.SECONDS)).isTrue();
    assertThat(Status.fromThrowable(answers.getError()).getCode())
        .isEqualTo(Status.Code.UNAVAILABLE);
  }

  @Test
  void export_slowJournal_asksForNoFurtherMessage() throws Exception {
    consumer.hold();
    StreamRecorder<byte[]> answers = StreamRecorder.create();
    StreamObserver<byte[]> stream = openStream(answers);

    stream.onNext(good());
    stream.onNext(good());
    stream.onNext(good());
    Awaitility.await().until(() -> !consumer.batches().isEmpty());
    Awaitility.await().during(Duration.ofMillis(100)).until(() -> consumer.batches().size() == 1);

    consumer.release();
    Awaitility.await().until(() -> consumer.batches().size() == 3);
  }

  private StreamObserver<byte[]> openStream(StreamObserver<byte[]> answers) {
    return ClientCalls.asyncClientStreamingCall(
        channel.newCall(method(MethodDescriptor.MethodType.CLIENT_STREAMING), CallOptions.DEFAULT),
        answers);
  }

  private static long retrySeconds(Metadata trailers) throws Exception {
    byte[] details =
        trailers == null
            ? null
            : trailers.get(
                Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER));
    return details == null
        ? -1
        : OtlpErrors.decode(OtlpFormats.OTLP_PROTO, details)
            .retryDelay()
            .orElse(Duration.ofSeconds(-1))
            .toSeconds();
  }

  private static MethodDescriptor<byte[], byte[]> method(MethodDescriptor.MethodType type) {
    return MethodDescriptor.newBuilder(new BytesMarshaller(), new BytesMarshaller())
        .setType(type)
        .setFullMethodName(TraceServiceGrpc.getExportMethod().getFullMethodName())
        .build();
  }
}
