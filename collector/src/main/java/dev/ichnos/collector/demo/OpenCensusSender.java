package dev.ichnos.collector.demo;

import dev.ichnos.collector.transport.BytesMarshaller;
import dev.ichnos.proto.opencensus.ExportTraceServiceRequest;
import dev.ichnos.proto.opencensus.LibraryInfo;
import dev.ichnos.proto.opencensus.Node;
import dev.ichnos.proto.opencensus.ProcessIdentifier;
import dev.ichnos.proto.opencensus.ServiceInfo;
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

/**
 * The OpenCensus agent's protocol as opencensus-cpp in Envoy writes it: for each batch a stream
 * both ways, of one message that names the node, half-closed at once and never read from.
 */
final class OpenCensusSender implements Sender {
  private static final MethodDescriptor<byte[], byte[]> EXPORT =
      MethodDescriptor.newBuilder(new BytesMarshaller(), new BytesMarshaller())
          .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
          .setFullMethodName("opencensus.proto.agent.trace.v1.TraceService/Export")
          .build();

  private final ManagedChannel channel;

  /** Sends through this channel, and shuts it down when closed. */
  OpenCensusSender(ManagedChannel channel) {
    this.channel = channel;
  }

  @Override
  public String protocol() {
    return "OpenCensus agent over gRPC";
  }

  @Override
  public void send(Bookinfo request) throws IOException, InterruptedException {
    CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(10, TimeUnit.SECONDS);
    for (List<Bookinfo.Hop> report : request.reports()) {
      Ended ended = new Ended();
      StreamObserver<byte[]> call =
          ClientCalls.asyncBidiStreamingCall(channel.newCall(EXPORT, options), ended);
      call.onNext(message(request, report));
      call.onCompleted();
      ended.await();
    }
  }

  private static byte[] message(Bookinfo request, List<Bookinfo.Hop> report) {
    ExportTraceServiceRequest.Builder message =
        ExportTraceServiceRequest.newBuilder().setNode(node(report.get(0).proxy()));
    report.forEach(hop -> message.addSpans(OpenCensusReports.span(request, hop)));
    return message.build().toByteArray();
  }

  private static Node node(Bookinfo.Proxy proxy) {
    return Node.newBuilder()
        .setIdentifier(
            ProcessIdentifier.newBuilder()
                .setHostName(proxy.service() + "-" + proxy.podHash())
                .setPid(17))
        .setLibraryInfo(
            LibraryInfo.newBuilder()
                .setLanguage(LibraryInfo.Language.CPP)
                .setExporterVersion("0.5.0-dev")
                .setCoreLibraryVersion("0.5.0-dev"))
        .setServiceInfo(ServiceInfo.newBuilder().setName(proxy.tracingName()))
        .build();
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  /** A call's end. */
  private static final class Ended implements StreamObserver<byte[]> {
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    @Override
    public void onNext(byte[] message) {
      end.completeExceptionally(new IOException("Export: a message that nobody reads"));
    }

    @Override
    public void onError(Throwable error) {
      end.completeExceptionally(new IOException("Export: " + Status.fromThrowable(error), error));
    }

    @Override
    public void onCompleted() {
      end.complete(null);
    }

    void await() throws IOException, InterruptedException {
      try {
        end.get();
      } catch (ExecutionException e) {
        throw e.getCause() instanceof IOException problem ? problem : new IOException(e);
      }
    }
  }
}
