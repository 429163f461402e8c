package dev.ichnos.propagation;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What only Datadog's headers say.
 *
 * @param userDrop whether a user, and not a sampler, decided against the trace: priority -1
 * @param origin where the trace began, such as {@code synthetics}; empty when absent
 * @param tags {@code _dd.p.*} tags save {@code _dd.p.tid}, as they came; empty when there are none
 */
record DatadogDetail(boolean userDrop, String origin, String tags) implements FamilyDetail {
  static final DatadogDetail EMPTY = new DatadogDetail(false, "", "");

  static FamilyDetail of(boolean userDrop, String origin, String tags) {
    return userDrop || !origin.isEmpty() || !tags.isEmpty()
        ? new DatadogDetail(userDrop, origin, tags)
        : NONE;
  }

  @Override
  public Map<String, String> parts() {
    Map<String, String> parts = new LinkedHashMap<>();
    if (userDrop) {
      parts.put("sampling_priority", "-1");
    }
    if (!origin.isEmpty()) {
      parts.put("origin", origin);
    }
    if (!tags.isEmpty()) {
      parts.put("tags", tags);
    }
    return parts;
  }
}
