package dev.ichnos.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.propagation.HeaderReading.Read;
import dev.ichnos.propagation.HeaderReading.Refused;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HeaderFamiliesFuzzTest {
  private static final int ROUNDS = 20_000;

  static List<HeaderFamily> families() {
    return HeaderFamilies.all();
  }

  @ParameterizedTest
  @MethodSource("families")
  void read_nearlyGoodHeaders_neverThrowsAndWritesWhatItRead(HeaderFamily family) {
    RandomHeaders random = new RandomHeaders(family, 7);
    int read = 0;
    int refused = 0;
    for (int i = 0; i < ROUNDS; i++) {
      Map<String, String> headers = random.nearlyGood();
      HeaderReading reading = family.read(HeaderLookup.of(headers));
      if (reading instanceof Read r) {
        read++;
        assertWritesAndReadsAgain(family, r.context(), headers);
      } else if (reading instanceof Refused r) {
        refused++;
        assertNamesThePlace(family, r, headers);
      }
    }
    assertThat(read).as("read").isGreaterThan(ROUNDS / 20);
    assertThat(refused).as("refused").isGreaterThan(ROUNDS / 20);
  }

  @ParameterizedTest
  @MethodSource("families")
  void read_noise_neverThrows(HeaderFamily family) {
    RandomHeaders random = new RandomHeaders(family, 8);
    for (int i = 0; i < ROUNDS; i++) {
      Map<String, String> headers = random.noise();
      if (family.read(HeaderLookup.of(headers)) instanceof Refused r) {
        assertNamesThePlace(family, r, headers);
      }
    }
  }

  private static void assertWritesAndReadsAgain(
      HeaderFamily family, TraceContext context, Map<String, String> headers) {
    for (HeaderFamily other : HeaderFamilies.all()) {
      HeaderWriting written = other.write(context);
      if (other == family && written.losses().isEmpty()) {
        HeaderReading again = family.read(HeaderLookup.of(written.headers()));
        assertThat(again).as("%s of %s", family.id(), headers).isEqualTo(new Read(context));
      }
    }
  }

  private static void assertNamesThePlace(
      HeaderFamily family, Refused refused, Map<String, String> headers) {
    assertThat(family.headers()).contains(refused.header());
    assertThat(refused.expected()).isNotEmpty();
    assertThat(refused.position())
        .as("%s in %s", refused, headers)
        .isBetween(0, headers.getOrDefault(refused.header(), "").length());
    assertThat(refused.message()).isPrintable().hasSizeLessThan(256);
  }
}
