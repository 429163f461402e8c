package dev.ichnos.collector.exporter.googlecloud;

import dev.ichnos.codec.cloudtrace.CloudTraceAdmission;
import dev.ichnos.codec.cloudtrace.CloudTraceFormats;
import dev.ichnos.codec.cloudtrace.ProjectId;
import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.Compression;
import dev.ichnos.collector.config.GoogleCloudExporterConfig;
import dev.ichnos.collector.exporter.MessageEncoding;
import dev.ichnos.collector.exporter.MessagePlan;
import dev.ichnos.collector.exporter.Outcomes;
import dev.ichnos.collector.pipeline.EpochClock;
import dev.ichnos.collector.pipeline.ExportResult;
import dev.ichnos.collector.pipeline.Exporter;
import dev.ichnos.collector.transport.BytesMarshaller;
import dev.ichnos.collector.transport.GrpcChannels;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends batches to Google Cloud Trace, each to the project that its spans belong to. */
public final class GoogleCloudExporter implements Exporter {
  private static final Logger LOG = LoggerFactory.getLogger(GoogleCloudExporter.class);

  private static final MethodDescriptor<byte[], byte[]> BATCH_WRITE_SPANS =
      MethodDescriptor.newBuilder(new BytesMarshaller(), new BytesMarshaller())
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName(CloudTraceFormats.BATCH_WRITE_SPANS_METHOD)
          .build();

  private static final Metadata.Key<String> QUOTA_PROJECT =
      Metadata.Key.of("x-goog-user-project", Metadata.ASCII_STRING_MARSHALLER);

  private final GoogleCloudExporterConfig config;
  private final Map<String, String> environment;
  private final GrpcChannels channels;
  private final MessageEncoding encoding;
  private final EpochClock clock;
  private final Outcomes outcomes;
  private volatile @Nullable Open open;

  /**
   * An exporter that finds its credentials and opens its channels when it is started.
   *
   * @param environment where {@code GOOGLE_CLOUD_PROJECT} may stand
   * @param channels opens them; not closed here
   * @param clock by which spans are too old for Cloud Trace
   */
  public GoogleCloudExporter(
      GoogleCloudExporterConfig config,
      Map<String, String> environment,
      GrpcChannels channels,
      Metrics metrics,
      EpochClock clock) {
    this.config = config;
    this.environment = Map.copyOf(environment);
    this.channels = channels;
    this.clock = clock;
    outcomes = new Outcomes(config.id(), metrics);
    encoding = new MessageEncoding(config.id(), config.maxMessageSize(), Compression.NONE, metrics);
  }

  /**
   * What an exporter of this configuration sends.
   *
   * @param environment where {@code GOOGLE_CLOUD_PROJECT} may stand
   * @param otherProject the project where neither names one, as the credentials would
   * @param clock by which spans are too old
   */
  public static MessagePlan plan(
      GoogleCloudExporterConfig config,
      Map<String, String> environment,
      String otherProject,
      EpochClock clock) {
    return new GoogleCloudPlan(
        statedProject(config, environment).orElse(otherProject), clock, config.maxMessageSize());
  }

  @Override
  public String name() {
    return config.id();
  }

  /**
   * Blocks until the surroundings have told credentials and project, for seconds at most.
   *
   * @throws IOException if they have not, or a TLS file cannot be used; names the key
   */
  @Override
  public void start() throws IOException {
    Optional<GoogleTokens> tokens = Optional.empty();
    try {
      if (!config.credentials().isNone()) {
        tokens =
            Optional.of(GoogleTokens.find(config.credentials(), !config.destinationProjectQuota()));
      }
      String project = project(tokens);
      open =
          new Open(
              new GoogleCloudPlan(project, clock, config.maxMessageSize()),
              tokens,
              ChannelPool.open(config, channels));
      LOG.info("{}: writes to project {} at {}", name(), project, config.endpoint());
    } catch (IOException e) {
      tokens.ifPresent(GoogleTokens::close);
      throw new IOException("exporters." + name() + "." + e.getMessage(), e);
    }
  }

