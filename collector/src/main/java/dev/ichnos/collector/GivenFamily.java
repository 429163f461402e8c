package dev.ichnos.collector;

import dev.ichnos.propagation.HeaderFamilies;
import dev.ichnos.propagation.HeaderFamily;
import dev.ichnos.propagation.HeaderLookup;
import dev.ichnos.propagation.HeaderReading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A family of which headers were given, and what it makes of them.
 *
 * @param headers its headers that were given, in its order
 * @param reading absent if these headers say nothing
 */
record GivenFamily(HeaderFamily family, Map<String, String> headers, HeaderReading reading) {

  /** The families of these headers (names in lower case), first the one that wins. */
  static List<GivenFamily> of(Map<String, String> given) {
    HeaderLookup lookup = HeaderLookup.of(given);
    List<GivenFamily> families = new ArrayList<>();
    for (HeaderFamily family : HeaderFamilies.all()) {
      Map<String, String> own = new LinkedHashMap<>();
      for (String name : family.headers()) {
        if (given.containsKey(name)) {
          own.put(name, given.get(name));
        }
      }
      if (!own.isEmpty()) {
        families.add(new GivenFamily(family, own, family.read(lookup)));
      }
    }
    return families;
  }

  /** All families but this one. */
  List<HeaderFamily> others() {
    return HeaderFamilies.all().stream().filter(other -> other != family).toList();
  }
}
