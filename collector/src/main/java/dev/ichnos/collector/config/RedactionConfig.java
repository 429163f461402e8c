package dev.ichnos.collector.config;

import java.util.List;

/**
 * {@code identity.redaction}: what is taken out beside what always is.
 *
 * @param allQueryValues {@code all_query_values}: every value in the query of a URL
 * @param queryKeys {@code query_keys}: further keys of queries whose values are secrets
 * @param attributes {@code attributes}: further attributes whose values are secrets
 */
public record RedactionConfig(
    boolean allQueryValues, List<String> queryKeys, List<String> attributes) {
  public RedactionConfig {
    queryKeys = List.copyOf(queryKeys);
    attributes = List.copyOf(attributes);
  }

  public static RedactionConfig defaults() {
    return new RedactionConfig(false, List.of(), List.of());
  }
}
