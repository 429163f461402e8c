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
    "/v2/projects//traces:batchWrite, false",
    "/v2/projects/p/q/traces:batchWrite, false",
    "/v2/projects/traces:batchWrite, false",
    "/v2/projects/p/traces, false"
  })
  void template_takesOneSegmentEach(String path, boolean taken) {
    assertThat(Paths.template("/v2/projects/{}/traces:batchWrite").test(path)).isEqualTo(taken);
  }

  /** A form is a path, or an asterisk and how paths end, or a template. */
  @ParameterizedTest
  @CsvSource({
    "/a, /a, /a",
    "/a, /b,",
    "/a, /ab,",
    "/x/api, */api, /x/api",
    "/x/apis, */api,",
    "*/api/v2/spans, *spans, /api/v2/spans",
    "*/api/v2/spans, */api/v1/spans,",
    "/v2/{}/spans, /v2/p/spans, /v2/p/spans",
    "/v2/{}/spans, /v2/p/q/spans,",
    "/v2/{}/spans, /v2//spans,",
    "/v2/{}/spans, *ns, /v2/x/spans",
    "/v2/{}/spans, */api/spans, /v2/api/spans",
    "/v2/{}/spans, */api/v2/spans,",
    "/v2/p/{}, *spans, /v2/p/spans",
    "/v2/p/{}, */spans, /v2/p/spans",
    "/{}/b, /a/{}, /a/b",
    "/{}/b, /a/{}/c,",
    "/{}, /{}/{},",
    "/{}x, /y{}, /yx"
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
    return text.startsWith("*")
        ? Paths.endingIn(text.substring(1))
        : text.contains("{}") ? Paths.template(text) : Paths.exactly(text);
  }
}
