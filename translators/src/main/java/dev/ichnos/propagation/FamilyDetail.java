package dev.ichnos.propagation;

import java.util.Map;

/**
 * What only one family can say (Datadog's origin, SkyWalking's parent service): kept beside the
 * canonical parts so that the same family writes it again; every other family loses it ({@link
 * Loss#DETAIL}). Immutable, with value equality.
 */
public interface FamilyDetail {
  /** Nothing beyond the canonical parts. */
  FamilyDetail NONE = NoDetail.NONE;

  /** What it says, by name, for people; the values are as the peer sent them. */
  Map<String, String> parts();
}
