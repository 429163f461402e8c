package dev.ichnos.collector.demo;

import dev.ichnos.collector.transport.BytesMarshaller;
import dev.ichnos.proto.skywalking.SegmentObject;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** SkyWalking over gRPC: a stream for each proxy, on which each segment is a message. */
final class SkyWalkingGrpcSender implements Sender {
  private static final MethodDescriptor<byte[], byte[]> COLLECT =
      MethodDescriptor.<byte[], byte[]>newBuilder()
          .setType(MethodDescriptor.MethodType.CLIENT_STREAMING)
          .setFullMethodName("skywalking.v3.TraceSegmentReportService/collect")
          .setRequestMarshaller(new BytesMarshaller())
          .setResponseMarshaller(new BytesMarshaller())
          .build();

  private final ManagedChannel channel;

  /** Sends through this channel, and shuts it down when closed. */
  SkyWalkingGrpcSender(ManagedChannel channel) {
    this.channel = channel;
  }

  @Override
  public String protocol() {
    return "SkyWalking over gRPC";
  }

  @Override
  public void send(Bookinfo request) throws IOException, InterruptedException {
    for (List<SegmentObject> proxy : SkyWalkingSegments.of(request)) {
      Answer answer = new Answer();
      StreamObserver<byte[]> stream =
          ClientCalls.asyncClientStreamingCall(
              channel.newCall(COLLECT, CallOptions.DEFAULT.withDeadlineAfter(10, TimeUnit.SECONDS)),
              answer);
      proxy.forEach(segment -> stream.onNext(segment.toByteArray()));
      stream.onCompleted();
      answer.await();
    }
  }

  @Override
  public Bookinfo arriving(Bookinfo request) {
    return request.saidAs(SkyWalkingSegments::arriving);
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  /** The end of a stream. */
  private static final class Answer implements StreamObserver<byte[]> {
    private final CompletableFuture<Boolean> end = new CompletableFuture<>();

    @Override
    public void onNext(byte[] commands) {}

    @Override
    public void onError(Throwable error) {
      end.completeExceptionally(error);
    }

    @Override
    public void onCompleted() {
      end.complete(true);
    }

    void await() throws IOException, InterruptedException {
      try {
        end.get(); // the call has a deadline
      } catch (ExecutionException e) {
        throw new IOException("collect: " + Status.fromThrowable(e), e);
      }
    }
  }
}
