package dev.ichnos.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpanTest {
  @Test
  void withResource_allElseStays() {
    Span span =
        SpanFixtures.EVERYTHING.toBuilder()
            .startAbsent(true)
            .endAbsent(true)
            .debug(true)
            .shared(true)
            .sampled(Sampled.SAMPLED)
            .build();

    Span other = span.withResource(SpanFixtures.DETAILS);

    assertThat(other).isEqualTo(span.toBuilder().resource(SpanFixtures.DETAILS).build());
    assertThat(other.resource()).isSameAs(SpanFixtures.DETAILS);
    assertThat(other.withResource(span.resource())).isEqualTo(span);
  }
}
