package dev.ichnos.collector.config;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes a {@link CollectorConfig} back as YAML, every key with its value, defaults too, and each
 * {@link Secret} as {@code ***}. What it writes can be read again, and gives an equal configuration
 * but for the secrets.
 */
public final class ConfigPrinter {
  private final YamlWriter out = new YamlWriter();

  private ConfigPrinter() {}

  /** The whole file's text. */
  public static String print(CollectorConfig config) {
    ConfigPrinter printer = new ConfigPrinter();
    printer.write(config);
    return printer.out.toString();
  }

  private void write(CollectorConfig config) {
    out.map("receivers", () -> config.receivers().forEach(this::receiver));
    out.map("exporters", () -> config.exporters().forEach(this::exporter));
    out.map(
        "journal",
        () -> {
          out.value("max_size", config.journal().maxSize());
          out.value("hard_max_size", config.journal().hardMaxSize());
        });
    out.map(
        "identity",
        () -> {
          out.value("enabled", config.identity().enabled());
          identity(config.identity());
          PodsPrinter.print(config.identity().pods(), out);
        });
    out.map(
        "admin",
        () -> {
          out.map("health", () -> server(config.admin().health()));
          out.map("api", () -> server(config.admin().api()));
        });
    out.map("service", () -> service(config.service()));
  }

  private void receiver(ReceiverConfig receiver) {
    out.map(
        receiver.id(),
        () -> {
          Map<String, ServerConfig> servers = receiver.servers();
          if (servers.containsKey("")) {
            server(servers.get(""));
          } else if (!servers.isEmpty()) {
            out.map("protocols", () -> servers.forEach((key, one) -> protocol(receiver, key, one)));
          }
          ownKeys(receiver);
          if (!servers.isEmpty()) {
            out.value("tenant_header", receiver.metadata().tenantHeader());
            out.value("trust_forwarded", name(receiver.metadata().trustForwarded()));
          }
        });
  }

  private void protocol(ReceiverConfig receiver, String key, ServerConfig server) {
    out.map(
        key.substring("protocols.".length()),
        () -> {
          server(server);
          if (key.endsWith(".http") && receiver instanceof OtlpReceiverConfig otlp) {
            list("paths", otlp.paths());
            out.map("cors", () -> cors(otlp.cors()));
          }
        });
  }

  /** What only this type of receiver has. */
  private void ownKeys(ReceiverConfig receiver) {
    if (receiver instanceof ZipkinReceiverConfig zipkin) {
      list("paths", zipkin.paths());
      out.map("cors", () -> cors(zipkin.cors()));
      out.value("proto_span_ids", name(zipkin.protoSpanIds()));
    } else if (receiver instanceof DatadogReceiverConfig datadog) {
      out.value("unix_socket", datadog.unixSocket());
    } else if (receiver instanceof XRayReceiverConfig xray) {
      out.value("endpoint", xray.endpoint());
    }
  }

  private void cors(CorsConfig cors) {
    list("allowed_origins", cors.allowedOrigins());
    list("allowed_headers", cors.allowedHeaders());
    out.value("max_age", cors.maxAgeSeconds());
  }

  private void server(ServerConfig server) {
    out.value("endpoint", server.endpoint());
    server
        .tls()
        .ifPresent(
            tls ->
                out.map(
                    "tls",
                    () -> {
                      out.value("cert_file", tls.certFile());
                      out.value("key_file", tls.keyFile());
                      out.value("client_ca_file", tls.clientCaFile());
                      duration("reload_interval", tls.reloadInterval());
                    }));
    server.auth().ifPresent(auth -> out.map("auth", () -> auth(auth)));
    out.value("max_request_body_size", server.maxRequestBodySize());
    out.value("max_decompressed_size", server.maxDecompressedSize());
    out.value("max_header_size", server.maxHeaderSize());
    out.value("max_concurrent_streams", server.maxConcurrentStreams());
    out.value("max_connections", server.maxConnections());
    duration("idle_timeout", server.idleTimeout());
    duration("max_connection_age", server.maxConnectionAge());
    duration("max_connection_age_grace", server.maxConnectionAgeGrace());
  }

  private void auth(AuthConfig auth) {
    out.map(
        "bearer",
        () -> {
          list("tokens", auth.tokens());
          out.value("tokens_file", auth.tokensFile());
        });
    out.map(
        "basic",
        () -> {
          values("users", auth.users());
          out.value("users_file", auth.usersFile());
        });
    duration("reload_interval", auth.reloadInterval());
  }

  private void exporter(ExporterConfig exporter) {
    out.map(
        exporter.id(),
        () -> {
          if (exporter instanceof OtlpExporterConfig otlp) {
            otlp(otlp);
          } else if (exporter instanceof OtlpHttpExporterConfig otlpHttp) {
            otlpHttp(otlpHttp);
          } else if (exporter instanceof DatadogExporterConfig datadog) {
            datadog(datadog);
          } else if (exporter instanceof GoogleCloudExporterConfig google) {
            googleCloud(google);
          } else if (exporter instanceof ZipkinExporterConfig zipkin) {
            zipkin(zipkin);
          } else if (exporter instanceof LocalExporterConfig local) {
            out.value("max_size", local.maxSize());
          }
          lane(exporter.lane());
        });
  }

  private void otlp(OtlpExporterConfig otlp) {
    out.list("endpoints", otlp.endpoints());
    out.map(
        "tls",
        () -> {
          out.value("insecure", otlp.tls().insecure());
          tls(otlp.tls());
        });
    values("headers", otlp.headers());
    out.value("compression", name(otlp.compression()));
    out.value("max_message_size", otlp.maxMessageSize());
  }

