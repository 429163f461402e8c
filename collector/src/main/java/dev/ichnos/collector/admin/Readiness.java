package dev.ichnos.collector.admin;

import java.util.Optional;

/**
 * Whether the collector takes spans: it has started, it does not drain, and the journal is below
 * its hard limit. Asked by each probe on an event loop, so it must not block.
 */
@FunctionalInterface
public interface Readiness {
  /** Why it does not, in a few words such as {@code draining}; absent when it does. */
  Optional<String> whyNot();
}
