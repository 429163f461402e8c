package dev.ichnos.collector.exporter.zipkin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.Compression;
import dev.ichnos.collector.config.DataSize;
import dev.ichnos.collector.config.LaneConfig;
import dev.ichnos.collector.config.Secret;
import dev.ichnos.collector.config.TlsClientConfig;
import dev.ichnos.collector.config.ZipkinExporterConfig;
import dev.ichnos.collector.config.ZipkinExporterConfig.Format;
import dev.ichnos.collector.exporter.ExporterContract;
import dev.ichnos.collector.pipeline.EpochClock;
import dev.ichnos.collector.pipeline.ExportResult;
import dev.ichnos.collector.pipeline.Exporter;
import dev.ichnos.collector.testing.FakeZipkin;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanFixtures;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ZipkinExporterTest extends ExporterContract<FakeZipkin> {
  private static final DataSize DEFAULT_SIZE = DataSize.ofMebibytes(4);

  @Override
  protected FakeZipkin startBackend() throws IOException {
    FakeZipkin zipkin = FakeZipkin.start();
    zipkin.refuse(span -> "unreadable".equals(span.name()));
    return zipkin;
  }

  @Override
  protected Exporter exporter(FakeZipkin zipkin, Duration timeout) {
    return exporter(zipkin, timeout, Format.JSON, Compression.GZIP, DEFAULT_SIZE);
  }

  /** Our encoders write no span that Zipkin's library cannot read, so the name stands for one. */
  @Override
  protected Span badSpan(long spanId) {
    return SpanFixtures.CLIENT.toBuilder().spanId(spanId).name("unreadable").build();
  }

  @Override
  protected String badSpanWords() {
    return "Malformed reading id";
  }

  @ParameterizedTest
  @EnumSource
  void export_eitherFormat_arrivesTheSame(Format format) throws Exception {
    for (Compression compression : Compression.values()) {
      try (FakeZipkin zipkin = startBackend()) {
        Exporter exporter =
            exporter(zipkin, Duration.ofSeconds(10), format, compression, DEFAULT_SIZE);

        assertThat(exportBy(exporter, BATCH)).isEqualTo(ExportResult.DELIVERED);
        exporter.close(Duration.ofSeconds(1));

        assertThat(zipkin.stored()).hasSize(2);
        zipkin2.Span server = zipkin.stored().get(1);
        assertThat(server.traceId()).isEqualTo("463ac35c9f6413ad48485a3953bb6124");
        assertThat(server.parentId()).isEqualTo("48485a3953bb6124");
        assertThat(server.kind()).isEqualTo(zipkin2.Span.Kind.SERVER);
        assertThat(server.localServiceName()).isEqualTo("details.default");
        assertThat(server.timestampAsLong()).isEqualTo(1_767_323_045_001_006L);
        assertThat(server.durationAsLong()).isEqualTo(3_000);
        assertThat(server.tags()).containsEntry("component", "proxy");
        assertThat(zipkin.violations()).isEmpty();
        assertThat(zipkin.lastHeaders())
            .containsEntry(
                "content-type",
                format == Format.JSON ? "application/json" : "application/x-protobuf");
      }
    }
  }

  @Test
  void export_headers_areSentAndKeepZipkinFromTracingItself() throws Exception {
    export(BATCH);

    assertThat(backend.lastHeaders())
        .containsEntry("b3", "0")
        .containsEntry("authorization", "Basic xyz")
        .containsEntry("content-encoding", "gzip");
  }

  @Test
  void export_retryAfter_isHandedToTheLane() throws Exception {
    backend.answerNext(503, "storage is away", "7");

    assertThat(export(BATCH))
        .isEqualTo(new ExportResult.Retryable(Duration.ofSeconds(7), "HTTP 503: storage is away"));
  }

  @Test
  void export_overOwnLimit_isSplitWithoutSending() throws Exception {
    Exporter small =
        exporter(
            backend,
            Duration.ofSeconds(10),
            Format.JSON,
            Compression.GZIP,
            DataSize.ofKibibytes(1));

    assertThat(exportBy(small, BATCH.withSpans(Collections.nCopies(9, SpanFixtures.CLIENT))))
        .isInstanceOf(ExportResult.Split.class);
    assertThat(backend.requests()).isZero();
  }

  @Test
  void export_everyFieldOfTheModel_isReadByZipkin() throws Exception {
    assertThat(export(SpanFixtures.batch(SpanFixtures.EVERYTHING)))
        .isEqualTo(ExportResult.DELIVERED);

    assertThat(backend.stored()).hasSize(1);
  }

  private static Exporter exporter(
      FakeZipkin zipkin,
      Duration timeout,
      Format format,
      Compression compression,
      DataSize maxMessageSize) {
    LaneConfig lane = LaneConfig.defaults();
    return new ZipkinExporter(
        new ZipkinExporterConfig(
            "zipkin",
            new LaneConfig(
                lane.batch(), lane.retry(), lane.window(), lane.maxConcurrency(), 0, timeout),
            zipkin.uri(),
            TlsClientConfig.defaults(),
            Map.of("Authorization", new Secret("Basic xyz")),
            compression,
            format,
            maxMessageSize),
        new Metrics(),
        EpochClock.SYSTEM);
  }
}
