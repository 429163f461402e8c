package dev.ichnos.collector.demo;

import dev.ichnos.collector.transport.BytesMarshaller;
import dev.ichnos.proto.envoy.Node;
import dev.ichnos.proto.envoy.StreamTracesMessage;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Envoy's {@code StreamTraces}: a stream for each proxy, of a message for each span, of which the
 * first alone says who sends; it is never half-closed, and so never answered.
 */
final class EnvoyStreamSender implements Sender {
  private final ManagedChannel channel;
  private final MethodDescriptor<byte[], byte[]> method;
  private final String version;

  /**
   * Sends through this channel, and shuts it down when closed.
   *
   * @param version {@code v2} or {@code v3}
   */
  EnvoyStreamSender(ManagedChannel channel, String version) {
    this.channel = channel;
    this.version = version;
    this.method =
        MethodDescriptor.newBuilder(new BytesMarshaller(), new BytesMarshaller())
            .setType(MethodDescriptor.MethodType.CLIENT_STREAMING)
            .setFullMethodName("envoy.service.trace." + version + ".TraceService/StreamTraces")
            .build();
  }

  @Override
  public String protocol() {
    return "Envoy StreamTraces " + version + " over gRPC";
  }

  @Override
  public void send(Bookinfo request) throws IOException {
    Failure failure = new Failure();
    for (List<Bookinfo.Hop> report : request.reports()) {
      StreamObserver<byte[]> stream =
          ClientCalls.asyncClientStreamingCall(
              channel.newCall(method, CallOptions.DEFAULT), failure);
      StreamTracesMessage.Builder message = identified(report.get(0).proxy());
      for (Bookinfo.Hop hop : report) {
        message.addSpans(OpenCensusReports.span(request, hop));
        stream.onNext(message.build().toByteArray());
        message = StreamTracesMessage.newBuilder();
      }
    }
    failure.check();
  }

  private static StreamTracesMessage.Builder identified(Bookinfo.Proxy proxy) {
    return StreamTracesMessage.newBuilder()
        .setIdentifier(
            StreamTracesMessage.Identifier.newBuilder()
                .setNode(Node.newBuilder().setId(proxy.nodeId()).setCluster(proxy.tracingName())));
  }

  /** Ends the streams as a client does that goes: with its connection. */
  @Override
  public void close() {
    channel.shutdownNow();
  }

  /** What a stream ended with, if it did. */
  private static final class Failure implements StreamObserver<byte[]> {
    private final AtomicReference<@Nullable Throwable> error = new AtomicReference<>();

    @Override
    public void onNext(byte[] message) {}

    @Override
    public void onError(Throwable cause) {
      error.compareAndSet(null, cause);
    }

    @Override
    public void onCompleted() {}

    void check() throws IOException {
      Throwable cause = error.get();
      if (cause != null) {
        throw new IOException("StreamTraces: " + Status.fromThrowable(cause), cause);
      }
    }
  }
}
