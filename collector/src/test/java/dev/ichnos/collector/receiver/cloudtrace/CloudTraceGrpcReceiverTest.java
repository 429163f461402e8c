package dev.ichnos.collector.receiver.cloudtrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.devtools.cloudtrace.v2.TraceServiceGrpc;
import com.google.protobuf.Empty;
import dev.ichnos.collector.config.CloudTraceReceiverConfig;
import dev.ichnos.collector.config.ServerConfig;
import dev.ichnos.collector.pipeline.EpochClock;
import dev.ichnos.collector.receiver.GrpcReceiverContract;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import io.grpc.CallOptions;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code BatchWriteSpans}, and by Google's own stub {@code CreateSpan} and what is not served. */
class CloudTraceGrpcReceiverTest extends GrpcReceiverContract {
  @BeforeEach
  void start() throws IOException {
    ServerConfig server = server();
    new CloudTraceReceiver(
        new CloudTraceReceiverConfig("cloudtrace", server),
        consumer,
        listeners,
        metrics,
        EpochClock.SYSTEM);
    listeners.start();
  }

  @Override
  protected InetSocketAddress address() {
    return listeners.bound().get(0).address();
  }

  @Override
  protected String method() {
    return TraceServiceGrpc.getBatchWriteSpansMethod().getFullMethodName();
  }

  @Override
  protected byte[] good() {
    return CloudTraceMessages.good().toByteArray();
  }

  @Override
  protected byte[] mixed() {
    return CloudTraceMessages.mixed().toByteArray();
  }

  @Override
  protected byte[] empty() {
    return CloudTraceMessages.request().toByteArray();
  }

  @Override
  protected byte[] malformed() {
    return "not protobuf".getBytes(StandardCharsets.UTF_8);
  }

  @Override
  protected String formatName() {
    return "CLOUDTRACE_V2_PROTO";
  }

  /** As Envoy and Google's exporters call it, with credentials that are nobody's business here. */
  @Test
  void batchWriteSpans_googlesStubWithCredentials_takesTheSpan() {
    Metadata headers = new Metadata();
    headers.put(key("authorization"), "Bearer ya29.secret");
    headers.put(key("x-goog-user-project"), "billing");

    Empty answer = stub(headers).batchWriteSpans(CloudTraceMessages.good());

    assertThat(answer).isEqualTo(Empty.getDefaultInstance());
    assertThat(consumer.spans())
        .singleElement()
        .satisfies(
            span -> {
              assertThat(span.traceId().hex()).isEqualTo("463ac35c9f6413ad48485a3953bb6124");
              assertThat(span.spanId()).isEqualTo(0x00f067aa0ba902b7L);
              assertThat(span.parentSpanId()).isZero();
              assertThat(span.kind()).isEqualTo(SpanKind.SERVER);
              assertThat(span.resource().attributes().string("gcp.project_id")).isEqualTo("shop");
            });
    assertThat(consumer.batches().get(0).toString()).doesNotContain("ya29", "billing");
  }

  @Test
  void createSpan_googlesStub_takesTheSpan() {
    var unused = stub(new Metadata()).createSpan(CloudTraceMessages.SPAN);

    assertThat(consumer.spans()).extracting(Span::name).containsExactly("Recv.shop.Cart.Buy");
  }

  @Test
  void patchTraces_versionOne_isUnimplemented() {
    var method =
        TraceServiceGrpc.getBatchWriteSpansMethod().toBuilder()
            .setFullMethodName("google.devtools.cloudtrace.v1.TraceService/PatchTraces")
            .setSchemaDescriptor(null)
            .build();

    assertThatThrownBy(
            () ->
                ClientCalls.blockingUnaryCall(
                    channel(), method, CallOptions.DEFAULT, CloudTraceMessages.good()))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
              assertThat(e.getStatus().getDescription()).contains("PatchTraces");
            });
  }

  private TraceServiceGrpc.TraceServiceBlockingStub stub(Metadata headers) {
    return TraceServiceGrpc.newBlockingStub(channel())
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  private static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }
}
