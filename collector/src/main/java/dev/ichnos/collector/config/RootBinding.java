package dev.ichnos.collector.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the top of the file, and checks what concerns several of its parts. */
final class RootBinding {
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|::1|0:0:0:0:0:0:0:1");

  private final Section root;
  private final Set<String> ruleIds;

  RootBinding(Section root, Set<String> ruleIds) {
    this.root = root;
    this.ruleIds = ruleIds;
  }

  CollectorConfig read() {
    Components<ReceiverConfig> receivers = ReceiverBinding.read(root.section("receivers"));
    Components<ExporterConfig> exporters = ExporterBinding.read(root.section("exporters"));
    Set<String> processors = ProcessorBinding.read(root.section("processors"));
    ProcessorBinding.extensions(root.section("extensions"));
    JournalConfig journal = journal(root.section("journal"));
    IdentityConfig identity = new IdentityBinding(root.section("identity"), ruleIds).read();
    AdminConfig admin = admin(root.section("admin"));
    PipelineBinding pipelines = new PipelineBinding(receivers, exporters, processors);
    ServiceConfig service = service(root.section("service"), pipelines);
    root.finish();
    checkListeners(pipelines.usedReceivers(), admin);
    return new CollectorConfig(
        pipelines.usedReceivers(), pipelines.usedExporters(), journal, identity, admin, service);
  }

  /** One of the two sizes alone moves the other, in the proportion of the defaults. */
  private static JournalConfig journal(Section section) {
    JournalConfig defaults = JournalConfig.defaults();
    return section.bind(
        () -> {
          Optional<DataSize> soft = section.optional("max_size", "size", DataSize::parse);
          Optional<DataSize> hard = section.optional("hard_max_size", "size", DataSize::parse);
          return new JournalConfig(
              soft.or(() -> hard.map(size -> new DataSize(size.bytes() / 3 * 2)))
                  .orElse(defaults.maxSize()),
              hard.or(() -> soft.map(size -> new DataSize(size.bytes() + size.bytes() / 2)))
                  .orElse(defaults.hardMaxSize()));
        },
        defaults);
  }

  private static AdminConfig admin(Section section) {
    AdminConfig defaults = AdminConfig.defaults();
    ServerConfig health = ServerBinding.bind(section.section("health"), defaults.health());
    Section apiSection = section.section("api");
    ServerConfig api = ServerBinding.bind(apiSection, defaults.api());
    boolean guarded =
        api.auth().isPresent() || api.tls().flatMap(TlsServerConfig::clientCaFile).isPresent();
    if (!guarded && !LOOPBACK.matcher(api.endpoint().host()).matches()) {
      apiSection.spoil(
          "endpoint",
          "not loopback (expected: such as 127.0.0.1:13134, or auth or tls.client_ca_file beside it)");
    }
    section.finish();
    return new AdminConfig(health, api);
  }

  private static ServiceConfig service(Section section, PipelineBinding pipelines) {
    List<PipelineConfig> read = pipelines.read(section);
    section.answered(
        "telemetry",
        "metrics are at /metrics of admin.health.endpoint; ICHNOS_LOG_LEVEL sets the log level");
    section.answered("extensions", "Ichnos has none");
    return section.bind(
        () ->
            new ServiceConfig(
                read,
                section.duration("drain_timeout", ServiceConfig.DEFAULT_DRAIN_TIMEOUT),
                section.choice(
                    "log_format",
                    ServiceConfig.LogFormat.TEXT,
                    List.of(ServiceConfig.LogFormat.values()))),
        new ServiceConfig(read, ServiceConfig.DEFAULT_DRAIN_TIMEOUT, ServiceConfig.LogFormat.TEXT));
  }

  /** Receivers that name the same endpoint share its listener, so they must mean the same one. */
  private void checkListeners(List<ReceiverConfig> receivers, AdminConfig admin) {
    Map<Endpoint, Owner> owners = new HashMap<>();
    for (Owner owner : owners(receivers)) {
      Owner first = owners.putIfAbsent(owner.server().endpoint(), owner);
      if (first != null
          && owner.server().endpoint().port() != 0
          && !first.server().equals(owner.server())) {
        report(owner, first, "its settings differ (expected: the same, or another endpoint)");
      }
    }
    for (Owner owner :
        List.of(new Owner("admin.health", admin.health()), new Owner("admin.api", admin.api()))) {
      Owner first = owners.putIfAbsent(owner.server().endpoint(), owner);
      if (first != null && owner.server().endpoint().port() != 0) {
        report(owner, first, "admin shares none (expected: another endpoint)");
      }
    }
  }

  private void report(Owner owner, Owner first, String what) {
    Endpoint endpoint = owner.server().endpoint();
    root.binding()
        .problem(
            root.lineOf(List.of((owner.path() + ".endpoint").split("\\."))),
            owner.path()
                + ".endpoint: "
                + endpoint
                + " is that of "
                + first.path()
                + " too, and "
                + what);
  }

  private static List<Owner> owners(List<ReceiverConfig> receivers) {
    List<Owner> owners = new ArrayList<>();
    for (ReceiverConfig receiver : receivers) {
      String path = "receivers." + receiver.id();
      receiver
          .servers()
          .forEach(
              (key, server) ->
                  owners.add(new Owner(key.isEmpty() ? path : path + "." + key, server)));
    }
    return owners;
  }

  /** Who asks for a listener. */
  private record Owner(String path, ServerConfig server) {}
}
