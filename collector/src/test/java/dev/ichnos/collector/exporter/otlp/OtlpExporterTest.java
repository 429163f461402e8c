package dev.ichnos.collector.exporter.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.Compression;
import dev.ichnos.collector.config.DataSize;
import dev.ichnos.collector.config.Endpoint;
import dev.ichnos.collector.config.LaneConfig;
import dev.ichnos.collector.config.OtlpExporterConfig;
import dev.ichnos.collector.config.Secret;
import dev.ichnos.collector.config.TlsClientConfig;
import dev.ichnos.collector.pipeline.ExportResult;
import dev.ichnos.collector.pipeline.Exporter;
import dev.ichnos.collector.testing.FakeTempo;
import dev.ichnos.collector.transport.GrpcChannels;
import io.grpc.Status;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OtlpExporterTest extends OtlpExporterContract {
  private final GrpcChannels channels = new GrpcChannels();

  @AfterEach
  void closeChannels() {
    channels.close();
  }

  @Override
  protected Exporter exporter(FakeTempo backend, Duration timeout) {
    return exporter(
        List.of(backend.grpcEndpoint()),
        timeout,
        Map.of("X-Scope-OrgID", new Secret("team-a")),
        OtlpExporterConfig.DEFAULT_MAX_MESSAGE_SIZE);
  }

  @Test
  void export_headersAndCompression_arriveAsMetadata() throws Exception {
    export(BATCH);

    assertThat(backend.lastHeaders())
        .containsEntry("x-scope-orgid", "team-a")
        .containsEntry("grpc-encoding", "gzip");
  }

  @Test
  void export_retryInfo_isHandedToTheLane() throws Exception {
    backend.answerNext(FakeTempo.rateLimited(Optional.of(Duration.ofSeconds(5))));

    assertThat(export(BATCH))
        .isInstanceOfSatisfying(
            ExportResult.Retryable.class,
            result -> assertThat(result.after()).isEqualTo(Duration.ofSeconds(5)));
  }

  @Test
  void export_toSomethingThatSpeaksNoGrpc_isRetryable() throws Exception {
    HttpServer web =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    web.start();
    try {
      Exporter lost =
          exporter(
              List.of(new Endpoint("127.0.0.1", web.getAddress().getPort())),
              Duration.ofSeconds(10),
              Map.of(),
              OtlpExporterConfig.DEFAULT_MAX_MESSAGE_SIZE);

      assertThat(exportBy(lost, BATCH)).isInstanceOf(ExportResult.Retryable.class);
    } finally {
      web.stop(0);
    }
  }

  @Test
  void export_overOwnLimit_isSplitWithoutSending() throws Exception {
    Exporter small =
        exporter(
            List.of(backend.grpcEndpoint()),
            Duration.ofSeconds(10),
            Map.of(),
            DataSize.ofKibibytes(1));

    assertThat(exportBy(small, BATCH.withSpans(Collections.nCopies(9, BATCH.spans().get(0)))))
        .isInstanceOf(ExportResult.Split.class);
    assertThat(backend.requests()).isZero();
  }

  @Test
  void export_overBackendsMessageCap_isSplit() throws Exception {
    Exporter large =
        exporter(
            List.of(backend.grpcEndpoint()),
            Duration.ofSeconds(10),
            Map.of(),
            DataSize.ofMebibytes(32));
    int count = (5 << 20) / 300;

    assertThat(exportBy(large, BATCH.withSpans(Collections.nCopies(count, BATCH.spans().get(0)))))
        .isInstanceOf(ExportResult.Split.class);
  }

  @Test
  void export_severalEndpoints_takesTurns() throws Exception {
    try (FakeTempo second = FakeTempo.start()) {
      Exporter both = exporterOf(backend, second);
      both.start();
      for (int i = 0; i < 4; i++) {
        assertThat(result(both, BATCH)).isEqualTo(ExportResult.DELIVERED);
      }
      both.close(Duration.ofSeconds(1));

      assertThat(backend.requests()).isEqualTo(2);
      assertThat(second.requests()).isEqualTo(2);
    }
  }

  @Test
  void export_oneEndpointUnavailable_passesItOver() throws Exception {
    try (FakeTempo second = FakeTempo.start()) {
      Exporter both = exporterOf(backend, second);
      both.start();
      backend.answerNext(FakeTempo.refusal(Status.Code.UNAVAILABLE, 503, "starting"));

      assertThat(result(both, BATCH)).isInstanceOf(ExportResult.Retryable.class);
      for (int i = 0; i < 4; i++) {
        assertThat(result(both, BATCH)).isEqualTo(ExportResult.DELIVERED);
      }
      both.close(Duration.ofSeconds(1));

      assertThat(backend.requests()).isEqualTo(1);
      assertThat(second.requests()).isEqualTo(4);
    }
  }

  private Exporter exporterOf(FakeTempo first, FakeTempo second) {
    return exporter(
        List.of(first.grpcEndpoint(), second.grpcEndpoint()),
        Duration.ofSeconds(10),
        Map.of(),
        OtlpExporterConfig.DEFAULT_MAX_MESSAGE_SIZE);
  }

  private Exporter exporter(
      List<Endpoint> endpoints,
      Duration timeout,
      Map<String, Secret> headers,
      DataSize maxMessageSize) {
    LaneConfig lane = LaneConfig.defaults();
    return new OtlpExporter(
        new OtlpExporterConfig(
            "otlp",
            new LaneConfig(
                lane.batch(), lane.retry(), lane.window(), lane.maxConcurrency(), 0, timeout),
            endpoints,
            TlsClientConfig.plaintext(),
            headers,
            Compression.GZIP,
            maxMessageSize),
        channels,
        new Metrics());
  }
}
