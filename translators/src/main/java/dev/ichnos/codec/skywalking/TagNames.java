package dev.ichnos.codec.skywalking;

import dev.ichnos.semconv.OtelKeys;
import dev.ichnos.semconv.SkyWalkingKeys;

/** The tags of SkyWalking's senders that say, under another name, what all other formats say. */
final class TagNames {
  private TagNames() {}

  /** The common name; the key itself when it has no other. */
  static String common(String key, String value) {
    return switch (key) {
      case SkyWalkingKeys.URL -> OtelKeys.HTTP_URL;
      case SkyWalkingKeys.STATUS_CODE -> isHttpStatus(value) ? OtelKeys.HTTP_STATUS_CODE : key;
      case SkyWalkingKeys.NODE_STATUS_CODE -> OtelKeys.HTTP_STATUS_CODE;
      case SkyWalkingKeys.DB_TYPE -> OtelKeys.DB_SYSTEM;
      case SkyWalkingKeys.DB_INSTANCE -> OtelKeys.DB_NAME;
      default -> key;
    };
  }

  /** Calls by other means than HTTP have a status under this key too; Envoy's 0 is no response. */
  private static boolean isHttpStatus(String value) {
    if (value.equals("0")) {
      return true;
    }
    if (value.length() != 3) {
      return false;
    }
    for (int i = 0; i < 3; i++) {
      if (value.charAt(i) < '0' || value.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }
}
