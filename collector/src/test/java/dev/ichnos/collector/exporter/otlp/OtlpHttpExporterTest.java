package dev.ichnos.collector.exporter.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.Compression;
import dev.ichnos.collector.config.LaneConfig;
import dev.ichnos.collector.config.OtlpExporterConfig;
import dev.ichnos.collector.config.OtlpHttpExporterConfig;
import dev.ichnos.collector.config.OtlpHttpExporterConfig.Encoding;
import dev.ichnos.collector.config.Secret;
import dev.ichnos.collector.config.TlsClientConfig;
import dev.ichnos.collector.pipeline.EpochClock;
import dev.ichnos.collector.pipeline.ExportResult;
import dev.ichnos.collector.pipeline.Exporter;
import dev.ichnos.collector.testing.FakeTempo;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OtlpHttpExporterTest extends OtlpExporterContract {
  @Override
  protected Exporter exporter(FakeTempo backend, Duration timeout) {
    return exporter(backend, timeout, Encoding.PROTO, Compression.GZIP);
  }

  @Test
  void export_protobuf_saysSoAndCarriesHeaders() throws Exception {
    export(BATCH);

    assertThat(backend.lastHeaders())
        .containsEntry("content-type", "application/x-protobuf")
        .containsEntry("content-encoding", "gzip")
        .containsEntry("x-scope-orgid", "team-a");
  }

  @Test
  void export_json_arrivesTheSame() throws Exception {
    Exporter json = exporter(backend, Duration.ofSeconds(10), Encoding.JSON, Compression.NONE);

    assertThat(exportBy(json, BATCH)).isEqualTo(ExportResult.DELIVERED);
    assertThat(backend.lastHeaders())
        .containsEntry("content-type", "application/json")
        .doesNotContainKey("content-encoding");
    assertThat(backend.storedSpans()).hasSize(2);
  }

  @Test
  void export_retryAfter_isHandedToTheLane() throws Exception {
    backend.answerNext(
        new FakeTempo.Reply.Refusal(
            io.grpc.Status.Code.UNAVAILABLE, 503, "busy", Optional.empty(), "7"));

    assertThat(export(BATCH))
        .isEqualTo(new ExportResult.Retryable(Duration.ofSeconds(7), "HTTP 503: busy"));
  }

  private static Exporter exporter(
      FakeTempo backend, Duration timeout, Encoding encoding, Compression compression) {
    LaneConfig lane = LaneConfig.defaults();
    return new OtlpHttpExporter(
        new OtlpHttpExporterConfig(
            "otlphttp",
            new LaneConfig(
                lane.batch(), lane.retry(), lane.window(), lane.maxConcurrency(), 0, timeout),
            backend.httpUri(),
            TlsClientConfig.defaults(),
            Map.of("X-Scope-OrgID", new Secret("team-a")),
            compression,
            encoding,
            OtlpExporterConfig.DEFAULT_MAX_MESSAGE_SIZE),
        new Metrics(),
        EpochClock.SYSTEM);
  }
}
