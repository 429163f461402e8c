package dev.ichnos.collector.exporter.googlecloud;

import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.DataSize;
import dev.ichnos.collector.config.Endpoint;
import dev.ichnos.collector.config.GoogleCloudExporterConfig;
import dev.ichnos.collector.config.GoogleCredentialsSource;
import dev.ichnos.collector.config.LaneConfig;
import dev.ichnos.collector.config.TlsClientConfig;
import dev.ichnos.collector.pipeline.EpochClock;
import dev.ichnos.collector.transport.GrpcChannels;
import dev.ichnos.model.SpanFixtures;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A googlecloud exporter as tests want it; everything else as in the defaults. */
final class GoogleCloudBed {
  /** An hour after the fixtures. */
  static final EpochClock CLOCK = () -> SpanFixtures.START + Duration.ofHours(1).toNanos();

  private Optional<String> project = Optional.of("shop-prod");
  private TlsClientConfig tls = TlsClientConfig.plaintext();
  private GoogleCredentialsSource credentials = GoogleCredentialsSource.NONE;
  private boolean destinationProjectQuota;
  private DataSize maxMessageSize = DataSize.ofKibibytes(3_584);
  private Duration timeout = Duration.ofSeconds(20);
  private Map<String, String> environment = Map.of();

  GoogleCloudBed project(Optional<String> other) {
    project = other;
    return this;
  }

  GoogleCloudBed tls(TlsClientConfig other) {
    tls = other;
    return this;
  }

  GoogleCloudBed credentials(String other) {
    credentials = new GoogleCredentialsSource(other);
    return this;
  }

  GoogleCloudBed destinationProjectQuota() {
    destinationProjectQuota = true;
    return this;
  }

  GoogleCloudBed maxMessageSize(DataSize other) {
    maxMessageSize = other;
    return this;
  }

  GoogleCloudBed timeout(Duration other) {
    timeout = other;
    return this;
  }

  GoogleCloudBed environment(Map<String, String> other) {
    environment = other;
    return this;
  }

  /** An exporter, not started, towards this endpoint. */
  GoogleCloudExporter towards(Endpoint endpoint, GrpcChannels channels) {
    LaneConfig lane = GoogleCloudExporterConfig.laneDefaults();
    return new GoogleCloudExporter(
        new GoogleCloudExporterConfig(
            "googlecloud",
            new LaneConfig(
                lane.batch(),
                lane.retry(),
                lane.window(),
                lane.maxConcurrency(),
                lane.maxRequestsPerSecond(),
                timeout),
            project,
            endpoint,
            tls,
            credentials,
            destinationProjectQuota,
            2,
            maxMessageSize),
        environment,
        channels,
        new Metrics(),
        CLOCK);
  }
}
