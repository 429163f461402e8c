package dev.ichnos.collector.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.DropReason;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.SpanDecoder;
import dev.ichnos.codec.SpanSink;
import dev.ichnos.codec.otlp.Frames;
import dev.ichnos.codec.otlp.OtlpFramesDecoder;
import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.MetadataConfig;
import dev.ichnos.collector.testing.RecordingConsumer;
import dev.ichnos.model.EncodedSpans;
import dev.ichnos.model.Format;
import dev.ichnos.model.SpanFixtures;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReceptionTest {
  @Test
  void limits_ofSpans_followTheHeap() {
    assertThat(Reception.limits(96L << 20).maxSpans()).isEqualTo(24_576);
    assertThat(Reception.limits(1L << 20).maxSpans()).isEqualTo(16_384);
    assertThat(Reception.limits(64L << 30)).isEqualTo(DecodeLimits.DEFAULT);
  }

  private final RecordingConsumer consumer = new RecordingConsumer();
  private final Metrics metrics = new Metrics();
  private final Reception reception =
      new Reception(
          "zipkin/a", MetadataConfig.defaults(), consumer, DecodeLimits.DEFAULT, metrics, () -> 42);

  @Test
  void accept_goodSpans_carryTheirOrigin() {
    ReceptionResult result = accept(out -> out.span(SpanFixtures.CLIENT));

    assertThat(result).isEqualTo(new ReceptionResult.Taken(1, 0, ""));
    var origin = consumer.batches().get(0).origin();
    assertThat(origin.receiver()).isEqualTo("zipkin/a");
    assertThat(origin.format()).isEqualTo(SpanFixtures.TEST_FORMAT);
    assertThat(origin.peer()).isEqualTo("10.0.0.9");
    assertThat(origin.receivedEpochNanos()).isEqualTo(42);
  }

  @Test
  void accept_framesAlone_handsOnTheBytes() {
    byte[] message = Frames.bytes(Frames.encoded(SpanFixtures.CLIENT, SpanFixtures.SERVER));

    ReceptionResult result =
        reception
            .accept(new OtlpFramesDecoder(), ByteBuffer.wrap(message), "10.0.0.9", name -> "")
            .toCompletableFuture()
            .join();

    assertThat(result).isEqualTo(new ReceptionResult.Taken(2, 0, ""));
    assertThat(consumer.batches().get(0).spans())
        .isInstanceOfSatisfying(
            EncodedSpans.class, spans -> assertThat(Frames.bytes(spans)).isEqualTo(message));
  }

  @Test
  void accept_badAmongGood_countsDroppedAndTellsTheFirst() {
    ReceptionResult result =
        accept(
            out -> {
              out.dropped(2, DropReason.INVALID_SPAN_ID, "span 1: no id");
              out.span(SpanFixtures.CLIENT);
              out.dropped(1, DropReason.MALFORMED_SPAN, "span 3: odd");
              out.mended(MendReason.TIME);
              out.mended(MendReason.TIME);
            });

    assertThat(result).isEqualTo(new ReceptionResult.Taken(1, 3, "span 1: no id"));
    assertThat(count("ichnos_receiver_dropped_spans", "invalid_span_id")).isEqualTo(2);
    assertThat(count("ichnos_receiver_dropped_spans", "malformed_span")).isEqualTo(1);
    assertThat(count("ichnos_receiver_mended_fields", "time")).isEqualTo(2);
  }

  @Test
  void decode_decoderThrows_countsTheMessageAndLetsTheExceptionPass() {
    assertThatThrownBy(
            () ->
                accept(
                    out -> {
                      throw new IllegalStateException("bug");
                    }))
        .hasMessage("bug");

    assertThat(count("ichnos_receiver_refused_messages", "internal_error")).isEqualTo(1);
  }

  @Test
  void refuse_countsTheMessage() {
    reception.refuse("too_large");

    assertThat(count("ichnos_receiver_refused_messages", "too_large")).isEqualTo(1);
  }

  @Test
  void accept_onlyBadSpans_countsRefusedAndOffersNothing() {
    ReceptionResult result =
        accept(out -> out.dropped(1, DropReason.INVALID_SPAN_ID, "span 1: no id"));

    assertThat(result).isEqualTo(new ReceptionResult.Taken(0, 1, "span 1: no id"));
    assertThat(consumer.batches()).isEmpty();
    assertThat(count("ichnos_receiver_refused_spans", "invalid_span_id")).isEqualTo(1);
    assertThat(count("ichnos_receiver_dropped_spans", "invalid_span_id")).isZero();
  }

  @Test
  void accept_malformedMessage_forgetsWhatWasFoundBefore() {
    ReceptionResult result =
        accept(
            out -> {
              out.span(SpanFixtures.CLIENT);
              out.dropped(1, DropReason.INVALID_SPAN_ID, "span 2: no id");
              throw new DecodeException(SpanFixtures.TEST_FORMAT, "byte 7: cut short");
            });

    assertThat(result)
        .isEqualTo(new ReceptionResult.Malformed("Malformed TEST: byte 7: cut short"));
    assertThat(consumer.batches()).isEmpty();
    assertThat(count("ichnos_receiver_refused_messages", "malformed")).isEqualTo(1);
  }

  @Test
  void accept_consumerBusy_isBusyAndCountsBadSpansAsRefused() {
    consumer.answer(new ConsumeResult.Retryable(Duration.ofMillis(1), "full"));

    ReceptionResult result =
        accept(
            out -> {
              out.span(SpanFixtures.CLIENT);
              out.dropped(1, DropReason.INVALID_SPAN_ID, "span 2: no id");
            });

    assertThat(result).isEqualTo(new ReceptionResult.Busy(Duration.ofMillis(1), "full"));
    assertThat(((ReceptionResult.Busy) result).afterSeconds()).isEqualTo(1);
    assertThat(count("ichnos_receiver_refused_spans", "invalid_span_id")).isEqualTo(1);
  }

  @Test
  void accept_consumerTakesSome_addsUpWhatIsRejected() {
    consumer.answer(new ConsumeResult.Partial(1, "too large"));

    ReceptionResult result =
        accept(
            out -> {
              out.span(SpanFixtures.CLIENT);
              out.span(SpanFixtures.SERVER);
              out.dropped(1, DropReason.INVALID_SPAN_ID, "span 3: no id");
            });

    assertThat(result).isEqualTo(new ReceptionResult.Taken(1, 2, "span 3: no id; too large"));
  }

  @Test
  void accept_consumerRefuses_isRefused() {
    consumer.answer(new ConsumeResult.Permanent("never"));

    assertThat(accept(out -> out.span(SpanFixtures.CLIENT)))
        .isEqualTo(new ReceptionResult.Refused("never"));
  }

  private ReceptionResult accept(Content content) {
    return reception
        .accept(new Told(content), ByteBuffer.allocate(0), "10.0.0.9", name -> "")
        .toCompletableFuture()
        .join();
  }

  private double count(String metric, String reason) {
    return metrics.registry().scrape().stream()
        .filter(CounterSnapshot.class::isInstance)
        .map(CounterSnapshot.class::cast)
        .filter(counter -> counter.getMetadata().getName().equals(metric))
        .flatMap(counter -> counter.getDataPoints().stream())
        .filter(point -> reason.equals(point.getLabels().get("reason")))
        .mapToDouble(CounterSnapshot.CounterDataPointSnapshot::getValue)
        .sum();
  }

  private interface Content {
    void write(SpanSink out) throws DecodeException;
  }

  /** Finds in any message what it is told. */
  private record Told(Content content) implements SpanDecoder {
    @Override
    public Format format() {
      return SpanFixtures.TEST_FORMAT;
    }

    @Override
    public void decode(ByteBuffer message, DecodeLimits limits, SpanSink out)
        throws DecodeException {
      content.write(out);
    }
  }
}
