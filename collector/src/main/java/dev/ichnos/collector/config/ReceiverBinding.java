package dev.ichnos.collector.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code receivers}. */
final class ReceiverBinding {
  private static final List<String> PLANNED =
      List.of(
          "cloudtrace",
          "datadog",
          "envoy",
          "jaeger",
          "lightstep",
          "opencensus",
          "skywalking",
          "xray");

  private ReceiverBinding() {}

  static Components<ReceiverConfig> read(Section section) {
    return Components.read(
        section, Map.of("zipkin", ReceiverBinding::zipkin, "otlp", ReceiverBinding::otlp), PLANNED);
  }

  private static Optional<ReceiverConfig> zipkin(String id, Section section) {
    ServerConfig defaults = ZipkinReceiverConfig.defaults().server();
    return section.bind(
        () ->
            Optional.of(
                new ZipkinReceiverConfig(
                    id,
                    ServerBinding.read(section, defaults),
                    paths(section),
                    CorsBinding.read(section.section("cors")),
                    section.choice(
                        "proto_span_ids",
                        ZipkinReceiverConfig.ByteOrder.BIG_ENDIAN,
                        List.of(ZipkinReceiverConfig.ByteOrder.values())))),
        Optional.empty());
  }

  /** Without {@code protocols}, both; with it, those that it names, if only by their key. */
  private static Optional<ReceiverConfig> otlp(String id, Section section) {
    OtlpReceiverConfig defaults = OtlpReceiverConfig.defaults();
    Section protocols = section.section("protocols");
    Section grpc = protocols.section("grpc");
    Section http = protocols.section("http");
    boolean both = !section.has("protocols");
    Optional<ServerConfig> grpcServer = server(grpc, defaults.grpc());
    List<String> paths = paths(http);
    Optional<ServerConfig> httpServer = server(http, defaults.http());
    protocols.finish();
    return section.bind(
        () ->
            Optional.of(
                new OtlpReceiverConfig(
                    id,
                    grpcServer.filter(server -> both || grpc.present()),
                    httpServer.filter(server -> both || http.present()),
                    paths)),
        Optional.empty());
  }

  private static Optional<ServerConfig> server(Section section, Optional<ServerConfig> defaults) {
    return defaults.map(server -> ServerBinding.bind(section, server));
  }

  private static List<String> paths(Section section) {
    return section.list("paths", "path", ReceiverBinding::path).stream()
        .map(Section.Item::value)
        .toList();
  }

  private static String path(String text) {
    if (!text.startsWith("/")) {
      throw new IllegalArgumentException(text + " (expected: a path from /)");
    }
    return text;
  }
}
