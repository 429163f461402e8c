package dev.ichnos.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.model.Sampled;
import dev.ichnos.propagation.HeaderFamilies.Found;
import dev.ichnos.propagation.HeaderReading.Read;
import dev.ichnos.propagation.HeaderReading.Refused;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeaderFamiliesTest {
  private static final Map<String, String> MULTI =
      Map.of("X-B3-TraceId", "000000000000000a", "X-B3-SpanId", "000000000000000b");

  @Test
  void readAll_severalFamilies_areInOrderOfPrecedence() {
    List<Found> found =
        HeaderFamilies.readAll(
            HeaderLookup.of(
                Map.of(
                    "x-cloud-trace-context", "5f1d9a7c3b2e4680a1c3e5f708192a3b/1",
                    "X-B3-TraceId", "000000000000000a",
                    "X-B3-SpanId", "000000000000000b",
                    "b3", "1",
                    "traceparent", "00-5f1d9a7c3b2e4680a1c3e5f708192a3b-000000000000000c-01")));
    assertThat(found)
        .extracting(f -> f.family().id())
        .containsExactly("b3", "b3multi", "traceparent", "x-cloud-trace-context");
  }

  @Test
  void readAll_malformedFirst_doesNotHideTheOthers() {
    List<Found> found =
        HeaderFamilies.readAll(
            name -> name.equals("b3") ? "nonsense" : HeaderLookup.of(MULTI).get(name));
    assertThat(found.get(0).reading()).isInstanceOf(Refused.class);
    assertThat(found.get(1).reading())
        .isEqualTo(new Read(TraceContext.of(0, 10, 64, 11, Sampled.DEFERRED)));
  }

  @Test
  void readAll_noHeaders_isEmpty() {
    assertThat(HeaderFamilies.readAll(name -> null)).isEmpty();
  }

  @Test
  void byId_unknown_isEmpty() {
    assertThat(HeaderFamilies.byId("b4")).isEmpty();
  }

  @Test
  void lookup_names_areOfAnyCase() {
    assertThat(HeaderLookup.of(MULTI).get("x-b3-traceid")).isEqualTo("000000000000000a");
    assertThat(HeaderLookup.of("TraceParent", "v").get("traceparent")).isEqualTo("v");
    assertThat(HeaderLookup.of("TraceParent", "v").get("tracestate")).isNull();
  }

  @Test
  void refused_longValue_isCut() {
    Refused refused = new Refused("b3", "x".repeat(5000), 3, "y");
    assertThat(refused.value()).hasSize(Refused.MAX_VALUE);
    assertThat(refused.message()).endsWith("x...\" at 3: expected y");
  }

  @Test
  void refused_valueOfTheLongestLength_isWhole() {
    Refused refused = new Refused("b3", "x".repeat(Refused.MAX_VALUE), 3, "y");
    assertThat(refused.message()).contains("x\" at 3");
  }

  @Test
  void refused_message_isOnePrintableLine() {
    assertThat(new Refused("b3", "a\nb\u001b[31m\u0007", 1, "0, 1 or d").message())
        .isEqualTo("Malformed b3: \"a?b?[31m?\" at 1: expected 0, 1 or d");
  }
}
