package dev.ichnos.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.ichnos.identity.ids.SharedSpanSplit;
import dev.ichnos.identity.rule.RuleId;
import dev.ichnos.identity.rule.RuleObserver;
import dev.ichnos.identity.who.PodDirectory;
import dev.ichnos.model.Event;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import dev.ichnos.model.SpanFixtures;
import dev.ichnos.model.SpanKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IdentityTest {
  private static final long START = SpanFixtures.START;
  private static final Span SHARED =
      SpanFixtures.SERVER.toBuilder().spanId(0x0abcL).parentSpanId(0x77L).shared(true).build();

  private static final long HALF_ID = SharedSpanSplit.split(SHARED).spanId();

  private final Map<String, Integer> counts = new LinkedHashMap<>();

  @Test
  void apply_nothingToChange_sameInstance() {
    SpanBatch batch = SpanFixtures.batch(SpanFixtures.CLIENT, SpanFixtures.SERVER);

    assertThat(apply(batch)).isSameAs(batch);
    assertThat(counts).isEmpty();
  }

  @Test
  void apply_rulesOff_sameInstance() {
    Span all = SHARED.toBuilder().parentSpanId(SHARED.spanId()).startEpochNanos(0).build();
    SpanBatch batch = SpanFixtures.batch(all);

    assertThat(
            new Identity(IdentitySettings.of(Set.of()), PodDirectory.NONE)
                .apply(batch, counts::put))
        .isSameAs(batch);
    assertThat(counts).isEmpty();
  }

  @Test
  void apply_everyRule_countedBySpansAndIdempotent() {
    Span all = SHARED.toBuilder().parentSpanId(SHARED.spanId()).startEpochNanos(0).build();
    SpanBatch batch = SpanFixtures.batch(SHARED, SpanFixtures.CLIENT, all);

    SpanBatch once = apply(batch);

    assertThat(counts)
        .containsExactly(
            entry("parent_is_self", 1), entry("shared_span_split", 2), entry("absent_times", 1));
    assertThat(once.spans().get(1)).isSameAs(SpanFixtures.CLIENT);
    assertThat(apply(once)).isSameAs(once);
  }

  @Test
  void sharedSpanSplit_serverHalf_newIdUnderClientHalf() {
    Span half = only(SHARED);

    assertThat(half)
        .isEqualTo(
            SHARED.toBuilder()
                .spanId(HALF_ID)
                .parentSpanId(0x0abcL)
                .attributes(
                    SHARED.attributes().toBuilder()
                        .put("ichnos.original_span_id", "0000000000000abc")
                        .put("ichnos.original_parent_span_id", "0000000000000077")
                        .build())
                .build());
    assertThat(half.shared()).isTrue();
  }

  @Test
  void sharedSpanSplit_root_noOriginalParent() {
    Span half = only(SHARED.toBuilder().parentSpanId(0).build());

    assertThat(half.parentSpanId()).isEqualTo(0x0abcL);
    assertThat(half.attributes().contains("ichnos.original_parent_span_id")).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"CLIENT", "PRODUCER"})
  void sharedSpanSplit_callingSide_untouched(SpanKind kind) {
    Span span = SHARED.toBuilder().kind(kind).build();

    assertThat(only(span)).isSameAs(span);
  }

  @Test
  void sharedSpanSplit_twoInstances_twoIds() {
    Span other =
        SHARED.toBuilder()
            .attributes(
                SHARED.attributes().toBuilder().put("network.local.address", "10.4.1.8").build())
            .build();

    assertThat(only(other).spanId()).isNotEqualTo(only(SHARED).spanId());
  }

  @Test
  void parentIsSelf_becomesRoot() {
    Span span = only(SpanFixtures.CLIENT.toBuilder().parentSpanId(0x48485a3953bb6124L).build());

    assertThat(span.parentSpanId()).isZero();
    assertThat(span.attributes().string("ichnos.original_parent_span_id"))
        .isEqualTo("48485a3953bb6124");
  }

  @Test
  void absentTimes_nothingKnown_received() {
    Span span = only(timed(0, 0));

    assertTimes(span, START, START, "start,end");
    assertThat(span.startAbsent()).isTrue();
    assertThat(span.endAbsent()).isTrue();
  }

  @Test
  void absentTimes_endAbsent_startOrLatestEvent() {
    assertTimes(only(timed(START, 0)), START, START, "end");
    assertTimes(only(timed(START, 0, START + 9, START + 3)), START, START + 9, "end");
    assertTimes(only(timed(START, 0, START - 9)), START, START, "end");
    assertThat(only(timed(START, 0)).startAbsent()).isFalse();
  }

  @Test
  void absentTimes_startAbsent_earliestEventOrEnd() {
    assertTimes(only(timed(0, START)), START, START, "start");
    assertTimes(only(timed(0, START, START - 5, START - 7, 0)), START - 7, START, "start");
    assertTimes(only(timed(0, START, START + 7)), START, START, "start");
    assertTimes(only(timed(0, 0, START - 7, START - 2)), START - 7, START - 2, "start,end");
  }

  @Test
  void absentTimes_loneDuration_used() {
    Span span = timed(0, 0);
    span =
        span.toBuilder()
            .attributes(span.attributes().toBuilder().put("zipkin.duration_nanos", 5000L).build())
            .build();

    assertTimes(only(span), START - 5000, START, "start,end");
    Span withEvent = span.toBuilder().events(List.of(Event.of(START - 9000, "e"))).build();
    assertTimes(only(withEvent), START - 9000, START - 4000, "start,end");
  }

  @Test
  void absentTimes_noReceivedTime_untouched() {
    Identity identity = new Identity(IdentitySettings.of(RuleId.IDS_AND_TIMES), PodDirectory.NONE);
    SpanBatch batch =
        new SpanBatch(
            List.of(timed(0, 0)),
            new dev.ichnos.model.Origin("test", SpanFixtures.TEST_FORMAT, "", 0, Map.of()));

    assertThat(identity.apply(batch, RuleObserver.NONE)).isSameAs(batch);
  }

  private static Span timed(long start, long end, long... events) {
    return SpanFixtures.CLIENT.toBuilder()
        .startEpochNanos(start)
        .startAbsent(start == 0)
        .endEpochNanos(end)
        .endAbsent(end == 0)
        .events(java.util.Arrays.stream(events).mapToObj(time -> Event.of(time, "e")).toList())
        .build();
  }

  private static void assertTimes(Span span, long start, long end, String absent) {
    assertThat(span.startEpochNanos()).isEqualTo(start);
    assertThat(span.endEpochNanos()).isEqualTo(end);
    assertThat(span.attributes().string("ichnos.absent_time")).isEqualTo(absent);
  }

  private Span only(Span span) {
    return apply(SpanFixtures.batch(span)).spans().get(0);
  }

  private SpanBatch apply(SpanBatch batch) {
    return new Identity(IdentitySettings.of(RuleId.IDS_AND_TIMES), PodDirectory.NONE)
        .apply(batch, counts::put);
  }
}
