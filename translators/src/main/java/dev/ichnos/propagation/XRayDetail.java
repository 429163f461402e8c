package dev.ichnos.propagation;

import java.util.Map;

/**
 * What only {@code x-amzn-trace-id} says.
 *
 * @param fields those beside Root, Parent and Sampled, between semicolons, as they came
 */
record XRayDetail(String fields) implements FamilyDetail {
  @Override
  public Map<String, String> parts() {
    return Map.of("fields", fields);
  }
}
