package dev.ichnos.collector.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
  private static final int BATCH = 5;
  private final SpanIds ids = new SpanIds(9);
  private final Sent sent = new Sent(BATCH);
  private final Arrivals arrivals = new Arrivals(ids, BATCH, sent);

  @Test
  void report_everySpanOnce_isFaultless() {
    accept(0, 1, 2);
    arrive(0, 15);

    SinkReport report = arrivals.report("sink");
    assertThat(report.arrived()).isEqualTo(15);
    assertThat(report.lost() + report.duplicated() + report.foreign()).isZero();
  }

  @Test
  void report_missingSpans_areLost() {
    accept(0, 1, 2);
    arrive(0, 4);
    arrive(6, 13);

    assertThat(arrivals.report("sink").lost()).isEqualTo(4);
  }

  @Test
  void report_spanThatCameThrice_isDuplicatedTwice() {
    accept(0);
    arrive(0, 5);
    arrive(2, 3);
    arrive(2, 3);

    assertThat(arrivals.report("sink").duplicated()).isEqualTo(2);
    assertThat(arrivals.count()).isEqualTo(5);
  }

  @Test
  void report_refusedMessage_isNotLost() {
    accept(0);
    sent.sending(1, 1);
    sent.answered(1, Answer.refused("503"), 1);
    arrive(0, 5);

    assertThat(arrivals.report("sink").lost()).isZero();
    assertThat(sent.refusedSpans()).containsEntry("503", 5L);
    assertThat(sent.acceptedSpans()).isEqualTo(5);
  }

  @Test
  void report_messageWithoutAnswer_mayHaveArrived() {
    sent.sending(0, 1);
    sent.unanswered(new IOException("reset"));
    arrive(0, 3);

    SinkReport report = arrivals.report("sink");
    assertThat(report.refusedButArrived()).isEqualTo(3);
    assertThat(report.lost()).isZero();
    assertThat(sent.firstFault()).isEqualTo("reset");
  }

  @Test
  void add_idsOfNobody_areForeign() {
    accept(0);
    arrivals.add(new SpanIds(0x5851f42d4c957f2dL).id(3));
    arrivals.add(ids.id(5)); // the next message, which was not sent
    arrivals.add(0);

    assertThat(arrivals.report("sink").foreign()).isEqualTo(3);
    assertThat(arrivals.total()).isEqualTo(3);
  }

  @Test
  void answered_partialSuccess_isRefusedInPart() {
    sent.sending(0, 1);
    sent.answered(0, new Answer(true, "OK", 2), 1);

    assertThat(sent.acceptedSpans()).isEqualTo(3);
    assertThat(sent.refusedSpans()).containsEntry("partial_success", 2L);
  }

  private void accept(long... messages) {
    for (long message : messages) {
      sent.sending(message, 1);
      sent.answered(message, Answer.accepted("202"), 1);
    }
  }

  private void arrive(long from, long to) {
    for (long number = from; number < to; number++) {
      arrivals.add(ids.id(number));
    }
  }
}
