package dev.ichnos.propagation;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where a {@link HeaderFamily} finds the headers of a request, or the attributes that hold them.
 */
@FunctionalInterface
public interface HeaderLookup {
  /**
   * The value of a header.
   *
   * @param name in lower case; the names in the request may be of any case
   * @return null when absent; several fields of one name joined by a comma, in their order (RFC
   *     9110, section 5.3)
   */
  @Nullable String get(String name);

  /** Looks up in a copy of the map, whose names may be of any case. */
  static HeaderLookup of(Map<String, String> headers) {
    Map<String, String> byName = new TreeMap<>();
    headers.forEach(
        (name, value) -> byName.merge(name.toLowerCase(Locale.ROOT), value, (a, b) -> a + "," + b));
    return byName::get;
  }

  /** A single header. */
  static HeaderLookup of(String name, String value) {
    return wanted -> wanted.equalsIgnoreCase(name) ? value : null;
  }
}
