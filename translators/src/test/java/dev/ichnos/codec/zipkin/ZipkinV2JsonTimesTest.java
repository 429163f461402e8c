package dev.ichnos.codec.zipkin;

import static dev.ichnos.codec.zipkin.V2JsonBed.IDS;
import static dev.ichnos.codec.zipkin.V2JsonBed.TIMES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Event;
import dev.ichnos.model.Span;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Start, end and the annotations that mean them. */
class ZipkinV2JsonTimesTest {
  private final V2JsonBed bed = new V2JsonBed();
  private final RecordingSpanSink sink = bed.sink;

  /** The three shapes of Envoy's generations, and what browsers' clocks make. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "1584324295476870, 870, 0",
        "\"1584324295476870\", \"870\", 2",
        "1.58432429547687e+15, 8.7e+02, 2",
        "1584324295476870.25, 870.75, 2",
      })
  void decode_numberShapes_sameTimes(String timestamp, String duration, int mended)
      throws DecodeException {
    Span span =
        bed.only("{%s,\"timestamp\":%s,\"duration\":%s}".formatted(IDS, timestamp, duration));

    assertThat(span.startEpochNanos()).isEqualTo(1584324295476870000L);
    assertThat(span.endEpochNanos()).isEqualTo(1584324295477740000L);
    assertThat(sink.mended().getOrDefault(MendReason.NUMBER_SHAPE, 0)).isEqualTo(mended);
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 5, 0, 0, 1",
    "9223372036854776, 5, 0, 0, 1",
    "9223372036854775807, 5, 0, 0, 1",
    "9223372036854775, 5, 9223372036854775000, 0, 1",
    "7, -5, 7000, 0, 1",
    "0, 0, 0, 0, 0",
    "7, 0, 7000, 0, 0",
  })
  void decode_timesOutOfRange_absent(
      long timestamp, long duration, long start, long end, int mended) throws DecodeException {
    Span span =
        bed.only("{%s,\"timestamp\":%d,\"duration\":%d}".formatted(IDS, timestamp, duration));

    assertThat(span.startEpochNanos()).isEqualTo(start);
    assertThat(span.startAbsent()).isEqualTo(start == 0);
    assertThat(span.endEpochNanos()).isEqualTo(end);
    assertThat(span.endAbsent()).isEqualTo(end == 0);
    assertThat(sink.mended().getOrDefault(MendReason.TIME, 0)).isEqualTo(mended);
  }

  @Test
  void decode_durationAlone_kept() throws DecodeException {
    Span span = bed.only("{" + IDS + ",\"duration\":5}");

    assertThat(span.startAbsent()).isTrue();
    assertThat(span.endAbsent()).isTrue();
    assertThat(span.attributes()).isEqualTo(longAttribute("zipkin.duration_nanos", 5000));
  }

  /** Envoy leaves its own ss or cr among the annotations, some 100 µs after the end. */
  @ParameterizedTest
  @CsvSource({"SERVER, ss", "CLIENT, cr", "SERVER, sr", "CLIENT, cs"})
  void decode_coreAnnotationOfTheKind_saysNothing(String kind, String value)
      throws DecodeException {
    Span span =
        bed.only(
            annotated(kind, TIMES, "{\"timestamp\":1641106513383837,\"value\":\"" + value + "\"}"));

    assertThat(span.events()).isEmpty();
    assertThat(span.endEpochNanos()).isEqualTo(1641106513383739000L);
    assertThat(sink.mended()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"CLIENT, ss", "SERVER, cr", "PRODUCER, ss", "SERVER, cs", "CONSUMER, sr"})
  void decode_coreAnnotationOfAnotherKind_event(String kind, String value) throws DecodeException {
    Span span = bed.only(annotated(kind, TIMES, "{\"timestamp\":5,\"value\":\"" + value + "\"}"));

    assertThat(span.events()).containsExactly(Event.of(5000, value));
  }

  /** Envoy before 1.12 gave server spans no duration. */
  @Test
  void decode_durationAbsent_endFromAnnotation() throws DecodeException {
    Span span =
        bed.only(annotated("SERVER", "\"timestamp\":10", "{\"timestamp\":15,\"value\":\"ss\"}"));

    assertThat(span.startEpochNanos()).isEqualTo(10_000);
    assertThat(span.endEpochNanos()).isEqualTo(15_000);
    assertThat(span.endAbsent()).isFalse();
    assertThat(span.events()).isEmpty();
  }

  @Test
  void decode_timestampAbsent_startFromAnnotation() throws DecodeException {
    Span span =
        bed.only(
            annotated(
                "CLIENT",
                "\"debug\":false",
                "{\"timestamp\":10,\"value\":\"cs\"},{\"timestamp\":15,\"value\":\"cr\"}"));

    assertThat(span.startEpochNanos()).isEqualTo(10_000);
    assertThat(span.endEpochNanos()).isEqualTo(15_000);
    assertThat(span.startAbsent()).isFalse();
  }

  @Test
  void decode_durationAndEndAnnotation_startReckoned() throws DecodeException {
    Span span =
        bed.only(annotated("SERVER", "\"duration\":4", "{\"timestamp\":15,\"value\":\"ss\"}"));

    assertThat(span.startEpochNanos()).isEqualTo(11_000);
    assertThat(span.endEpochNanos()).isEqualTo(15_000);
  }

  @Test
  void decode_endAnnotationBeforeStart_staysAnEvent() throws DecodeException {
    Span span =
        bed.only(annotated("SERVER", "\"timestamp\":10", "{\"timestamp\":5,\"value\":\"ss\"}"));

    assertThat(span.endAbsent()).isTrue();
    assertThat(span.events()).containsExactly(Event.of(5000, "ss"));
  }

  private static String annotated(String kind, String times, String annotations) {
    return "{%s,\"kind\":\"%s\",%s,\"annotations\":[%s]}".formatted(IDS, kind, times, annotations);
  }

  private static Attributes longAttribute(String key, long value) {
    return Attributes.builder().put(key, value).build();
  }
}
