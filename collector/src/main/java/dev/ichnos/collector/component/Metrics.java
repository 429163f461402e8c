package dev.ichnos.collector.component;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * All metric names of Ichnos, and the counters behind them.
 *
 * <p>Per lane, at any quiet moment:
 *
 * <pre>
 * lane_accepted + lane_created = lane_sent + lane_waiting + lane_merged + sum(lane_dropped)
 * </pre>
 *
 * where {@code lane_accepted} counts every span of the journal from the lane's start on, and
 * re-sends count apart. Per receiver, every span that was read is in one of three:
 *
 * <pre>
 * read = receiver_accepted + sum(receiver_refused) + sum(receiver_dropped)
 * </pre>
 *
 * {@code accepted} ones were appended to the journal; of {@code refused} ones the sender was told
 * no, by an error or as rejected in a message of which nothing was taken; {@code dropped} ones were
 * left out of a message whose other spans were taken. A message that is refused before its spans
 * are known counts once under {@code receiver_refused_messages}, and its spans nowhere.
 *
 * <p>Safe for many threads. Counters with labels cost a look-up; callers on hot paths add once per
 * message, not per span.
 */
public final class Metrics {
  private final PrometheusRegistry registry = new PrometheusRegistry();

  private final Counter accepted =
      counter("ichnos_receiver_accepted_spans", "Spans taken.", "receiver", "format");
  private final Counter refused =
      counter("ichnos_receiver_refused_spans", "Spans told no.", "receiver", "reason");
  private final Counter refusedMessages =
      counter("ichnos_receiver_refused_messages", "Messages told no.", "receiver", "reason");
  private final Counter receiverDropped =
      counter(
          "ichnos_receiver_dropped_spans",
          "Spans left out of messages that were taken.",
          "receiver",
          "reason");
  private final Counter mended =
      counter("ichnos_receiver_mended_fields", "Fields put right.", "receiver", "reason");
  private final Counter ruleApplied =
      counter("ichnos_identity_spans", "Spans that a rule changed at acceptance.", "rule");
  private final Counter podRequests =
      counter("ichnos_pods_requests", "Calls to the API server, by outcome.", "call", "outcome");
  private final Counter podsLeftOut =
      counter("ichnos_pods_left_out", "Pods that are not known though they could be.", "reason");
  private final Counter exportRequests =
      counter("ichnos_exporter_requests", "Calls to a backend, by outcome.", "exporter", "outcome");
  private final Counter cutFields =
      counter("ichnos_exporter_cut_fields", "Text cut to the backend's limits.", "exporter");
  private final Counter leftOutAttributes =
      counter(
          "ichnos_exporter_left_out_attributes",
          "Attributes, events and links for which the backend's format had no place.",
          "exporter");
  private final LaneMetrics lanes = new LaneMetrics(registry);
  private final Counter evictedTraces =
      counter("ichnos_local_evicted_traces", "Traces that made room for newer ones.", "exporter");
  private final Counter connectionsRefused =
      counter("ichnos_listener_refused_connections", "Connections past the bound.", "listener");

  private final Counter fileReloads =
      counter("ichnos_file_reloads", "Files read again since they changed.", "file", "outcome");
  private final Gauge certificateExpiration =
      Gauge.builder()
          .name("ichnos_tls_certificate_expiration_timestamp_seconds")
          .help("When the first certificate of a file in use ends.")
          .labelNames("file")
          .register(registry);

  private final Counter messagesRefused =
      counter("ichnos_listener_refused_messages", "Messages refused while they came in: no room.");

  /** Where the text for {@code /metrics} is made from. */
  public PrometheusRegistry registry() {
    return registry;
  }

  public void accepted(String receiver, String format, long spans) {
    accepted.labelValues(receiver, format).inc(spans);
  }

  public void refused(String receiver, String reason, long spans) {
    refused.labelValues(receiver, reason).inc(spans);
  }

  /** A message that is refused before its spans are known. */
  public void refusedMessage(String receiver, String reason) {
    refusedMessages.labelValues(receiver, reason).inc();
  }

  public void receiverDropped(String receiver, String reason, long spans) {
    receiverDropped.labelValues(receiver, reason).inc(spans);
  }

  public void mended(String receiver, String reason, long fields) {
    mended.labelValues(receiver, reason).inc(fields);
  }

