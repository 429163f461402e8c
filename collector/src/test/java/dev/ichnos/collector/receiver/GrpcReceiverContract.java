package dev.ichnos.collector.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.otlp.OtlpErrors;
import dev.ichnos.codec.otlp.OtlpFormats;
import dev.ichnos.collector.pipeline.ConsumeResult;
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
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The contract for what comes by gRPC, called as unary and as a stream that is never half-closed.
 */
@SuppressWarnings("deprecation") // StreamRecorder, without a successor in grpc-testing 1.85
public abstract class GrpcReceiverContract extends ReceiverContract {
  private @Nullable ManagedChannel channel;

  /** Where the listener is bound. */
  protected abstract InetSocketAddress address();

  /** {@code package.Service/Method}. */
  protected abstract String method();

  /** The messages that a call is answered with: 1, or 0 when the status is all. */
  protected int answers() {
    return 1;
  }

  /** To {@link #address}; opened when it is first needed. */
  protected final ManagedChannel channel() {
    if (channel == null) {
      channel = NettyChannelBuilder.forAddress(address()).usePlaintext().build();
    }
    return channel;
  }

  @AfterEach
  void closeChannel() {
    if (channel != null) {
      channel.shutdownNow();
    }
  }

  @Override
  protected Answer send(byte[] body, boolean gzip) throws Exception {
    CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS);
    try {
      call(gzip ? options.withCompression("gzip") : options, body);
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

  private void call(CallOptions options, byte[] body) throws Exception {
    if (answers() == 1) {
      ClientCalls.blockingUnaryCall(
          channel(), descriptor(MethodDescriptor.MethodType.UNARY), options, body);
      return;
    }
    StreamRecorder<byte[]> answers = StreamRecorder.create();
    StreamObserver<byte[]> stream = openStream(options, answers);
    stream.onNext(body);
    stream.onCompleted();
    assertThat(answers.awaitCompletion(20, TimeUnit.SECONDS)).isTrue();
    if (answers.getError() instanceof StatusRuntimeException failed) {
      throw failed;
    }
    assertThat(answers.getError()).isNull();
    assertThat(answers.getValues()).isEmpty();
  }

  @Test
  void call_bytesThatCannotBeHad_countOneMessageEach() throws Exception {
    send(new byte[MAX_DECOMPRESSED_BYTES + 1], true);
    send(malformed(), false);

    assertThat(refusedMessages("too_large")).isEqualTo(1);
    assertThat(refusedMessages("malformed")).isEqualTo(1);
  }

  @Test
  void call_streamThatNeverHalfCloses_takesEveryMessageAtOnce() throws Exception {
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
    assertThat(answers.getValues()).hasSize(answers());
  }

  @Test
  void call_streamDrainedInFlight_answersAfterTheJournal() throws Exception {
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
  void call_streamWhileJournalIsFull_endsAsUnavailable() throws Exception {
    consumer.answer(new ConsumeResult.Retryable(Duration.ofSeconds(2), "full"));
    StreamRecorder<byte[]> answers = StreamRecorder.create();

    openStream(answers).onNext(good());

    assertThat(answers.awaitCompletion(20, TimeUnit.SECONDS)).isTrue();
    assertThat(Status.fromThrowable(answers.getError()).getCode())
        .isEqualTo(Status.Code.UNAVAILABLE);
  }

  @Test
  void call_slowJournal_asksForNoFurtherMessage() throws Exception {
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

  protected final StreamObserver<byte[]> openStream(StreamObserver<byte[]> answers) {
    return openStream(CallOptions.DEFAULT, answers);
  }

  private StreamObserver<byte[]> openStream(CallOptions options, StreamObserver<byte[]> answers) {
    return answers() == 1
        ? ClientCalls.asyncClientStreamingCall(
            channel().newCall(descriptor(MethodDescriptor.MethodType.CLIENT_STREAMING), options),
            answers)
        : ClientCalls.asyncBidiStreamingCall(
            channel().newCall(descriptor(MethodDescriptor.MethodType.BIDI_STREAMING), options),
            answers);
  }

  private MethodDescriptor<byte[], byte[]> descriptor(MethodDescriptor.MethodType type) {
    return MethodDescriptor.newBuilder(new BytesMarshaller(), new BytesMarshaller())
        .setType(type)
        .setFullMethodName(method())
        .build();
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
}
