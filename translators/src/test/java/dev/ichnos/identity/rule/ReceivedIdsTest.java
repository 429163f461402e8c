package dev.ichnos.identity.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.model.Attributes;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanFixtures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReceivedIdsTest {
  private static final Span SPAN = SpanFixtures.SERVER;

  @Test
  void ids_unchanged_areTheSpansOwn() {
    assertThat(ReceivedIds.traceIdHigh(SPAN)).isEqualTo(SPAN.traceIdHigh());
    assertThat(ReceivedIds.traceIdLow(SPAN)).isEqualTo(SPAN.traceIdLow());
    assertThat(ReceivedIds.spanId(SPAN)).isEqualTo(SPAN.spanId());
    assertThat(ReceivedIds.parentSpanId(SPAN)).isEqualTo(SPAN.parentSpanId());
  }

  @Test
  void ids_changed_areTheOriginals() {
    Span span =
        with(
            Attributes.builder()
                .put("ichnos.original_trace_id", "fedcba98765432100123456789abcdef")
                .put("ichnos.original_span_id", "00000000000000ab")
                .put("ichnos.original_parent_span_id", "ffffffffffffffff")
                .build());

    assertThat(ReceivedIds.traceIdHigh(span)).isEqualTo(0xfedcba9876543210L);
    assertThat(ReceivedIds.traceIdLow(span)).isEqualTo(0x0123456789abcdefL);
    assertThat(ReceivedIds.spanId(span)).isEqualTo(0xab);
    assertThat(ReceivedIds.parentSpanId(span)).isEqualTo(-1);
  }

  @Test
  void traceId_narrowOriginal_hasNoUpperHalf() {
    Span span = with(Attributes.of("ichnos.original_trace_id", "0123456789abcdef"));

    assertThat(ReceivedIds.traceIdHigh(span)).isZero();
    assertThat(ReceivedIds.traceIdLow(span)).isEqualTo(0x0123456789abcdefL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "0123456789ABCDEF", "0123456789abcdeg", "0123456789abcde:"})
  void ids_malformedOriginal_areTheSpansOwn(String original) {
    Span span =
        with(
            Attributes.builder()
                .put("ichnos.original_trace_id", original)
                .put("ichnos.original_span_id", original)
                .build());

    assertThat(ReceivedIds.traceIdHigh(span)).isEqualTo(SPAN.traceIdHigh());
    assertThat(ReceivedIds.traceIdLow(span)).isEqualTo(SPAN.traceIdLow());
    assertThat(ReceivedIds.spanId(span)).isEqualTo(SPAN.spanId());
  }

  @ParameterizedTest
  @CsvSource({
    "1, 2, 1, 2, true",
    "0, 2, 1, 2, true",
    "1, 2, 0, 2, true",
    "1, 2, 3, 2, false",
    "1, 2, 1, 3, false",
    "0, 2, 0, 3, false"
  })
  void sameTrace(long high, long low, long otherHigh, long otherLow, boolean same) {
    assertThat(ReceivedIds.sameTrace(high, low, otherHigh, otherLow)).isEqualTo(same);
  }

  private static Span with(Attributes attributes) {
    return SPAN.toBuilder().attributes(attributes).build();
  }
}
