package dev.ichnos.collector.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/** Reads {@code receivers}. */
final class ReceiverBinding {
  private static final String GROUP = "<receiver>";

  private ReceiverBinding() {}

  static Components<ReceiverConfig> read(Section section) {
    return Components.read(
        section,
        Map.of(
            "zipkin", ReceiverBinding::zipkin,
            "otlp", ReceiverBinding::otlp,
            "opencensus",
                one(OpenCensusReceiverConfig.defaults().server(), OpenCensusReceiverConfig::new),
            "envoy", one(EnvoyReceiverConfig.defaults().server(), EnvoyReceiverConfig::new),
            "skywalking", ReceiverBinding::skyWalking,
            "datadog", ReceiverBinding::datadog,
            "cloudtrace",
                one(CloudTraceReceiverConfig.defaults().server(), CloudTraceReceiverConfig::new),
            "lightstep",
                one(LightstepReceiverConfig.defaults().server(), LightstepReceiverConfig::new),
            "jaeger", ReceiverBinding::jaeger,
            "xray", ReceiverBinding::xray));
  }

  /** A receiver that has a listener, and no key beside. */
  private static BiFunction<String, Section, Optional<ReceiverConfig>> one(
      ServerConfig defaults, OneListener make) {
    return (id, section) ->
        section.bind(
            () ->
                Optional.of(make.of(id, ServerBinding.read(section, defaults), metadata(section))),
            Optional.empty());
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
                        List.of(ZipkinReceiverConfig.ByteOrder.values())),
                    metadata(section))),
        Optional.empty());
  }

  private static Optional<ReceiverConfig> otlp(String id, Section section) {
    OtlpReceiverConfig defaults = OtlpReceiverConfig.defaults();
    Protocols protocols = new Protocols(section);
    Optional<ServerConfig> grpc = protocols.server("grpc", defaults.grpc());
    List<String> paths = paths(protocols.section("http"));
    CorsConfig cors = CorsBinding.read(protocols.section("http").section("cors"));
    Optional<ServerConfig> http = protocols.server("http", defaults.http());
    return protocols.bind(
        () -> new OtlpReceiverConfig(id, grpc, http, paths, cors, metadata(section)));
  }

  private static Optional<ReceiverConfig> skyWalking(String id, Section section) {
    SkyWalkingReceiverConfig defaults = SkyWalkingReceiverConfig.defaults();
    Protocols protocols = new Protocols(section);
    Optional<ServerConfig> grpc = protocols.server("grpc", defaults.grpc());
    Optional<ServerConfig> http = protocols.server("http", defaults.http());
    return protocols.bind(() -> new SkyWalkingReceiverConfig(id, grpc, http, metadata(section)));
  }

  private static Optional<ReceiverConfig> jaeger(String id, Section section) {
    JaegerReceiverConfig defaults = JaegerReceiverConfig.defaults();
    Protocols protocols = new Protocols(section);
    Optional<ServerConfig> grpc = protocols.server("grpc", defaults.grpc());
    Optional<ServerConfig> thrift = protocols.server("thrift_http", defaults.thriftHttp());
    return protocols.bind(() -> new JaegerReceiverConfig(id, grpc, thrift, metadata(section)));
  }

  private static Optional<ReceiverConfig> datadog(String id, Section section) {
    ServerConfig defaults = DatadogReceiverConfig.defaults().server();
    return section.bind(
        () ->
            Optional.of(
                new DatadogReceiverConfig(
                    id,
                    ServerBinding.read(section, defaults),
                    section.optional("unix_socket", "path", Path::of),
                    metadata(section))),
        Optional.empty());
  }

  private static Optional<ReceiverConfig> xray(String id, Section section) {
    Endpoint defaults = XRayReceiverConfig.defaults().endpoint();
    return section.bind(
        () ->
            Optional.of(
                new XRayReceiverConfig(
                    id, section.value("endpoint", "host:port", defaults, Endpoint::parse))),
        Optional.empty());
  }

  private static MetadataConfig metadata(Section section) {
    Section receiver = section.as(GROUP);
    return new MetadataConfig(
        receiver
            .optional("tenant_header", "name", Function.identity())
            .map(name -> name.toLowerCase(Locale.ROOT)),
        receiver.choice(
            "trust_forwarded",
            MetadataConfig.TrustForwarded.FROM_SIDECAR,
            List.of(MetadataConfig.TrustForwarded.values())));
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

  private interface OneListener {
    ReceiverConfig of(String id, ServerConfig server, MetadataConfig metadata);
  }

  /**
   * The section {@code protocols} of a receiver with several listeners: without it, all of them;
   * with it, those that it names, if only by their key.
   */
  private record Protocols(Section receiver, Section protocols) {
    Protocols(Section receiver) {
      this(receiver, receiver.section("protocols"));
    }

    Section section(String key) {
      return protocols.section(key);
    }

    Optional<ServerConfig> server(String key, Optional<ServerConfig> defaults) {
      Section own = protocols.section(key);
      Optional<ServerConfig> server = defaults.map(known -> ServerBinding.bind(own, known));
      return server.filter(any -> !receiver.has("protocols") || own.present());
    }

    Optional<ReceiverConfig> bind(Supplier<ReceiverConfig> make) {
      protocols.finish();
      return receiver.bind(() -> Optional.of(make.get()), Optional.empty());
    }
  }
}
