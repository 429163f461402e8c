package dev.ichnos.collector.demo;

import dev.ichnos.collector.config.AdminConfig;
import dev.ichnos.collector.config.ClockSkew;
import dev.ichnos.collector.config.CloudTraceReceiverConfig;
import dev.ichnos.collector.config.CollectorConfig;
import dev.ichnos.collector.config.CorsConfig;
import dev.ichnos.collector.config.DatadogReceiverConfig;
import dev.ichnos.collector.config.Endpoint;
import dev.ichnos.collector.config.EnvoyReceiverConfig;
import dev.ichnos.collector.config.ExporterConfig;
import dev.ichnos.collector.config.JaegerReceiverConfig;
import dev.ichnos.collector.config.LaneConfig;
import dev.ichnos.collector.config.LightstepReceiverConfig;
import dev.ichnos.collector.config.LocalExporterConfig;
import dev.ichnos.collector.config.OpenCensusReceiverConfig;
import dev.ichnos.collector.config.OtlpReceiverConfig;
import dev.ichnos.collector.config.PipelineConfig;
import dev.ichnos.collector.config.ReceiverConfig;
import dev.ichnos.collector.config.ServerConfig;
import dev.ichnos.collector.config.ServiceConfig;
import dev.ichnos.collector.config.SkyWalkingReceiverConfig;
import dev.ichnos.collector.config.TraceIdsConfig;
import dev.ichnos.collector.config.WindowConfig;
import dev.ichnos.collector.config.XRayReceiverConfig;
import dev.ichnos.collector.config.ZipkinReceiverConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the demo's collector is configured: the default, and a lane to each stand-in, whose window is
 * short, so that nobody waits.
 */
final class DemoPlan {
  private DemoPlan() {}

  /**
   * The configuration.
   *
   * @param documentedPorts whether to use the ports of the documentation, or free ones
   * @param idle after how long without spans a trace's window closes
   */
  static CollectorConfig config(
      boolean documentedPorts, List<StandIn> standIns, TraceIdsConfig traceIds, Duration idle) {
    ReceiverConfig zipkin =
        new ZipkinReceiverConfig(
            "zipkin",
            server(documentedPorts, ZipkinReceiverConfig.DEFAULT_PORT),
            List.of(),
            CorsConfig.defaults(),
            ZipkinReceiverConfig.ByteOrder.BIG_ENDIAN);
    ReceiverConfig otlp =
        new OtlpReceiverConfig(
            "otlp",
            Optional.of(server(documentedPorts, OtlpReceiverConfig.DEFAULT_GRPC_PORT)),
            Optional.of(server(documentedPorts, OtlpReceiverConfig.DEFAULT_HTTP_PORT)),
            List.of());
    ReceiverConfig skyWalking =
        new SkyWalkingReceiverConfig(
            "skywalking",
            Optional.of(server(documentedPorts, SkyWalkingReceiverConfig.DEFAULT_GRPC_PORT)),
            Optional.of(server(documentedPorts, SkyWalkingReceiverConfig.DEFAULT_HTTP_PORT)));
    ReceiverConfig datadog =
        new DatadogReceiverConfig(
            "datadog",
            server(documentedPorts, DatadogReceiverConfig.DEFAULT_PORT),
            Optional.empty());
    ReceiverConfig openCensus =
        new OpenCensusReceiverConfig(
            "opencensus", server(documentedPorts, OpenCensusReceiverConfig.DEFAULT_PORT));
    ReceiverConfig envoy =
        new EnvoyReceiverConfig("envoy", server(documentedPorts, EnvoyReceiverConfig.DEFAULT_PORT));
    ReceiverConfig jaeger =
        new JaegerReceiverConfig(
            "jaeger",
            Optional.of(server(documentedPorts, JaegerReceiverConfig.DEFAULT_GRPC_PORT)),
            Optional.of(server(documentedPorts, JaegerReceiverConfig.DEFAULT_HTTP_PORT)));
    ReceiverConfig xray =
        new XRayReceiverConfig(
            "xray",
            new Endpoint("127.0.0.1", documentedPorts ? XRayReceiverConfig.DEFAULT_PORT : 0));
    ReceiverConfig cloudTrace =
        new CloudTraceReceiverConfig(
            "cloudtrace", server(documentedPorts, CloudTraceReceiverConfig.DEFAULT_PORT));
    ReceiverConfig lightstep =
        new LightstepReceiverConfig(
            "lightstep", server(documentedPorts, LightstepReceiverConfig.DEFAULT_PORT));
    List<ReceiverConfig> receivers =
        List.of(
            zipkin,
            otlp,
            skyWalking,
            datadog,
            openCensus,
            envoy,
            jaeger,
            xray,
            cloudTrace,
            lightstep);
    List<ExporterConfig> exporters = new ArrayList<>();
    exporters.add(LocalExporterConfig.defaults());
    standIns.forEach(standIn -> exporters.add(standIn.exporter(impatientLane(idle))));
    CollectorConfig defaults = CollectorConfig.defaults();
    return new CollectorConfig(
        receivers,
        exporters,
        defaults.journal(),
        defaults.identity(),
        new AdminConfig(
            server(documentedPorts, AdminConfig.DEFAULT_HEALTH_PORT),
            server(documentedPorts, AdminConfig.DEFAULT_API_PORT)),
        new ServiceConfig(
            List.of(
                new PipelineConfig(
                    "traces",
                    receivers.stream().map(ReceiverConfig::id).toList(),
                    exporters.stream().map(ExporterConfig::id).toList(),
                    traceIds,
                    Map.of(),
                    ClockSkew.ANNOTATE)),
            Duration.ofSeconds(5),
            ServiceConfig.LogFormat.TEXT));
  }

  private static ServerConfig server(boolean documentedPorts, int port) {
    return ServerConfig.defaults(new Endpoint("127.0.0.1", documentedPorts ? port : 0));
  }

  private static LaneConfig impatientLane(Duration idle) {
    LaneConfig lane = LaneConfig.defaults();
    return new LaneConfig(
        lane.batch(),
        lane.retry(),
        new WindowConfig(true, idle, idle.multipliedBy(4), lane.window().maxSize()),
        lane.maxConcurrency(),
        lane.maxRequestsPerSecond(),
        lane.timeout());
  }
}
