package dev.ichnos.propagation;

import java.util.Map;

/** The one value of {@link FamilyDetail#NONE}. */
enum NoDetail implements FamilyDetail {
  NONE;

  @Override
  public Map<String, String> parts() {
    return Map.of();
  }
}