  private void otlpHttp(OtlpHttpExporterConfig otlpHttp) {
    out.value("traces_endpoint", otlpHttp.tracesEndpoint());
    out.map("tls", () -> tls(otlpHttp.tls()));
    values("headers", otlpHttp.headers());
    out.value("compression", name(otlpHttp.compression()));
    out.value("encoding", name(otlpHttp.encoding()));
    out.value("max_message_size", otlpHttp.maxMessageSize());
  }

  private void datadog(DatadogExporterConfig datadog) {
    out.value("endpoint", datadog.endpoint());
    out.map("tls", () -> tls(datadog.tls()));
    values("headers", datadog.headers());
    out.value("trace_api", datadog.traceApi());
    out.value("operation_name", datadog.operationName());
    out.value("env", datadog.environment());
    values("namespace_env", datadog.namespaceEnvironments());
    out.value("top_level", name(datadog.topLevel()));
    out.value("cluster_in_hostname", datadog.clusterInHostname());
    out.value("max_message_size", datadog.maxMessageSize());
  }

  private void googleCloud(GoogleCloudExporterConfig google) {
    out.value("project", google.project());
    out.value("endpoint", google.endpoint());
    out.map(
        "tls",
        () -> {
          out.value("insecure", google.tls().insecure());
          tls(google.tls());
        });
    out.value("credentials", google.credentials());
    out.value("destination_project_quota", google.destinationProjectQuota());
    out.value("grpc_pool_size", google.grpcPoolSize());
    out.value("max_message_size", google.maxMessageSize());
  }

  private void zipkin(ZipkinExporterConfig zipkin) {
    out.value("endpoint", zipkin.endpoint());
    out.map("tls", () -> tls(zipkin.tls()));
    values("headers", zipkin.headers());
    out.value("compression", name(zipkin.compression()));
    out.value("format", name(zipkin.format()));
    out.value("max_message_size", zipkin.maxMessageSize());
  }

  private void tls(TlsClientConfig tls) {
    out.value("insecure_skip_verify", tls.insecureSkipVerify());
    out.value("ca_file", tls.caFile());
    out.value("cert_file", tls.certFile());
    out.value("key_file", tls.keyFile());
    out.value("server_name_override", tls.serverName());
    duration("reload_interval", tls.reloadInterval());
  }

  private void lane(LaneConfig lane) {
    out.map(
        "batch",
        () -> {
          out.value("max_size", lane.batch().maxSize());
          out.value("max_spans", lane.batch().maxSpans());
          duration("timeout", lane.batch().timeout());
        });
    out.map(
        "retry_on_failure",
        () -> {
          duration("initial_interval", lane.retry().initialInterval());
          duration("max_interval", lane.retry().maxInterval());
          out.value("multiplier", lane.retry().multiplier());
          out.value("randomization_factor", lane.retry().jitter());
        });
    out.map(
        "window",
        () -> {
          out.value("enabled", lane.window().enabled());
          duration("idle", lane.window().idle());
          duration("max_age", lane.window().maxAge());
          out.value("max_size", lane.window().maxSize());
        });
    out.value("max_concurrency", lane.maxConcurrency());
    out.value("max_requests_per_second", lane.maxRequestsPerSecond());
    duration("timeout", lane.timeout());
    out.value("split_namespace", lane.form().splitNamespace());
    out.value("proxy_pairs", name(lane.form().proxyPairs()));
  }

  private void identity(IdentityConfig identity) {
    values("rules", identity.rules());
    out.value("semconv", name(identity.semconv()));
    out.value("marks", identity.marks());
    out.value("cluster_name", identity.clusterName());
    out.map(
        "paths",
        () -> {
          list("templates", identity.paths().templates());
          out.value("ids", identity.paths().ids());
        });
    out.map(
        "redaction",
        () -> {
          out.value("all_query_values", identity.redaction().allQueryValues());
          list("query_keys", identity.redaction().queryKeys());
          list("attributes", identity.redaction().attributes());
        });
    out.map(
        "self",
        () -> {
          out.value("namespace", identity.self().namespace());
          out.value("pod", identity.self().pod());
          out.value("ip", identity.self().ip());
          out.list("services", identity.self().services());
        });
  }

  private void pipeline(PipelineConfig pipeline) {
    out.list("receivers", pipeline.receivers());
    out.list("exporters", pipeline.exporters());
    out.map(
        "trace_ids",
        () -> {
          out.value("mode", name(pipeline.traceIds().mode()));
          out.value("family", pipeline.traceIds().family());
        });
    if (!pipeline.gateways().isEmpty()) {
      out.map(
          "gateways",
          () ->
              new TreeMap<>(pipeline.gateways())
                  .forEach(
                      (gateway, trust) ->
                          out.map(gateway, () -> out.value("trust_parent", name(trust)))));
    }
    out.value("clock_skew", name(pipeline.clockSkew()));
  }

  private void service(ServiceConfig service) {
    out.map(
        "pipelines",
        () ->
            service
                .pipelines()
                .forEach(pipeline -> out.map(pipeline.id(), () -> pipeline(pipeline))));
    duration("drain_timeout", service.drainTimeout());
    out.value("log_format", name(service.logFormat()));
  }

  private void duration(String key, Duration value) {
    out.value(key, DurationText.format(value));
  }

  private void list(String key, List<?> values) {
    if (!values.isEmpty()) {
      out.list(key, values);
    }
  }

  /** Sorted, so that the same configuration always prints the same. */
  private void values(String key, Map<String, ?> values) {
    if (!values.isEmpty()) {
      out.map(key, () -> new TreeMap<>(values).forEach(out::value));
    }
  }

  private static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
