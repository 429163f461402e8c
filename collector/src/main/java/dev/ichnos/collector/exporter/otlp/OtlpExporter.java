package dev.ichnos.collector.exporter.otlp;

import dev.ichnos.codec.SpanEncoder;
import dev.ichnos.codec.otlp.OtlpFormats;
import dev.ichnos.codec.otlp.OtlpProtoEncoder;
import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.Compression;
import dev.ichnos.collector.config.Endpoint;
import dev.ichnos.collector.config.OtlpExporterConfig;
import dev.ichnos.collector.exporter.MessageEncoding;
import dev.ichnos.collector.exporter.MessagePlan;
import dev.ichnos.collector.exporter.Outcomes;
import dev.ichnos.collector.pipeline.ExportResult;
import dev.ichnos.collector.pipeline.Exporter;
import dev.ichnos.collector.transport.BytesMarshaller;
import dev.ichnos.collector.transport.GrpcChannels;
import dev.ichnos.model.SpanBatch;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Sends batches by OTLP over gRPC, to Tempo or any OTLP backend. */
public final class OtlpExporter implements Exporter {
  private static final MethodDescriptor<byte[], byte[]> EXPORT =
      MethodDescriptor.newBuilder(new BytesMarshaller(), new BytesMarshaller())
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName(OtlpFormats.EXPORT_METHOD)
          .build();

  private static final SpanEncoder ENCODER = new OtlpProtoEncoder();

  private final OtlpExporterConfig config;
  private final GrpcChannels channels;
  private final Outcomes outcomes;
  private final MessageEncoding encoding;
  private final Metadata headers = new Metadata();
  private volatile @Nullable GrpcEndpoints endpoints;

  /**
   * An exporter that opens its channels when it is started.
   *
   * @param channels opens them; not closed here
   * @throws IllegalArgumentException if a header's name cannot be one
   */
  public OtlpExporter(OtlpExporterConfig config, GrpcChannels channels, Metrics metrics) {
    this.config = config;
    this.channels = channels;
    outcomes = new Outcomes(config.id(), metrics);
    encoding = new MessageEncoding(config.id(), config.maxMessageSize(), Compression.NONE, metrics);
    config
        .headers()
        .forEach(
            (name, value) ->
                headers.put(
                    Metadata.Key.of(
                        name.toLowerCase(Locale.ROOT), Metadata.ASCII_STRING_MARSHALLER),
                    value.reveal()));
  }

  /** What an exporter of this configuration sends. */
  public static MessagePlan plan(OtlpExporterConfig config) {
    return MessagePlan.of(ENCODER, config.maxMessageSize());
  }

  @Override
  public String name() {
    return config.id();
  }

  @Override
  public void start() throws IOException {
    List<ManagedChannel> opened = new ArrayList<>();
    for (Endpoint endpoint : config.endpoints()) {
      opened.add(channels.open(endpoint, config.tls()));
    }
    endpoints = new GrpcEndpoints(opened, System::nanoTime);
  }

  @Override
  public CompletionStage<ExportResult> export(SpanBatch batch) {
    Optional<byte[]> message = encoding.encode(ENCODER, batch);
    if (message.isEmpty()) {
      return outcomes.tooLarge(config.maxMessageSize());
    }
    GrpcEndpoints open = endpoints;
    if (open == null) {
      throw new IllegalStateException("export before start");
    }
    GrpcEndpoints.GrpcEndpoint endpoint = open.next();
    CompletableFuture<ExportResult> result = new CompletableFuture<>();
    ClientCalls.asyncUnaryCall(
        channel(endpoint).newCall(EXPORT, callOptions()),
        message.get(),
        new Answer(endpoint, result));
    return result.thenApply(outcomes::note);
  }

  @Override
  public void close(Duration deadline) {
    GrpcEndpoints open = endpoints;
    if (open != null) {
      open.close(deadline);
    }
  }

  private Channel channel(GrpcEndpoints.GrpcEndpoint endpoint) {
    return headers.keys().isEmpty()
        ? endpoint.channel()
        : ClientInterceptors.intercept(
            endpoint.channel(), MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  private CallOptions callOptions() {
    CallOptions options =
        CallOptions.DEFAULT.withDeadlineAfter(
            config.lane().timeout().toMillis(), TimeUnit.MILLISECONDS);
    return config.compression() == Compression.GZIP ? options.withCompression("gzip") : options;
  }

  /** Reads the one response, or the error that came in its place. */
  private static final class Answer implements StreamObserver<byte[]> {
    private final GrpcEndpoints.GrpcEndpoint endpoint;
    private final CompletableFuture<ExportResult> result;
    private ExportResult answer = ExportResult.DELIVERED;

    private Answer(GrpcEndpoints.GrpcEndpoint endpoint, CompletableFuture<ExportResult> result) {
      this.endpoint = endpoint;
      this.result = result;
    }

    @Override
    public void onNext(byte[] response) {
      answer = PartialSuccesses.read(OtlpFormats.OTLP_PROTO, response);
    }

    @Override
    public void onError(Throwable error) {
      Status status = Status.fromThrowable(error);
      if (status.getCode() == Status.Code.UNAVAILABLE) {
        endpoint.rest();
      } else {
        endpoint.awake();
      }
      result.complete(GrpcAnswer.of(status, Status.trailersFromThrowable(error)));
    }

    @Override
    public void onCompleted() {
      endpoint.awake();
      result.complete(answer);
    }
  }
}
