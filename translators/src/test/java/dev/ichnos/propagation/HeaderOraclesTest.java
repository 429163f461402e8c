package dev.ichnos.propagation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.ichnos.model.Sampled;
import dev.ichnos.propagation.HeaderReading.Read;
import dev.ichnos.propagation.HeaderReading.Refused;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.extension.trace.propagation.B3Propagator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Other libraries read the same headers. Each disagreement is one of the listed differences, and
 * each listed difference happens; docs/reference/headers.md tells them.
 */
class HeaderOraclesTest {
  private static final int ROUNDS = 30_000;

  private static final Difference READ_LENIENTLY =
      new Difference("we read, and say that it was lenient", Case::lenient);
  private static final Difference BLANKS =
      new Difference(
          "blanks around a value do not count for us",
          c -> c.anyValue(value -> !value.equals(Ascii.trimmed(value))));
  private static final Difference EMPTY_IS_ABSENT =
      new Difference(
          "an empty value is an absent header for us",
          c -> c.anyValue(value -> Ascii.trimmed(value).isEmpty()));
  private static final Difference DECISION_OF_BAD_IDS =
      new Difference(
          "they take the decision next to ids that are no ids",
          c -> c.refused() && c.theirs().filter(t -> !t.hasTraceId()).isPresent());
  private static final Difference HALF_OF_ZEROS =
      new Difference(
          "they refuse a trace id with a half of zeros",
          c -> c.theirs().isEmpty() && c.hasHalfOfZeros());
  private static final Difference OPTION_WITHOUT_SPAN =
      new Difference(
          "they refuse an option right behind the trace id",
          c -> c.theirs().isEmpty() && c.anyValue(value -> value.indexOf(";o=") == 32));
  private static final Difference ONLY_THE_BEGINNING =
      new Difference(
          "they read ids in front of what is malformed",
          c -> c.refused() && c.theirs().filter(TraceContext::hasTraceId).isPresent());
  private static final Difference STATE_AS_IT_CAME =
      new Difference(
          "we keep tracestate as it came, with blanks and repeated keys",
          Case::sameButForTraceState);

  @Test
  void b3_asBraveReadsIt() {
    agree(HeaderFamilies.B3, Oracles::braveB3, Optional::of, READ_LENIENTLY, BLANKS);
  }

  @Test
  void b3Multi_asBraveReadsIt() {
    agree(
        HeaderFamilies.B3_MULTI,
        Oracles::braveB3,
        Optional::of,
        READ_LENIENTLY,
        BLANKS,
        EMPTY_IS_ABSENT,
        DECISION_OF_BAD_IDS);
  }

  @Test
  void b3_asOpenTelemetryReadsIt() {
    agree(
        HeaderFamilies.B3,
        headers -> Oracles.otel(B3Propagator.injectingSingleHeader(), headers),
        HeaderOraclesTest::asSpanContext,
        READ_LENIENTLY,
        BLANKS,
        ONLY_THE_BEGINNING);
  }

  @Test
  void b3Multi_asOpenTelemetryReadsIt() {
    agree(
        HeaderFamilies.B3_MULTI,
        headers -> Oracles.otel(B3Propagator.injectingSingleHeader(), headers),
        HeaderOraclesTest::asSpanContext,
        READ_LENIENTLY,
        BLANKS,
        ONLY_THE_BEGINNING);
  }

  @Test
  void traceparent_asOpenTelemetryReadsIt() {
    agree(
        HeaderFamilies.TRACEPARENT,
        headers -> Oracles.otel(W3CTraceContextPropagator.getInstance(), headers),
        Optional::of,
        READ_LENIENTLY,
        BLANKS,
        STATE_AS_IT_CAME);
  }

  @Test
  void cloudTrace_asZipkinGcpReadsIt() {
    agree(
        HeaderFamilies.CLOUD_TRACE,
        HeaderOraclesTest::stackdriverOrNone,
        Optional::of,
        READ_LENIENTLY,
        BLANKS,
        HALF_OF_ZEROS,
        OPTION_WITHOUT_SPAN,
        ONLY_THE_BEGINNING);
  }

  /** It throws for a span that is no number; a request would fail with that. */
  private static Optional<TraceContext> stackdriverOrNone(Map<String, String> headers) {
    try {
      return Oracles.stackdriver(headers);
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  /** What OpenTelemetry can hold of B3: both ids, and a yes or no. */
  private static Optional<TraceContext> asSpanContext(TraceContext context) {
    if (!context.hasSpan()) {
      return Optional.empty();
    }
    return Optional.of(
        TraceContext.of(
            context.traceIdHigh(),
            context.traceIdLow(),
            context.traceIdBits(),
            context.spanId(),
            context.sampled() == Sampled.SAMPLED ? Sampled.SAMPLED : Sampled.NOT_SAMPLED));
  }

  private static void agree(
      HeaderFamily family,
      Function<Map<String, String>, Optional<TraceContext>> oracle,
      Function<TraceContext, Optional<TraceContext>> theirView,
      Difference... differences) {
    RandomHeaders random = new RandomHeaders(family, 11);
    List<Difference> notSeen = new ArrayList<>(List.of(differences));
    int agreed = 0;
    for (int i = 0; i < ROUNDS; i++) {
      Map<String, String> headers = i % 2 == 0 ? random.good() : random.nearlyGood();
      HeaderReading reading = family.read(HeaderLookup.of(headers));
      Optional<TraceContext> ours =
          reading instanceof Read read ? theirView.apply(read.context()) : Optional.empty();
      Optional<TraceContext> theirs = oracle.apply(headers).map(TraceContexts::wide);
      if (ours.map(TraceContexts::wide).equals(theirs)) {
        agreed++;
        continue;
      }
      Case disagreement = new Case(headers, reading, theirs);
      Optional<Difference> listed =
          Stream.of(differences).filter(d -> d.explains().test(disagreement)).findFirst();
      if (listed.isEmpty()) {
        fail("not listed: %s%nours %s%ntheirs %s", headers, reading, theirs);
      }
      notSeen.remove(listed.get());
    }
    assertThat(agreed).isGreaterThan(ROUNDS / 4);
    assertThat(notSeen).as("differences that never happen").isEmpty();
  }

  /**
   * One way in which an oracle reads otherwise.
   *
   * @param name what it is, for whoever reads a failure
   * @param explains whether a disagreement is of this kind
   */
  private record Difference(String name, Predicate<Case> explains) {}

  /** Headers on which an oracle and we disagree. */
  private record Case(
      Map<String, String> headers, HeaderReading reading, Optional<TraceContext> theirs) {
    boolean refused() {
      return reading instanceof Refused;
    }

    boolean lenient() {
      return reading instanceof Read read && !read.leniencies().isEmpty();
    }

    boolean anyValue(Predicate<String> test) {
      return headers.values().stream().anyMatch(test);
    }

    boolean hasHalfOfZeros() {
      return reading instanceof Read read
          && (read.context().traceIdHigh() == 0 || read.context().traceIdLow() == 0);
    }

    boolean sameButForTraceState() {
      return reading instanceof Read read
          && theirs.isPresent()
          && withoutState(read.context()).equals(withoutState(theirs.get()));
    }

    private static TraceContext withoutState(TraceContext context) {
      return context.withW3c(context.randomTraceId(), "");
    }
  }
}
