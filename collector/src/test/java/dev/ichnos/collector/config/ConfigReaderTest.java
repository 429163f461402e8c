package dev.ichnos.collector.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigReaderTest {
  private static final String SLIPS = ":{}[]\"'#&*!|>%@`-$\n\t\0 ax9é\ud800";
  private static final String MINIMAL =
      """
      receivers:
        zipkin:
      exporters:
        otlp:
          endpoint: tempo:4317
      service:
        pipelines:
          traces:
            receivers: [zipkin]
            exporters: [otlp]
      """;

  private static final Map<String, TrustParent> GATEWAYS =
      Map.of("istio-ingressgateway.istio-system", TrustParent.LINK);

  private final ConfigReader reader = new ConfigReader(Map.of("TEMPO", "tempo"), Set.of());

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "# nothing\n", "---\n", "null", "~\n"})
  void read_fileThatSaysNothing_isDefaults(String text) {
    assertThat(read(text)).isEqualTo(CollectorConfig.defaults());
  }

  @Test
  void read_minimal_takesDefaults() {
    CollectorConfig config = read(MINIMAL);

    assertThat(config.receivers()).containsExactly(ZipkinReceiverConfig.defaults());
    assertThat(config.exporters())
        .containsExactly(
            OtlpExporterConfig.defaults(
                "otlp", new Endpoint("tempo", 4317), TlsClientConfig.defaults()));
    assertThat(config.journal()).isEqualTo(JournalConfig.defaults());
    assertThat(config.identity()).isEqualTo(IdentityConfig.defaults());
    assertThat(config.admin()).isEqualTo(AdminConfig.defaults());
    assertThat(config.service().drainTimeout()).isEqualTo(ServiceConfig.DEFAULT_DRAIN_TIMEOUT);
  }

  @Test
  void read_everyKey_bindsIt() throws IOException {
    CollectorConfig config = read(resource("all-keys.yaml"));

    assertThat(config.receivers())
        .containsExactly(
            zipkin(),
            otlpReceiver(),
            skyWalking(),
            datadogReceiver(),
            jaeger(),
            xray(),
            new CloudTraceReceiverConfig("cloudtrace", at(4320), OF_TENANTS),
            new LightstepReceiverConfig("lightstep", at(8361)));
    assertThat(config.exporters()).hasSize(8).contains(tempo(), datadog(), googleCloud());
    assertThat(config.exporters().get(1))
        .isInstanceOfSatisfying(
            OtlpExporterConfig.class,
            spread ->
                assertThat(spread.endpoints())
                    .containsExactly(new Endpoint("a", 4317), new Endpoint("b", 4317)));
    assertThat(config.exporters().get(2))
        .isInstanceOfSatisfying(
            OtlpHttpExporterConfig.class,
            http -> {
              assertThat(http.tracesEndpoint())
                  .isEqualTo(URI.create("https://tempo:4318/otlp/v1/traces"));
              assertThat(http.encoding()).isEqualTo(OtlpHttpExporterConfig.Encoding.JSON);
            });
    assertThat(config.exporters().get(3))
        .isInstanceOfSatisfying(
            OtlpHttpExporterConfig.class,
            http ->
                assertThat(http.tracesEndpoint())
                    .isEqualTo(URI.create("http://tempo:4318/ingest?team=a")));
    assertThat(config.exporters().get(4)).isEqualTo(zipkinServer());
    assertThat(config.exporters().get(5)).isEqualTo(local());
    assertThat(config.journal())
        .isEqualTo(new JournalConfig(DataSize.ofMebibytes(300), DataSize.ofMebibytes(400)));
    assertThat(config.identity())
        .isEqualTo(
            new IdentityConfig(
                false,
                Map.of("shared_span_split", false),
                IdentityConfig.Semconv.STABLE,
                false,
                Optional.of("shop"),
                new PathsConfig(List.of("/reviews/{id}"), true),
                new RedactionConfig(true, List.of("ticket"), List.of("x-tenant-secret")),
                new SelfConfig(
                    Optional.of("tracing"),
                    Optional.of("ichnos-5d8c-x"),
                    Optional.of("10.0.0.7"),
                    List.of("ichnos.tracing.svc.cluster.local")),
                pods()));
    assertThat(config.admin().health().endpoint()).isEqualTo(new Endpoint("0.0.0.0", 13143));
    assertThat(config.admin().health().maxConnections()).isEqualTo(10);
    assertThat(config.admin().api().endpoint()).isEqualTo(new Endpoint("0.0.0.0", 13144));
    assertThat(config.service())
        .isEqualTo(
            new ServiceConfig(
                List.of(
                    new PipelineConfig(
                        "traces",
                        List.of("zipkin"),
                        List.of("otlp/tempo", "local", "datadog", "googlecloud"),
                        new TraceIdsConfig(TraceIdsConfig.Mode.REPORT, "traceparent"),
                        GATEWAYS,
                        ClockSkew.CORRECT),
                    new PipelineConfig(
                        "traces/apps",
                        List.of(
                            "zipkin",
                            "otlp/apps",
                            "skywalking",
                            "datadog",
                            "jaeger",
                            "xray",
                            "cloudtrace",
                            "lightstep"),
                        List.of("otlp/spread", "otlphttp", "otlphttp/full", "zipkin/server"),
                        new TraceIdsConfig(TraceIdsConfig.Mode.OFF, "x-cloud-trace-context"),
                        GATEWAYS,
                        ClockSkew.ANNOTATE)),
                Duration.ofSeconds(40),
                ServiceConfig.LogFormat.JSON));
  }

  @Test
  void read_everyKey_warnsOncePerKeyThatMeansNothing() throws IOException {
    assertThat(reader.read(resource("all-keys.yaml")).warnings())
        .extracting(Problem::text)
        .map(text -> text.substring(0, text.indexOf(": ")))
        .containsExactly(
            "receivers.otlp/apps.protocols.grpc.keepalive.enforcement_policy",
            "exporters.otlp/tempo.retry_on_failure.max_elapsed_time",
            "exporters.otlp/tempo.sending_queue",
            "exporters.otlphttp.tls.insecure",
            "exporters.zipkin/server.tls.insecure",
            "exporters.zipkin/server.default_service_name",
            "exporters.local.retry_on_failure.enabled",
            "exporters.local.retry_on_failure.max_elapsed_time",
            "exporters.local.sending_queue",
            "exporters.datadog.tls.insecure",
            "exporters.datadog.api",
            "exporters.datadog.site",
            "exporters.datadog.hostname",
            "exporters.datadog.host_metadata",
            "exporters.googlecloud.user_agent",
            "exporters.googlecloud.metric",
            "exporters.googlecloud.log",
            "processors",
            "processors",
            "service.telemetry",
            "service.extensions");
  }

  /** The first lines of each file hold, after {@code #}, what is expected. */
  @ParameterizedTest
  @MethodSource("badFiles")
  void read_badFile_saysAllOfIt(Path file) throws IOException {
    String text = Files.readString(file);
    String expected =
        String.join(
            "\n",
            text.lines()
                .takeWhile(line -> line.startsWith("#"))
                .map(line -> line.substring(Math.min(2, line.length())))
                .toList());

    ConfigReader.Result result = reader.read(file);

    assertThat(String.join("\n", result.problems().stream().map(Problem::toString).toList()))
        .isEqualTo(expected);
    assertThat(result.config()).isEmpty();
  }

  static Stream<Path> badFiles() throws IOException, URISyntaxException {
    Path directory =
        Path.of(Objects.requireNonNull(ConfigReaderTest.class.getResource("/config/bad")).toURI());
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList().stream();
    }
  }

  @Test
  void read_unusedComponents_leavesThemOutAndWarns() {
    ConfigReader.Result result =
        reader.read(
            MINIMAL
                .replace("  zipkin:", "  zipkin:\n  otlp:")
                .replace("  otlp:\n    ", "  local:\n  otlp:\n    "));

    assertThat(result.config().orElseThrow().receivers()).hasSize(1);
    assertThat(result.config().orElseThrow().exporters()).hasSize(1);
    assertThat(result.warnings())
        .extracting(Problem::toString)
        .containsExactly(
            "line 3: receivers.otlp: not used: no pipeline names it",
            "line 5: exporters.local: not used: no pipeline names it");
  }

  @Test
  void read_googleCloudWithNothingSaid_takesDefaults() {
    String text = MINIMAL.replace("  otlp:\n    endpoint: tempo:4317", "  googlecloud:");

    assertThat(read(text.replace("[otlp]", "[googlecloud]")).exporters())
        .containsExactly(GoogleCloudExporterConfig.defaults("googlecloud"));
  }

  @Test
  void read_otlpReceiverWithoutProtocols_hasBoth() {
    String text = MINIMAL.replace("zipkin:", "otlp:").replace("[zipkin]", "[otlp]");

    assertThat(read(text).receivers()).containsExactly(OtlpReceiverConfig.defaults());
  }

  @Test
  void read_otlpReceiverWithOneProtocol_hasThatOne() {
    String text =
        MINIMAL.replace("zipkin:", "otlp: {protocols: {http: }}").replace("[zipkin]", "[otlp]");

    assertThat(read(text).receivers())
        .containsExactly(
            new OtlpReceiverConfig(
                "otlp", Optional.empty(), OtlpReceiverConfig.defaults().http(), List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://tempo:4317", "http://tempo:4317/", "dns:///tempo:4317"})
  void read_endpointWithScheme_takesHostAndPort(String endpoint) {
    OtlpExporterConfig exporter = otlpExporter(MINIMAL.replace("tempo:4317", endpoint));

    assertThat(exporter.endpoints()).containsExactly(new Endpoint("tempo", 4317));
    assertThat(exporter.tls().insecure()).isEqualTo(endpoint.startsWith("http:"));
  }

  @Test
  void read_journalWithOneSize_movesTheOther() {
    assertThat(read(MINIMAL + "journal: {max_size: 100GiB}\n").journal())
        .isEqualTo(new JournalConfig(DataSize.ofMebibytes(102_400), DataSize.ofMebibytes(153_600)));
    assertThat(read(MINIMAL + "journal: {hard_max_size: 3KiB}\n").journal())
        .isEqualTo(new JournalConfig(DataSize.ofKibibytes(2), DataSize.ofKibibytes(3)));
  }

  @Test
  void read_references_arePutIn(@TempDir Path directory) throws IOException {
    Path token = Files.writeString(directory.resolve("token"), "Bearer x: y # z\n");
    OtlpExporterConfig exporter =
        otlpExporter(
            MINIMAL.replace(
                "endpoint: tempo:4317",
                "endpoint: ${env:TEMPO}:${env:PORT:-4317}\n    headers:\n      a: ${file:"
                    + token
                    + "}\n      b: $$x$y$"));

    assertThat(exporter.endpoints()).containsExactly(new Endpoint("tempo", 4317));
    assertThat(exporter.headers())
        .isEqualTo(Map.of("a", new Secret("Bearer x: y # z"), "b", new Secret("$x$y$")));
  }

  @Test
  void read_referenceThatLooksLikeYaml_staysOneValue() {
    String value = "/a\nexporters: {}\n# ${env:X}";
    ConfigReader.Result result =
        new ConfigReader(Map.of("X", value), Set.of())
            .read(MINIMAL.replace("zipkin:", "zipkin: {paths: [\"${env:X}\"]}"));

    assertThat(result.config().orElseThrow().receivers())
        .containsExactly(
            new ZipkinReceiverConfig(
                "zipkin",
                ZipkinReceiverConfig.defaults().server(),
                List.of(value),
                CorsConfig.defaults(),
                ZipkinReceiverConfig.ByteOrder.BIG_ENDIAN));
  }

  @Test
  void read_unknownRule_namesNearest() {
    ConfigReader strict = new ConfigReader(Map.of(), Set.of("shared_split", "kind"));

    assertThat(strict.read(MINIMAL + "identity: {rules: {shared_splitt: false}}").problems())
        .extracting(Problem::toString)
        .containsExactly(
            "line 11: identity.rules.shared_splitt: unknown rule (nearest: shared_split)");
  }

  @Test
  void read_fileThatIsNotThere_saysSo() {
    assertThat(reader.read(Path.of("/no/such/file.yaml")).problems())
        .extracting(Problem::toString)
        .containsExactly("/no/such/file.yaml: cannot be read (expected: a readable file)");
  }

  @Test
  void read_hugeText_isRefused() {
    assertThat(reader.read("#".repeat(YamlTree.MAX_CHARS + 1)).problems())
        .extracting(Problem::toString)
        .containsExactly("the file is too long (expected: at most 1 MiB)");
  }

  @Test
  void read_randomSlips_neverThrows() throws IOException {
    String text = resource("all-keys.yaml");
    Random random = new Random(7);
    for (int round = 0; round < 2_000; round++) {
      StringBuilder slipped = new StringBuilder(text);
      for (int slips = 1 + random.nextInt(3); slips > 0; slips--) {
        slip(slipped, random);
      }
      ConfigReader.Result result = reader.read(slipped.toString());

      assertThat(result.config().isPresent())
          .as(slipped.toString())
          .isEqualTo(result.problems().isEmpty());
    }
  }

  private static void slip(StringBuilder text, Random random) {
    int at = random.nextInt(text.length());
    char other = SLIPS.charAt(random.nextInt(SLIPS.length()));
    switch (random.nextInt(4)) {
      case 0 -> text.setCharAt(at, other);
      case 1 -> text.deleteCharAt(at);
      case 2 -> text.insert(at, other);
      default -> text.delete(at, Math.min(text.length(), at + random.nextInt(60)));
    }
  }

  private CollectorConfig read(String text) {
    ConfigReader.Result result = reader.read(text);
    assertThat(result.problems()).isEmpty();
    return result.config().orElseThrow();
  }

  private OtlpExporterConfig otlpExporter(String text) {
    return (OtlpExporterConfig) read(text).exporters().get(0);
  }

  static String resource(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(ConfigReaderTest.class.getResourceAsStream("/config/" + name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static PodsConfig pods() {
    return new PodsConfig(
        Optional.of(
            new KubernetesPodsConfig(
                Optional.of(URI.create("https://kubernetes.example:6443/k8s/clusters/c-1")),
                Optional.of(Path.of("/pods/token")),
                Optional.of(Path.of("/pods/ca.crt")),
                List.of("default", "shop"))),
        Optional.empty(),
        300,
        40,
        Duration.ofMinutes(3));
  }

  private static ZipkinReceiverConfig zipkin() {
    return new ZipkinReceiverConfig(
        "zipkin",
        new ServerConfig(
            new Endpoint("127.0.0.2", 9412),
            Optional.of(
                new TlsServerConfig(
                    Path.of("/tls/zipkin.crt"),
                    Path.of("/tls/zipkin.key"),
                    Optional.of(Path.of("/tls/clients.crt")),
                    Duration.ofSeconds(30))),
            Optional.of(
                new AuthConfig(
                    List.of(new Secret("top-secret-1"), new Secret("top-secret-2")),
                    Optional.of(Path.of("/auth/tokens")),
                    Map.of("proxy", new Secret("top-secret-3")),
                    Optional.of(Path.of("/auth/users")),
                    Duration.ofSeconds(20))),
            DataSize.ofMebibytes(8),
            DataSize.ofMebibytes(16),
            DataSize.ofKibibytes(32),
            100,
            500,
            Duration.ofSeconds(90),
            Duration.ofHours(1),
            Duration.ofSeconds(15)),
        List.of("/spans", "/zipkin"),
        new CorsConfig(List.of("https://*.example.com"), List.of("x-page"), 600),
        ZipkinReceiverConfig.ByteOrder.LITTLE_ENDIAN,
        new MetadataConfig(Optional.of("x-scope-orgid"), MetadataConfig.TrustForwarded.ALWAYS));
  }

  private static DatadogExporterConfig datadog() {
    return new DatadogExporterConfig(
        "datadog",
        DatadogExporterConfig.laneDefaults(),
        URI.create("https://agent.example:8126"),
        TlsClientConfig.defaults(),
        Map.of("x-team", new Secret("team-a")),
        DatadogExporterConfig.TraceApi.V07,
        "{component}.{kind}",
        "prod",
        Map.of("shop-staging", "staging", "Shop_Dev", "dev"),
        DatadogExporterConfig.TopLevel.KIND,
        false,
        DataSize.ofMebibytes(1));
  }

  private static GoogleCloudExporterConfig googleCloud() {
    return new GoogleCloudExporterConfig(
        "googlecloud",
        GoogleCloudExporterConfig.laneDefaults(),
        Optional.of("shop-prod"),
        new Endpoint("localhost", 9443),
        TlsClientConfig.plaintext(),
        GoogleCredentialsSource.NONE,
        true,
        2,
        DataSize.ofMebibytes(2));
  }

  private static OtlpReceiverConfig otlpReceiver() {
    ServerConfig defaults = ServerConfig.defaults(new Endpoint("::1", 4327));
    return new OtlpReceiverConfig(
        "otlp/apps",
        Optional.of(
            new ServerConfig(
                defaults.endpoint(),
                Optional.empty(),
                DataSize.ofMebibytes(4),
                DataSize.ofMebibytes(4),
                defaults.maxHeaderSize(),
                defaults.maxConcurrentStreams(),
                defaults.maxConnections(),
                Duration.ofMinutes(2),
                Duration.ofMinutes(3),
                Duration.ofSeconds(4))),
        Optional.of(ServerConfig.defaults(new Endpoint("localhost", 4328))),
        List.of("/otlp"),
        new CorsConfig(List.of("*"), List.of("x-app"), 60),
        new MetadataConfig(Optional.empty(), MetadataConfig.TrustForwarded.NEVER));
  }

  private static SkyWalkingReceiverConfig skyWalking() {
    return new SkyWalkingReceiverConfig(
        "skywalking", Optional.of(at(11801)), Optional.of(at(12801)), OF_TENANTS);
  }

  private static final MetadataConfig OF_TENANTS =
      new MetadataConfig(Optional.of("x-tenant"), MetadataConfig.TrustForwarded.FROM_SIDECAR);

  private static ServerConfig at(int port) {
    return ServerConfig.defaults(new Endpoint("127.0.0.2", port));
  }

  private static DatadogReceiverConfig datadogReceiver() {
    return new DatadogReceiverConfig(
        "datadog",
        ServerConfig.defaults(new Endpoint("127.0.0.2", 8127)),
        Optional.of(Path.of("/run/ichnos/apm.socket")),
        OF_TENANTS);
  }

  private static JaegerReceiverConfig jaeger() {
    return new JaegerReceiverConfig(
        "jaeger",
        Optional.of(ServerConfig.defaults(new Endpoint("127.0.0.2", 14251))),
        Optional.of(ServerConfig.defaults(new Endpoint("127.0.0.2", 14269))),
        OF_TENANTS);
  }

  private static XRayReceiverConfig xray() {
    return new XRayReceiverConfig("xray", new Endpoint("127.0.0.2", 2001));
  }

  private static OtlpExporterConfig tempo() {
    return new OtlpExporterConfig(
        "otlp/tempo",
        new LaneConfig(
            new BatchConfig(DataSize.ofKibibytes(100), 77, Duration.ofMillis(1_500)),
            new RetryConfig(Duration.ofMillis(250), Duration.ofMinutes(2), 2, 0.25),
            new WindowConfig(
                false, Duration.ofSeconds(1), Duration.ofSeconds(2), DataSize.ofMebibytes(1)),
            9,
            70.5,
            Duration.ofSeconds(5),
            new SpanFormConfig(false, SpanFormConfig.ProxyPairs.PROXY_INTERNAL)),
        List.of(new Endpoint("tempo", 4317)),
        new TlsClientConfig(
            true,
            true,
            Optional.of(Path.of("/tls/ca.crt")),
            Optional.of(Path.of("/tls/client.crt")),
            Optional.of(Path.of("/tls/client.key")),
            Optional.of("tempo.example"),
            Duration.ofSeconds(45)),
        Map.of(
            "X-Scope-OrgID",
            new Secret("team-a"),
            "authorization",
            new Secret("Bearer top-secret")),
        Compression.NONE,
        DataSize.ofMebibytes(1));
  }

  private static ZipkinExporterConfig zipkinServer() {
    return new ZipkinExporterConfig(
        "zipkin/server",
        ZipkinExporterConfig.laneDefaults(),
        URI.create("https://zipkin:9411/api/v2/spans?team=a"),
        new TlsClientConfig(
            false,
            false,
            Optional.of(Path.of("/tls/ca.crt")),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()),
        Map.of("authorization", new Secret("Bearer top-secret")),
        Compression.NONE,
        ZipkinExporterConfig.Format.PROTO,
        DataSize.ofMebibytes(2));
  }

  private static LocalExporterConfig local() {
    return new LocalExporterConfig(
        "local",
        new LaneConfig(
            new BatchConfig(DataSize.ofMebibytes(2), 3, Duration.ofSeconds(4)),
            new RetryConfig(Duration.ofSeconds(5), Duration.ofSeconds(6), 7, 0.8),
            new WindowConfig(
                true, Duration.ofSeconds(9), Duration.ofSeconds(10), DataSize.ofMebibytes(11)),
            2,
            0.5,
            Duration.ofSeconds(3)),
        DataSize.ofMebibytes(1));
  }
}
