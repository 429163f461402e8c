package dev.ichnos.collector.config;

import java.util.List;

/** Reads {@link LaneConfig}: the keys that every exporter has. */
final class LaneBinding {
  static final String GROUP = "<exporter>";

  private LaneBinding() {}

  /** The lane of this exporter; where the file is silent, as in {@code defaults}. */
  static LaneConfig read(Section section, LaneConfig defaults) {
    section.answered(
        "sending_queue",
        "the journal does this (journal.max_size), and max_concurrency stands for num_consumers");
    return new LaneConfig(
        batch(section.section("batch"), defaults.batch()),
        retry(section.section("retry_on_failure"), defaults.retry()),
        window(section.section("window"), defaults.window()),
        section.integer("max_concurrency", defaults.maxConcurrency()),
        section.number("max_requests_per_second", defaults.maxRequestsPerSecond()),
        section.duration("timeout", defaults.timeout()),
        form(section, defaults.form()));
  }

  private static SpanFormConfig form(Section section, SpanFormConfig defaults) {
    return new SpanFormConfig(
        section.flag("split_namespace", defaults.splitNamespace()),
        section.choice(
            "proxy_pairs", defaults.proxyPairs(), List.of(SpanFormConfig.ProxyPairs.values())));
  }

  private static BatchConfig batch(Section section, BatchConfig defaults) {
    return section.bind(
        () ->
            new BatchConfig(
                // Its default depends on the heap.
                section.optional("max_size", "size", DataSize::parse).orElse(defaults.maxSize()),
                section.integer("max_spans", defaults.maxSpans()),
                section.duration("timeout", defaults.timeout())),
        defaults);
  }

  private static RetryConfig retry(Section section, RetryConfig defaults) {
    section.answered(
        "max_elapsed_time",
        "there is no last attempt; what cannot be delivered waits until the journal's bytes are"
            + " needed");
    if (!section.flag("enabled", true)) {
      section.answered("enabled", "what a backend answers as retryable is always sent again");
    }
    return section.bind(
        () ->
            new RetryConfig(
                section.duration("initial_interval", defaults.initialInterval()),
                section.duration("max_interval", defaults.maxInterval()),
                section.number("multiplier", defaults.multiplier()),
                section.number("randomization_factor", defaults.jitter())),
        defaults);
  }

  private static WindowConfig window(Section section, WindowConfig defaults) {
    return section.bind(
        () ->
            new WindowConfig(
                section.flag("enabled", defaults.enabled()),
                section.duration("idle", defaults.idle()),
                section.duration("max_age", defaults.maxAge()),
                // Its default depends on the heap.
                section.optional("max_size", "size", DataSize::parse).orElse(defaults.maxSize())),
        defaults);
  }
}
