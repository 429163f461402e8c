package dev.ichnos.collector.demo;

import dev.ichnos.codec.cloudtrace.CloudTraceFormats;
import dev.ichnos.codec.wire.ProtoException;
import dev.ichnos.collector.config.Endpoint;
import dev.ichnos.collector.config.ExporterConfig;
import dev.ichnos.collector.config.GoogleCloudExporterConfig;
import dev.ichnos.collector.config.GoogleCredentialsSource;
import dev.ichnos.collector.config.LaneConfig;
import dev.ichnos.collector.config.ServerConfig;
import dev.ichnos.collector.config.TlsClientConfig;
import dev.ichnos.collector.transport.BytesMarshaller;
import dev.ichnos.collector.transport.GrpcMethod;
import dev.ichnos.collector.transport.Listeners;
import dev.ichnos.model.Span;
import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** Cloud Trace v2: {@code BatchWriteSpans} over gRPC, in plain text and without credentials. */
final class CloudTraceStandIn implements StandIn {
  private static final String OWNER = "cloud-trace";
  private static final MethodDescriptor<byte[], byte[]> BATCH_WRITE_SPANS =
      MethodDescriptor.newBuilder(new BytesMarshaller(), new BytesMarshaller())
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName(CloudTraceFormats.BATCH_WRITE_SPANS_METHOD)
          .build();

  /** google.protobuf.Empty */
  private static final byte[] EMPTY = {};

  private final ArrivedSpans arrived = new ArrivedSpans();
  private final Listeners listeners;
  private final ServerConfig server = ServerConfig.defaults(new Endpoint("127.0.0.1", 0));

  CloudTraceStandIn(Listeners listeners) {
    this.listeners = listeners;
    listeners.grpc(OWNER, server);
    listeners.method(
        new GrpcMethod(
            OWNER,
            ServerMethodDefinition.create(
                BATCH_WRITE_SPANS, ServerCalls.asyncUnaryCall(this::batchWriteSpans))));
  }

  private void batchWriteSpans(byte[] request, StreamObserver<byte[]> out) {
    try {
      arrived.add(CloudTraceMessage.read(ByteBuffer.wrap(request)));
      out.onNext(EMPTY);
      out.onCompleted();
    } catch (ProtoException e) {
      out.onError(Status.INVALID_ARGUMENT.withDescription(e.describe()).asRuntimeException());
    }
  }

  @Override
  public String backend() {
    return "Cloud Trace";
  }

  @Override
  public String protocol() {
    return "BatchWriteSpans over gRPC";
  }

  @Override
  public InetSocketAddress address() {
    return listeners.address(OWNER, server.endpoint(), false);
  }

  @Override
  public ExporterConfig exporter(LaneConfig lane) {
    GoogleCloudExporterConfig google = GoogleCloudExporterConfig.defaults("googlecloud");
    return new GoogleCloudExporterConfig(
        google.id(),
        lane,
        Optional.of("demo-project"),
        new Endpoint(address().getHostString(), address().getPort()),
        TlsClientConfig.plaintext(),
        GoogleCredentialsSource.NONE,
        google.destinationProjectQuota(),
        1,
        google.maxMessageSize());
  }

  @Override
  public ArrivedSpans arrived() {
    return arrived;
  }

  @Override
  public boolean shows(Bookinfo.Hop hop, String name) {
    return name.equals(hop.canonicalName());
  }

  @Override
  public boolean understands(Span span) {
    return CloudTraceMessage.hasHttpLabels(span);
  }

  @Override
  public String service(Bookinfo.Proxy proxy) {
    return proxy.service();
  }

  @Override
  public CallGraph calls(List<Span> spans) {
    return CallGraph.ofParents(spans);
  }

  @Override
  public List<String> remarks(List<Span> spans) {
    // The service stands on the resource here, and is one of the 32 there.
    int most = spans.stream().mapToInt(span -> span.attributes().size() + 1).max().orElse(0);
    return List.of("attributes of a span, of at most 32: " + most);
  }
}
