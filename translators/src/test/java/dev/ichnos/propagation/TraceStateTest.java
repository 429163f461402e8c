package dev.ichnos.propagation;

import static dev.ichnos.propagation.Readings.exact;
import static dev.ichnos.propagation.Readings.lenient;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceStateTest {
  private static final String GOOD = "00-5f1d9a7c3b2e4680a1c3e5f708192a3b-2b4d6f80917a3c5e-01";

  @Test
  void read_tracestate_isKeptAsItCame() {
    assertThat(exact(read(GOOD, "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE")).traceState())
        .isEqualTo("rojo=00f067aa0ba902b7,congo=t61rcWkgMzE");
    assertThat(exact(read(GOOD, " a=1 , ,, b=2\t")).traceState()).isEqualTo("a=1 , ,, b=2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ",", " , ,\t"})
  void read_tracestateWithoutMembers_isNone(String state) {
    assertThat(exact(read(GOOD, state))).isEqualTo(TraceContexts.full());
  }

  @Test
  void read_combinedTracestateFields_areJoined() {
    Map<String, String> twoFields = new LinkedHashMap<>();
    twoFields.put("traceparent", GOOD);
    twoFields.put("tracestate", "a=1");
    twoFields.put("TraceState", "b=2");
    assertThat(exact(HeaderFamilies.TRACEPARENT.read(HeaderLookup.of(twoFields))).traceState())
        .isEqualTo("a=1,b=2");
  }

  @Test
  void read_32Members_areGood() {
    String state = members(32);
    assertThat(exact(read(GOOD, state)).traceState()).isEqualTo(state);
  }

  @Test
  void read_33Members_areLeftOutAndTheIdsStay() {
    badState(members(33));
  }

  @Test
  void read_longestKeyAndValue_areGood() {
    String state = "k".repeat(256) + "=" + "v".repeat(256);
    assertThat(exact(read(GOOD, state)).traceState()).isEqualTo(state);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=1", "0a=1", "tenant@vendor=1", "a_-*/@9=1", "a= b", "a=!~"})
  void read_memberInForm_isKept(String state) {
    assertThat(exact(read(GOOD, state)).traceState()).isEqualTo(state);
  }

  @Test
  void read_memberWithoutEqualsSign_isLeftOut() {
    badState("a=1,b");
  }

  @Test
  void read_memberWithoutKey_isLeftOut() {
    badState("=1");
  }

  @Test
  void read_memberWithoutValue_isLeftOut() {
    badState("a=");
  }

  @Test
  void read_secondEqualsSign_isLeftOut() {
    badState("a=1=2");
  }

  @Test
  void read_upperCaseKey_isLeftOut() {
    badState("A=1");
  }

  @Test
  void read_keyThatStartsWithASign_isLeftOut() {
    badState("_a=1");
  }

  @Test
  void read_blankInKey_isLeftOut() {
    badState("a b=1");
    badState("a =1");
  }

  @Test
  void read_keyOf257_isLeftOut() {
    badState("k".repeat(257) + "=1");
  }

  @Test
  void read_valueOf257_isLeftOut() {
    badState("k=" + "v".repeat(257));
  }

  @Test
  void read_valueThatIsNotPrintable_isLeftOut() {
    badState("a=\u0007");
    badState("a=é");
    badState("a=b\tc");
  }

  @Test
  void read_tracestateBeyondAnyLength_isLeftOut() {
    badState("a=1" + ",".repeat(40_000));
  }

  private static String members(int count) {
    return IntStream.range(0, count).mapToObj(i -> "k" + i + "=v").collect(Collectors.joining(","));
  }

  private static void badState(String state) {
    assertThat(lenient(read(GOOD, state), Leniency.BAD_TRACE_STATE))
        .isEqualTo(TraceContexts.full());
  }

  private static HeaderReading read(String parent, String state) {
    return Readings.reading(HeaderFamilies.TRACEPARENT, "traceparent", parent, "tracestate", state);
  }
}
