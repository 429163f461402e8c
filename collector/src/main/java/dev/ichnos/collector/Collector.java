package dev.ichnos.collector;

import dev.ichnos.collector.admin.AdminServer;
import dev.ichnos.collector.component.Component;
import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.CollectorConfig;
import dev.ichnos.collector.config.DatadogExporterConfig;
import dev.ichnos.collector.config.ExporterConfig;
import dev.ichnos.collector.config.GoogleCloudExporterConfig;
import dev.ichnos.collector.config.IdentityConfig;
import dev.ichnos.collector.config.LocalExporterConfig;
import dev.ichnos.collector.config.OtlpExporterConfig;
import dev.ichnos.collector.config.OtlpHttpExporterConfig;
import dev.ichnos.collector.config.PipelineConfig;
import dev.ichnos.collector.config.PodsConfig;
import dev.ichnos.collector.config.ZipkinExporterConfig;
import dev.ichnos.collector.exporter.datadog.DatadogExporter;
import dev.ichnos.collector.exporter.googlecloud.GoogleCloudExporter;
import dev.ichnos.collector.exporter.local.LocalExporter;
import dev.ichnos.collector.exporter.otlp.OtlpExporter;
import dev.ichnos.collector.exporter.otlp.OtlpHttpExporter;
import dev.ichnos.collector.exporter.zipkin.ZipkinExporter;
import dev.ichnos.collector.journal.memory.MemoryJournal;
import dev.ichnos.collector.kubernetes.Pods;
import dev.ichnos.collector.pipeline.EpochClock;
import dev.ichnos.collector.pipeline.Exporter;
import dev.ichnos.collector.pipeline.Intake;
import dev.ichnos.collector.pipeline.JoinFinds;
import dev.ichnos.collector.pipeline.Lane;
import dev.ichnos.collector.pipeline.Ledger;
import dev.ichnos.collector.pipeline.Receiver;
import dev.ichnos.collector.transport.BoundListener;
import dev.ichnos.collector.transport.GrpcChannels;
import dev.ichnos.collector.transport.Listeners;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A whole collector: every component that a configuration asks for, wired along the way of the
 * data, started from the backends to the senders and closed the other way round.
 */
public final class Collector implements Component {
  private static final Logger log = LoggerFactory.getLogger(Collector.class);

  /** Of the time to drain, what the listeners may use to answer what is in flight. */
  private static final int LISTENER_SHARE = 4;

  /** Of the journal's hard limit: what is refused is refused just below it. */
  private static final int FULL_PERCENT = 95;

  private static final Duration LAST_STEPS = Duration.ofSeconds(1);

  private final Metrics metrics = new Metrics();
  private final EpochClock clock = EpochClock.SYSTEM;
  private final MemoryJournal journal;
  private final long fullBytes;
  private final Listeners listeners = new Listeners(metrics);
  private final Listeners api = Listeners.small(metrics);
  private final GrpcChannels channels = new GrpcChannels(metrics);
  private final List<Receiver> receivers = new ArrayList<>();
  private final List<Exporter> exporters = new ArrayList<>();
  private final List<Lane> lanes = new ArrayList<>();
  private final Pods pods;
  private final AdminServer admin;
  private final Optional<String> passThrough;
  private volatile boolean started;
  private volatile boolean closed;

  /** Wires everything; nothing runs, and no address is bound, before {@link #start}. */
  public Collector(CollectorConfig config) {
    IdentityConfig identity = config.identity();
    pods =
        new Pods(
            identity.enabled() ? identity.pods() : PodsConfig.none(),
            System.getenv(),
            metrics,
            clock::epochNanos);
    Rules rules = new Rules(config, System.getenv(), pods.directory(), metrics::ruleApplied);
    fullBytes = config.journal().hardMaxSize().bytes() / 100 * FULL_PERCENT;
    journal = new MemoryJournal(config.journal(), metrics, clock);
    Intake intake = new Intake(rules.identity(), journal, metrics);
    passThrough = PassThrough.describe(config);
    Receivers making =
        new Receivers(intake, listeners, metrics, clock, PassThrough.receivers(config));
    config.receivers().forEach(receiver -> receivers.add(making.of(receiver)));
    for (ExporterConfig exporter : config.exporters()) {
      for (PipelineConfig pipeline : config.service().pipelines()) {
        if (pipeline.exporters().contains(exporter.id())) {
          addLane(exporter, pipeline, rules);
        }
      }
    }
    admin =
        new AdminServer(
            config.admin(), api, metrics, this::notReadyBecause, this::accounts, this::joins);
  }

