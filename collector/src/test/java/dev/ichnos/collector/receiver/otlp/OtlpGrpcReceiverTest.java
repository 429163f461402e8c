package dev.ichnos.collector.receiver.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.SpanEncoder;
import dev.ichnos.codec.otlp.OtlpProtoEncoder;
import dev.ichnos.collector.config.OtlpReceiverConfig;
import dev.ichnos.collector.config.ServerConfig;
import dev.ichnos.collector.pipeline.EpochClock;
import dev.ichnos.collector.receiver.GrpcReceiverContract;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OtlpGrpcReceiverTest extends GrpcReceiverContract {
  private static final SpanEncoder ENCODER = new OtlpProtoEncoder();

  private final ServerConfig server = server();

  @BeforeEach
  void start() throws IOException {
    new OtlpReceiver(
        new OtlpReceiverConfig("otlp", Optional.of(server), Optional.empty(), List.of()),
        consumer,
        listeners,
        metrics,
        EpochClock.SYSTEM);
    listeners.start();
  }

  @Override
  protected InetSocketAddress address() {
    return listeners.address("otlp", server.endpoint());
  }

  @Override
  protected String method() {
    return TraceServiceGrpc.getExportMethod().getFullMethodName();
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

  @Test
  void export_stockUnaryClient_getsItsResponse() throws Exception {
    ExportTraceServiceResponse response =
        stub().export(ExportTraceServiceRequest.parseFrom(good()));

    assertThat(response).isEqualTo(ExportTraceServiceResponse.getDefaultInstance());
    assertThat(consumer.spans()).hasSize(1);
  }

  @Test
  void export_badSpansAmongGood_isPartialSuccess() throws Exception {
    var partial = stub().export(ExportTraceServiceRequest.parseFrom(mixed())).getPartialSuccess();

    assertThat(partial.getRejectedSpans()).isEqualTo(2);
    assertThat(partial.getErrorMessage()).isNotEmpty();
  }

  @Test
  void export_onlyBadSpans_isPartialSuccess() throws Exception {
    byte[] bad = OtlpMessages.encode(ENCODER, OtlpMessages.BAD);

    var partial = stub().export(ExportTraceServiceRequest.parseFrom(bad)).getPartialSuccess();

    assertThat(partial.getRejectedSpans()).isEqualTo(1);
    assertThat(consumer.batches()).isEmpty();
  }

  private TraceServiceGrpc.TraceServiceBlockingStub stub() {
    return TraceServiceGrpc.newBlockingStub(channel()).withDeadlineAfter(20, TimeUnit.SECONDS);
  }
}
