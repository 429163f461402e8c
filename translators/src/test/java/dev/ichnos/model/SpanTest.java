package dev.ichnos.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpanTest {
  @Test
  void withResource_allElseStays() {
    Span span = everything();

    Span other = span.withResource(SpanFixtures.DETAILS);

    assertThat(other).isEqualTo(span.toBuilder().resource(SpanFixtures.DETAILS).build());
    assertThat(other.resource()).isSameAs(SpanFixtures.DETAILS);
    assertThat(other.withResource(span.resource())).isEqualTo(span);
  }

  @Test
  void clear_usedBuilder_isAsNew() {
    Span.Builder builder = everything().toBuilder();
    Span before = builder.build();

    assertThat(builder.clear().build()).isEqualTo(Span.builder().build());
    assertThat(before).isEqualTo(everything());
  }

  @Test
  void from_usedBuilder_isAsTheSpansOwn() {
    Span.Builder builder = Span.builder().name("before").spanId(7).links(everything().links());

    assertThat(builder.from(everything()).build()).isEqualTo(everything());
    assertThat(builder.from(Span.builder().build()).build()).isEqualTo(Span.builder().build());
  }

  private static Span everything() {
    return SpanFixtures.EVERYTHING.toBuilder()
        .startAbsent(true)
        .endAbsent(true)
        .debug(true)
        .shared(true)
        .sampled(Sampled.SAMPLED)
        .build();
  }
}