  public void ruleApplied(String rule, long spans) {
    ruleApplied.labelValues(rule).inc(spans);
  }

  /**
   * A call to the API server that has ended.
   *
   * @param call {@code list} or {@code watch}
   */
  public void podRequest(String call, String outcome) {
    podRequests.labelValues(call, outcome).inc();
  }

  public void podLeftOut(String reason, long pods) {
    podsLeftOut.labelValues(reason).inc(pods);
  }

  public void exportRequest(String exporter, String outcome) {
    exportRequests.labelValues(exporter, outcome).inc();
  }

  /** What the encoder of one call had to shorten or to leave out; re-sends count again. */
  public void encodeLosses(String exporter, int cut, int leftOut) {
    cutFields.labelValues(exporter).inc(cut);
    leftOutAttributes.labelValues(exporter).inc(leftOut);
  }

  /** Stored traces of an embedded backend that had to go, for newer ones. */
  public void evicted(String exporter, long traces) {
    evictedTraces.labelValues(exporter).inc(traces);
  }

  public void connectionRefused(String listener) {
    connectionsRefused.labelValues(listener).inc();
  }

  /** A message for which there was no room while it came in. */
  public void messageRefused() {
    messagesRefused.inc();
  }

  /**
   * Files of the configuration that have changed.
   *
   * @param file the first of them
   * @param outcome {@code used} or {@code refused}
   */
  public void fileReload(String file, String outcome) {
    fileReloads.labelValues(file, outcome).inc();
  }

  /** The end of the first certificate to end of a file that is in use, in Unix seconds. */
  public void certificateExpiration(String file, long epochSeconds) {
    certificateExpiration.labelValues(file).set((double) epochSeconds);
  }

  /** Adds a lane, which is read when metrics are asked for. */
  public void lane(Supplier<LaneReading> lane) {
    lanes.add(lane);
  }

  /** Adds the journal; once. */
  public void journal(
      LongSupplier bytes, LongSupplier entries, long maxBytes, LongSupplier delayedAnswers) {
    gauge(
        "ichnos_journal_bytes",
        "Bytes of entries that a lane holds.",
        () -> (double) bytes.getAsLong());
    gauge(
        "ichnos_journal_entries", "Entries that a lane holds.", () -> (double) entries.getAsLong());
    gauge("ichnos_journal_max_bytes", "Bytes past which lanes shed.", () -> (double) maxBytes);
    counter(
        "ichnos_journal_delayed_answers",
        "Messages that were answered late, since a lane was outrun.",
        delayedAnswers);
  }

  /** Adds what is known of pods; once. */
  public void pods(IntSupplier live, IntSupplier gone) {
    gauges(
        "ichnos_pods",
        "Pods that are known.",
        "state",
        reader -> {
          reader.value(new String[] {"live"}, live.getAsInt());
          reader.value(new String[] {"gone"}, gone.getAsInt());
        });
  }

  /** Adds the time since the API server was heard of; once. */
  public void podsSyncAge(DoubleSupplier seconds) {
    gauge("ichnos_pods_sync_age_seconds", "Since the API server was heard of.", seconds);
  }

  /** Registers a value that is read when metrics are asked for. */
  public void gauge(String name, String help, DoubleSupplier value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call(value.getAsDouble()))
        .register(registry);
  }

  /** Registers a family of values that are read when metrics are asked for. */
  public void gauges(String name, String help, String label, LabelledValues values) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames(label)
        .callback(callback -> values.forEach((labels, value) -> callback.call(value, labels)))
        .register(registry);
  }

  /** Registers a family of counters that their owners keep themselves. */
  public void counters(String name, String help, LabelledValues values, String... labels) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames(labels)
        .callback(callback -> values.forEach((label, value) -> callback.call(value, label)))
        .register(registry);
  }

  /** Registers a counter that its owner keeps itself. */
  public void counter(String name, String help, LongSupplier value) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call((double) value.getAsLong()))
        .register(registry);
  }

  private Counter counter(String name, String help, String... labels) {
    return Counter.builder().name(name).help(help).labelNames(labels).register(registry);
  }

  /** Values by their labels, read on demand. */
  @FunctionalInterface
  public interface LabelledValues {
    void forEach(Reader reader);

    /** Takes one value. */
    @FunctionalInterface
    interface Reader {
      void value(String[] labels, double value);
    }
  }
}
