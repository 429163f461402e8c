package dev.ichnos.collector.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Reads {@link ServerConfig}: the keys of a listener, ours and those of the otc beside them. */
final class ServerBinding {
  static final String GROUP = "<listener>";

  private ServerBinding() {}

  /** The listener of this section; where the file is silent, as in {@code defaults}. */
  static ServerConfig bind(Section section, ServerConfig defaults) {
    return section.bind(() -> read(section, defaults), defaults);
  }

  /** As {@link #bind}, for sections that have keys of their own beside. */
  static ServerConfig read(Section section, ServerConfig defaults) {
    Section listener = section.as(GROUP);
    Section keepalive = listener.section("keepalive").section("server_parameters");
    DataSize message = messageSize(listener, defaults);
    ServerConfig server =
        new ServerConfig(
            section.value("endpoint", "host:port", defaults.endpoint(), Endpoint::parse),
            tls(listener),
            AuthBinding.read(listener.section("auth")),
            size(listener, "max_request_body_size").orElse(message),
            size(listener, "max_decompressed_size").orElse(message),
            listener.size("max_header_size", defaults.maxHeaderSize()),
            listener.integer("max_concurrent_streams", defaults.maxConcurrentStreams()),
            listener.integer("max_connections", defaults.maxConnections()),
            either(
                listener, "idle_timeout", keepalive, "max_connection_idle", defaults.idleTimeout()),
            either(
                listener,
                "max_connection_age",
                keepalive,
                "max_connection_age",
                defaults.maxConnectionAge()),
            either(
                listener,
                "max_connection_age_grace",
                keepalive,
                "max_connection_age_grace",
                defaults.maxConnectionAgeGrace()));
    keepalive.finish();
    listener.section("keepalive").answered("enforcement_policy", "pings are always allowed");
    listener.section("keepalive").finish();
    return server;
  }

  /**
   * The otc's key of gRPC listeners, a number of MiB, bounds what comes and what it inflates to.
   */
  private static DataSize messageSize(Section listener, ServerConfig defaults) {
    return listener
        .optional("max_recv_msg_size_mib", "integer", ServerBinding::mebibytes)
        .orElse(defaults.maxRequestBodySize());
  }

  /** A size whose default depends on the heap. */
  private static Optional<DataSize> size(Section listener, String key) {
    return listener.optional(key, "size", DataSize::parse);
  }

  private static DataSize mebibytes(String text) {
    int mebibytes = Integer.parseInt(text);
    if (mebibytes < 1 || mebibytes > 1_024) {
      throw new IllegalArgumentException("(expected: 1-1024)");
    }
    return DataSize.ofMebibytes(mebibytes);
  }

  private static Duration either(
      Section listener, String key, Section keepalive, String alias, Duration fallback) {
    Duration aliased = keepalive.duration(alias, fallback);
    if (keepalive.has(alias) && listener.has(key)) {
      keepalive.spoil(alias, "given twice (expected: this or " + listener.path() + "." + key + ")");
    }
    if (keepalive.has(alias) && aliased.toMillis() < 1) {
      keepalive.spoil(alias, "not positive (expected: more than 0)");
      return fallback;
    }
    Duration own = listener.duration(key, fallback);
    return listener.has(key) ? own : aliased;
  }

  private static Optional<TlsServerConfig> tls(Section listener) {
    Section tls = listener.section("tls");
    if (!tls.present()) {
      ask(tls);
      return Optional.empty();
    }
    return tls.bind(() -> ask(tls), Optional.empty());
  }

  private static Optional<TlsServerConfig> ask(Section tls) {
    Optional<Path> certFile = tls.optional("cert_file", "path", Path::of);
    Optional<Path> keyFile = tls.optional("key_file", "path", Path::of);
    Optional<Path> clientCaFile = tls.optional("client_ca_file", "path", Path::of);
    Duration reloadInterval =
        tls.duration("reload_interval", TlsServerConfig.DEFAULT_RELOAD_INTERVAL);
    if (tls.present() && certFile.isEmpty()) {
      tls.missing("cert_file", "a PEM file");
    }
    if (tls.present() && keyFile.isEmpty()) {
      tls.missing("key_file", "a PEM file");
    }
    if (certFile.isEmpty() || keyFile.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new TlsServerConfig(certFile.get(), keyFile.get(), clientCaFile, reloadInterval));
  }
}
