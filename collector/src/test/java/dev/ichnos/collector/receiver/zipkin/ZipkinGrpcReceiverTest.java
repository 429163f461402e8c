package dev.ichnos.collector.receiver.zipkin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.collector.config.CorsConfig;
import dev.ichnos.collector.config.ServerConfig;
import dev.ichnos.collector.config.ZipkinReceiverConfig;
import dev.ichnos.collector.config.ZipkinReceiverConfig.ByteOrder;
import dev.ichnos.collector.pipeline.EpochClock;
import dev.ichnos.collector.receiver.GrpcReceiverContract;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanFixtures;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import zipkin2.codec.SpanBytesEncoder;

/** Zipkin's {@code SpanService/Report}, on the port that also takes its spans over HTTP. */
class ZipkinGrpcReceiverTest extends GrpcReceiverContract {
  private final ServerConfig server = server();
  private final ServerConfig littleEndian = server();

  @BeforeEach
  void start() throws IOException {
    receiver("zipkin", server, ByteOrder.BIG_ENDIAN);
    receiver("zipkin/envoy", littleEndian, ByteOrder.LITTLE_ENDIAN);
    listeners.start();
  }

  private void receiver(String id, ServerConfig at, ByteOrder protoSpanIds) {
    new ZipkinReceiver(
        new ZipkinReceiverConfig(id, at, List.of(), CorsConfig.defaults(), protoSpanIds),
        consumer,
        listeners,
        metrics,
        EpochClock.SYSTEM);
  }

  private boolean toLittleEndian;

  @Override
  protected InetSocketAddress address() {
    return listeners.bound().get(toLittleEndian ? 1 : 0).address();
  }

  @Override
  protected String method() {
    return "zipkin.proto3.SpanService/Report";
  }

  @Override
  protected byte[] good() {
    return ZipkinMessages.good(SpanBytesEncoder.PROTO3);
  }

  @Override
  protected byte[] mixed() {
    return ZipkinMessages.mixed(SpanBytesEncoder.PROTO3);
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
    return "ZIPKIN_PROTO";
  }

  @Test
  void report_littleEndianSpanIds_areTurnedRoundOnTheirListener() throws Exception {
    toLittleEndian = true;

    assertThat(send(good(), false).verdict()).isEqualTo(Verdict.ACCEPTED);

    assertThat(consumer.spans())
        .extracting(Span::spanId)
        .containsExactly(Long.reverseBytes(SpanFixtures.CLIENT.spanId()));
    assertThat(consumer.batches().get(0).origin().receiver()).isEqualTo("zipkin/envoy");
  }
}
