package dev.ichnos.propagation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.ichnos.propagation.HeaderReading.Read;
import dev.ichnos.propagation.HeaderReading.Refused;
import java.util.Map;
import java.util.TreeMap;

/** Shorthand for reading one or a few headers in a test. */
final class Readings {
  private Readings() {}

  /** Reads a family's one header. */
  static HeaderReading reading(HeaderFamily family, String value) {
    return family.read(HeaderLookup.of(family.headers().get(0), value));
  }

  /** Reads name, value, name, value … */
  static HeaderReading reading(HeaderFamily family, String... headers) {
    Map<String, String> map = new TreeMap<>();
    for (int i = 0; i < headers.length; i += 2) {
      map.put(headers[i], headers[i + 1]);
    }
    return family.read(HeaderLookup.of(map));
  }

  static Read read(HeaderReading reading) {
    if (reading instanceof Read read) {
      return read;
    }
    return fail("not read: " + reading);
  }

  /** The context of a reading in exact form. */
  static TraceContext exact(HeaderReading reading) {
    Read read = read(reading);
    assertThat(read.leniencies()).isEmpty();
    return read.context();
  }

  /** The context of a reading that was lenient in this one way. */
  static TraceContext lenient(HeaderReading reading, Leniency... leniencies) {
    Read read = read(reading);
    assertThat(read.leniencies()).containsExactlyInAnyOrder(leniencies);
    return read.context();
  }

  static void assertRefused(HeaderReading reading, String header, int position, String expected) {
    assertThat(reading).isInstanceOf(Refused.class);
    Refused refused = (Refused) reading;
    assertThat(refused.header()).isEqualTo(header);
    assertThat(refused.expected()).isEqualTo(expected);
    assertThat(refused.position()).as("position in " + refused.value()).isEqualTo(position);
  }
}