  @Override
  public Map<?, List<Span>> messages(List<Span> trace) {
    return opened().plan().messages(trace);
  }

  @Override
  public boolean takes(Span span) {
    return CloudTraceAdmission.of(span, clock.epochNanos()) == CloudTraceAdmission.ADMISSIBLE;
  }

  @Override
  public CompletionStage<ExportResult> export(SpanBatch batch) {
    Open opened = opened();
    String project = opened.plan().project(batch.spans().get(0));
    Optional<byte[]> message = encoding.encode(opened.plan().encoder(batch), batch);
    if (message.isEmpty()) {
      return outcomes.tooLarge(config.maxMessageSize());
    }
    CompletableFuture<ExportResult> result = new CompletableFuture<>();
    ClientCalls.asyncUnaryCall(
        channel(opened, project).newCall(BATCH_WRITE_SPANS, callOptions(opened)),
        message.get(),
        new Answer(opened, project, result));
    return result.thenApply(outcomes::note);
  }

  @Override
  public void close(Duration deadline) {
    Open opened = open;
    if (opened != null) {
      opened.pool().close(deadline);
      opened.tokens().ifPresent(GoogleTokens::close);
    }
  }

  private String project(Optional<GoogleTokens> tokens) throws IOException {
    return statedProject(config, environment)
        .or(() -> tokens.flatMap(GoogleTokens::project))
        .filter(ProjectId::isValid)
        .orElseThrow(
            () ->
                new IOException(
                    "project: not given, and none found (expected: project, or"
                        + " GOOGLE_CLOUD_PROJECT, or credentials that name one)"));
  }

  private static Optional<String> statedProject(
      GoogleCloudExporterConfig config, Map<String, String> environment) {
    return config
        .project()
        .or(() -> Optional.ofNullable(environment.get("GOOGLE_CLOUD_PROJECT")))
        .filter(ProjectId::isValid);
  }

  private Open opened() {
    Open opened = open;
    if (opened == null) {
      throw new IllegalStateException("used before start");
    }
    return opened;
  }

  private Channel channel(Open opened, String project) {
    Channel channel = opened.pool().next();
    if (!config.destinationProjectQuota()) {
      return channel;
    }
    Metadata headers = new Metadata();
    headers.put(QUOTA_PROJECT, project);
    return ClientInterceptors.intercept(
        channel, MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  private CallOptions callOptions(Open opened) {
    CallOptions options =
        CallOptions.DEFAULT.withDeadlineAfter(
            config.lane().timeout().toMillis(), TimeUnit.MILLISECONDS);
    return opened.tokens().isPresent()
        ? options.withCallCredentials(opened.tokens().get())
        : options;
  }

  /** What a started exporter has. */
  private record Open(GoogleCloudPlan plan, Optional<GoogleTokens> tokens, ChannelPool pool) {}

  /** Reads the empty response, or the error that came in its place. */
  private static final class Answer implements StreamObserver<byte[]> {
    private final Open open;
    private final String project;
    private final CompletableFuture<ExportResult> result;

    private Answer(Open open, String project, CompletableFuture<ExportResult> result) {
      this.open = open;
      this.project = project;
      this.result = result;
    }

    @Override
    public void onNext(byte[] response) {
      // google.protobuf.Empty
    }

    @Override
    public void onError(Throwable error) {
      Status status = Status.fromThrowable(error);
      if (status.getCode() == Status.Code.UNAUTHENTICATED) {
        open.tokens().ifPresent(GoogleTokens::renew);
      }
      result.complete(
          GoogleCloudAnswer.of(
              status,
              Status.trailersFromThrowable(error),
              project.equals(open.plan().ownProject())));
    }

    @Override
    public void onCompleted() {
      result.complete(ExportResult.DELIVERED);
    }
  }
}
