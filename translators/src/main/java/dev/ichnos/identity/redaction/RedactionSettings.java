package dev.ichnos.identity.redaction;

import java.util.Set;

/**
 * What is taken out beside what always is.
 *
 * @param allQueryValues every value in the query of a URL, not only those of known secrets
 * @param queryKeys further keys of queries whose values are secrets, lower case
 * @param attributes further attributes whose values are secrets
 */
public record RedactionSettings(
    boolean allQueryValues, Set<String> queryKeys, Set<String> attributes) {
  public RedactionSettings {
    queryKeys = Set.copyOf(queryKeys);
    attributes = Set.copyOf(attributes);
  }

  /** Nothing more. */
  public static RedactionSettings defaults() {
    return new RedactionSettings(false, Set.of(), Set.of());
  }
}
