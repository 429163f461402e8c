package dev.ichnos.collector.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathsTest {
  private static final Paths ZIPKIN =
      Paths.endingIn("/api/v2/spans").and(Paths.exactly(List.of("/spans", "/*")));

  @ParameterizedTest
  @CsvSource({
    "/api/v2/spans, true",
    "/tenant/api/v2/spans, true",
    "/spans, true",
    "/*, true",
    "/x, false",
    "/spans/, false",
    "/api/v2/span, false",
    "'', false"
  })
  void test_takesWhatItSays(String path, boolean taken) {
    assertThat(ZIPKIN.test(path)).isEqualTo(taken);
  }

  @ParameterizedTest
  @CsvSource({
    "/v2/projects/p/traces:batchWrite, true",
    "/v2/projects//traces:batchWrite, true",
    "/v2/projects/traces:batchWrite, false",
    "/v2/projects/p/traces, false"
  })
  void between_doesNotLetThePartsOverlap(String path, boolean taken) {
    assertThat(Paths.between("/v2/projects/", "/traces:batchWrite").test(path)).isEqualTo(taken);
  }

  /** A form is a path, or with an asterisk how one begins and ends. */
  @ParameterizedTest
  @CsvSource({
    "/a, /a, /a",
    "/a, /b,",
    "/x/api, */api, /x/api",
    "/x/apis, */api,",
    "*/api/v2/spans, *spans, /api/v2/spans",
    "*/api/v2/spans, */api/v1/spans,",
    "/a*c, /ab*bc, /abbc",
    "/a*, *z, /az",
    "/a*, /b*,",
    "/a*x, /a*y,"
  })
  void shared_findsAPathThatBothTake(String one, String two, String path) {
    assertThat(form(one).shared(form(two))).isEqualTo(Optional.ofNullable(path));
    assertThat(form(two).shared(form(one))).isEqualTo(Optional.ofNullable(path));
    if (path != null) {
      assertThat(form(one).test(path) && form(two).test(path)).isTrue();
    }
  }

  @Test
  void shared_ofAnyOtherPredicate_asksForExamples() {
    assertThat(ZIPKIN.shared("/spans"::equals)).contains("/spans");
    assertThat(ZIPKIN.shared("/tenant/api/v2/spans"::equals)).isEmpty();
  }

  private static Paths form(String text) {
    int star = text.indexOf('*');
    return star < 0
        ? Paths.exactly(text)
        : Paths.between(text.substring(0, star), text.substring(star + 1));
  }
}
