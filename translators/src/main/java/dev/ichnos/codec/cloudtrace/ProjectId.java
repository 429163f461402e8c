package dev.ichnos.codec.cloudtrace;

import dev.ichnos.model.Attributes;
import dev.ichnos.model.Resource;

/** Which project a span belongs to. Pure. */
public final class ProjectId {
  /** What the collector's googlecloud exporter reads. */
  static final String DOTTED_KEY = "gcp.project.id";

  /** What Google's Telemetry API reads; senders of the one are not told from the other's. */
  static final String UNDERSCORED_KEY = "gcp.project_id";

  private static final int MOST_CHARACTERS = 100;

  private ProjectId() {}

  /**
   * Whether it can stand in a resource name: lower-case letters, digits, {@code -}, and {@code .}
   * and {@code :} of a domain in front. Whatever else a sender writes cannot leave its path
   * segment.
   */
  public static boolean isValid(String id) {
    if (id.isEmpty() || id.length() > MOST_CHARACTERS) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      if (!letterOrDigit && (i == 0 || (c != '-' && c != '.' && c != ':'))) {
        return false;
      }
    }
    return true;
  }

  /** The project that the resource names; {@code otherwise} if it names none that is valid. */
  public static String of(Resource resource, String otherwise) {
    Attributes attributes = resource.attributes();
    String dotted = attributes.string(DOTTED_KEY);
    if (isValid(dotted)) {
      return dotted;
    }
    String underscored = attributes.string(UNDERSCORED_KEY);
    return isValid(underscored) ? underscored : otherwise;
  }
}