  private Exporter exporter(ExporterConfig config) {
    if (config instanceof OtlpExporterConfig otlp) {
      return new OtlpExporter(otlp, channels, metrics);
    }
    if (config instanceof OtlpHttpExporterConfig otlpHttp) {
      return new OtlpHttpExporter(otlpHttp, metrics, clock);
    }
    if (config instanceof DatadogExporterConfig datadog) {
      return new DatadogExporter(datadog, metrics, clock);
    }
    if (config instanceof GoogleCloudExporterConfig google) {
      return new GoogleCloudExporter(google, System.getenv(), channels, metrics, clock);
    }
    if (config instanceof ZipkinExporterConfig zipkin) {
      return new ZipkinExporter(zipkin, metrics, clock);
    }
    return new LocalExporter((LocalExporterConfig) config, api, metrics);
  }

  private void addLane(ExporterConfig config, PipelineConfig pipeline, Rules rules) {
    Exporter exporter = exporter(config);
    exporters.add(exporter);
    lanes.add(
        new Lane(
            exporter,
            journal.reader(exporter.name()),
            config.lane(),
            rules.lane(config, pipeline),
            metrics,
            clock));
  }

  /**
   * Starts from the backends to the senders, so that no span comes before there is a way on; before
   * all of them the probes, which can then tell what is awaited.
   */
  @Override
  public void start() throws IOException {
    passThrough.ifPresent(log::info);
    admin.start();
    pods.start();
    for (Exporter exporter : exporters) {
      exporter.start();
    }
    journal.start();
    for (Lane lane : lanes) {
      lane.start();
    }
    for (Receiver receiver : receivers) {
      receiver.start();
    }
    listeners.start();
    started = true;
  }

  /** Every listener that is bound, those of receivers first, then health and the admin API. */
  public List<BoundListener> bound() {
    List<BoundListener> all = new ArrayList<>(listeners.bound());
    all.addAll(admin.bound());
    return all;
  }

  /** The account of each lane, in the order of the configuration. */
  public List<Ledger.Account> accounts() {
    return lanes.stream().map(Lane::account).toList();
  }

  /** Which traces each lane found to be one, in the order of the configuration. */
  private Map<String, JoinFinds.Snapshot> joins() {
    Map<String, JoinFinds.Snapshot> joins = new LinkedHashMap<>();
    lanes.forEach(lane -> joins.put(lane.name(), lane.joins()));
    return joins;
  }

  /** Whether every lane has delivered, or given up for a counted reason, all that it was given. */
  public boolean drained() {
    return lanes.stream().allMatch(Lane::drained);
  }

  /** Empty when spans are taken; otherwise what stands in the way, for people. */
  private Optional<String> notReadyBecause() {
    if (closed) {
      return Optional.of("draining");
    }
    if (!started) {
      return Optional.of("starting");
    }
    if (journal.bytes() >= fullBytes) {
      return Optional.of("the journal is full");
    }
    return pods.notReadyBecause();
  }

  /**
   * Drains: listeners answer what is in flight, then every lane sends what it has, all lanes at
   * once, until {@code deadline}. Logs one last line a lane.
   */
  @Override
  public void close(Duration deadline) {
    if (closed) {
      return;
    }
    closed = true;
    long end = System.nanoTime() + deadline.toNanos();
    listeners.close(deadline.dividedBy(LISTENER_SHARE));
    receivers.forEach(receiver -> receiver.close(Duration.ZERO));
    pods.close(LAST_STEPS);
    closeLanes(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
    exporters.forEach(exporter -> exporter.close(LAST_STEPS));
    journal.close(Duration.ZERO);
    channels.close();
    accounts().forEach(account -> log.info("account: {}", account));
    admin.close(LAST_STEPS);
  }

  /** A lane blocks while it drains, and one that cannot must not use up the others' time. */
  private void closeLanes(Duration deadline) {
    List<Thread> closing = new ArrayList<>();
    for (Lane lane : lanes) {
      Thread thread = new Thread(() -> lane.close(deadline), "close-lane");
      thread.start();
      closing.add(thread);
    }
    for (Thread thread : closing) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
