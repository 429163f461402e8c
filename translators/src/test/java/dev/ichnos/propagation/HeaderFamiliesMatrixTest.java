package dev.ichnos.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.model.Sampled;
import dev.ichnos.propagation.HeaderReading.Read;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every family that is registered takes part in all of this by itself. */
class HeaderFamiliesMatrixTest {
  private static final List<TraceContext> CONTEXTS = TraceContexts.all();

  static List<HeaderFamily> families() {
    return HeaderFamilies.all();
  }

  static Stream<Arguments> orderedPairs() {
    return families().stream()
        .flatMap(from -> families().stream().map(to -> Arguments.of(from.id(), to.id(), from, to)));
  }

  @ParameterizedTest(name = "{0} to {1}")
  @MethodSource("orderedPairs")
  void pair_roundTrip_losesWhatIsSaidAndNoMore(
      String fromId, String toId, HeaderFamily from, HeaderFamily to) {
    for (TraceContext original : CONTEXTS) {
      TraceContext first = throughFamily(from, original);
      throughFamily(to, first);
    }
  }

  @ParameterizedTest
  @MethodSource("families")
  void write_losses_areAllDeclaredAndEachHappens(HeaderFamily family) {
    Set<Loss> happened = EnumSet.noneOf(Loss.class);
    for (TraceContext context : CONTEXTS) {
      happened.addAll(family.write(context).losses());
    }
    assertThat(happened).as(family.id()).isEqualTo(family.cannotSay());
  }

  @ParameterizedTest
  @MethodSource("families")
  void write_headers_areTheFamilysInItsOrder(HeaderFamily family) {
    for (TraceContext context : CONTEXTS) {
      Set<String> written = family.write(context).headers().keySet();
      List<String> inOrder = new ArrayList<>(family.headers());
      inOrder.retainAll(written);
      assertThat(written).as(family.id()).containsExactlyElementsOf(inOrder);
    }
  }

  @Test
  void all_ids_areUniqueAndFound() {
    assertThat(families()).extracting(HeaderFamily::id).doesNotHaveDuplicates();
    assertThat(families())
        .allSatisfy(family -> assertThat(HeaderFamilies.byId(family.id())).contains(family));
  }

  @Test
  void all_headers_belongToOneFamilyEach() {
    assertThat(families().stream().flatMap(family -> family.headers().stream()))
        .doesNotHaveDuplicates()
        .allSatisfy(name -> assertThat(name).isLowerCase());
  }

  /** Writes and reads, checks that only what is said was lost, and returns what was read. */
  private static TraceContext throughFamily(HeaderFamily family, TraceContext context) {
    HeaderWriting written = family.write(context);
    TraceContext expected = TraceContexts.after(context, written.losses());
    HeaderReading reading = family.read(HeaderLookup.of(written.headers()));
    String what = family.id() + " of " + context + " as " + written;
    if (written.headers().isEmpty()) {
      assertThat(reading).as(what).isEqualTo(HeaderReading.ABSENT);
      assertThat(expected).as(what).isEqualTo(TraceContext.decision(Sampled.DEFERRED, false));
      return expected;
    }
    assertThat(reading).as(what).isInstanceOf(Read.class);
    Read read = (Read) reading;
    assertThat(read.leniencies()).as(what).isEmpty();
    if (written.losses().contains(Loss.TRACE_ID_WIDTH)) {
      assertThat(TraceContexts.wide(read.context()))
          .as(what)
          .isEqualTo(TraceContexts.wide(expected));
    } else {
      assertThat(read.context()).as(what).isEqualTo(expected);
    }
    return read.context();
  }
}
