package dev.ichnos.identity.envoy;

import java.util.List;

/**
 * Brings the many paths that were asked for down to the few that are meant. Immutable; a path costs
 * at most its length times the number of templates.
 */
final class PathTemplates {
  private static final int MOST_SEGMENTS = 16;
  private static final int SHORTEST_HEX = 16;
  private static final int UUID = 36;
  private static final String ID = "{id}";

  private final String[] templates;
  private final boolean ids;

  PathTemplates(List<String> templates, boolean ids) {
    this.templates = templates.toArray(String[]::new);
    this.ids = ids;
  }

  /** Whether no path ever becomes another. */
  boolean areOff() {
    return templates.length == 0 && !ids;
  }

  /** The first template that fits the path; empty if none does. */
  String fitting(String path) {
    if (path.length() <= Url.LONGEST_PATH) {
      for (String template : templates) {
        if (fits(template, path)) {
          return template;
        }
      }
    }
    return "";
  }

  /** The path with {@code {id}} for what looks like one; empty if nothing does, or it is long. */
  String withoutIds(String path) {
    if (!ids || path.length() > Url.LONGEST_PATH) {
      return "";
    }
    StringBuilder written = null;
    int copied = 0;
    int segments = 0;
    int from = 1;
    while (from <= path.length()) {
      if (++segments > MOST_SEGMENTS) {
        return "";
      }
      int slash = path.indexOf('/', from);
      int end = slash < 0 ? path.length() : slash;
      if (isId(path, from, end)) {
        written = written == null ? new StringBuilder(path.length() + ID.length()) : written;
        written.append(path, copied, from).append(ID);
        copied = end;
      }
      from = end + 1;
    }
    return written == null ? "" : written.append(path, copied, path.length()).toString();
  }

  /** Segment by segment; a star at the template's end takes all that is left. */
  private static boolean fits(String template, String path) {
    int at = 0;
    int i = 0;
    while (i < template.length()) {
      char c = template.charAt(i);
      if (c == '{') {
        int end = at;
        while (end < path.length() && path.charAt(end) != '/') {
          end++;
        }
        if (end == at) {
          return false;
        }
        at = end;
        i = template.indexOf('}', i) + 1;
      } else if (c == '*' && i == template.length() - 1) {
        return true;
      } else if (at < path.length() && path.charAt(at) == c) {
        at++;
        i++;
      } else {
        return false;
      }
    }
    return at == path.length();
  }

  private static boolean isId(String path, int from, int to) {
    int length = to - from;
    int digits = 0;
    int letters = 0;
    int dashes = 0;
    for (int i = from; i < to; i++) {
      char c = path.charAt(i);
      if (c >= '0' && c <= '9') {
        digits++;
      } else if ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')) {
        letters++;
      } else if (c == '-' && length == UUID && isDashOfUuid(i - from)) {
        dashes++;
      } else {
        return false;
      }
    }
    return dashes == 0 ? digits > 0 && (letters == 0 || length >= SHORTEST_HEX) : dashes == 4;
  }

  private static boolean isDashOfUuid(int place) {
    return place == 8 || place == 13 || place == 18 || place == 23;
  }

  /** What is wrong with a template; empty if nothing is. */
  static String problem(String template) {
    if (!template.startsWith("/")) {
      return "a path";
    }
    if (template.length() > Url.LONGEST_PATH) {
      return "at most " + Url.LONGEST_PATH + " characters";
    }
    int from = 1;
    while (from <= template.length()) {
      int slash = template.indexOf('/', from);
      int end = slash < 0 ? template.length() : slash;
      if (!isSegment(template.substring(from, end), slash < 0)) {
        return "{name} or * for a whole segment, * only at the end";
      }
      from = end + 1;
    }
    return "";
  }

  private static boolean isSegment(String segment, boolean last) {
    if (segment.equals("*")) {
      return last;
    }
    if (segment.length() > 2 && segment.startsWith("{") && segment.endsWith("}")) {
      String name = segment.substring(1, segment.length() - 1);
      return name.indexOf('{') < 0 && name.indexOf('}') < 0;
    }
    return segment.indexOf('{') < 0 && segment.indexOf('}') < 0 && segment.indexOf('*') < 0;
  }
}
