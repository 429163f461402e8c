package dev.ichnos.codec.zipkin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.codec.SpanDecoder;
import dev.ichnos.codec.SpanEncoder;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Scope;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanFixtures;
import dev.ichnos.model.Status;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What OpenTelemetry's exporters to Zipkin write into tags is read back into what it was. */
class OtelTagsTest {
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // otel.status_code, otel.status_description, error; status, its message, error after
        "OK, -, -, OK, '', -",
        "OK, fine, -, OK, fine, -",
        "OK, -, x, OK, '', x",
        "Ok, -, -, OK, '', -",
        "STATUS_CODE_OK, -, -, OK, '', -",
        "ERROR, -, -, ERROR, '', -",
        "ERROR, -, '', ERROR, '', -",
        "ERROR, -, boom, ERROR, boom, -",
        "ERROR, -, true, ERROR, '', true",
        "ERROR, -, false, ERROR, '', false",
        "ERROR, boom, bang, ERROR, boom, bang",
        "STATUS_CODE_ERROR, -, boom, ERROR, boom, -",
        "-, -, boom, ERROR, boom, boom",
        "-, -, -, UNSET, '', -",
      })
  void decode_statusTags_status(
      String code,
      String description,
      String error,
      Status.Code status,
      String message,
      String after)
      throws Exception {
    Attributes.Builder tags = Attributes.builder();
    put("otel.status_code", code, tags);
    put("otel.status_description", description, tags);
    put("error", error, tags);

    Span span = decode(tags.build());

    assertThat(span.status()).isEqualTo(new Status(status, message));
    assertThat(span.attributes())
        .isEqualTo(after == null ? Attributes.EMPTY : Attributes.of("error", after));
  }

  @Test
  void decode_scopeTags_oneScopeForAllSpans() throws Exception {
    Attributes tags =
        Attributes.builder()
            .put("otel.scope.name", "io.x")
            .put("otel.scope.version", "1.2")
            .build();
    Span one = SpanFixtures.CLIENT.toBuilder().attributes(tags).build();
    Span other = SpanFixtures.SERVER.toBuilder().attributes(tags).build();

    List<Span> spans = passed(new ZipkinV2JsonEncoder(), new ZipkinV2JsonDecoder(), one, other);

    assertThat(spans.get(0).scope())
        .isEqualTo(new Scope("io.x", "1.2", Attributes.EMPTY, 0, ""))
        .isSameAs(spans.get(1).scope());
    assertThat(spans.get(0).attributes().contains("otel.scope.name")).isFalse();
  }

  @Test
  void decode_spanBehindOneWithAll_hasNothingOfIt() throws Exception {
    Span plain = SpanFixtures.CLIENT.toBuilder().attributes(Attributes.EMPTY).build();

    List<Span> spans = passed(new ZipkinProtoEncoder(), new ZipkinProtoDecoder(), all(), plain);

    assertThat(spans.get(1).scope()).isSameAs(Scope.EMPTY);
    assertThat(spans.get(1).status()).isEqualTo(Status.UNSET);
    assertThat(spans.get(1).traceState()).isEmpty();
    assertThat(spans.get(1).droppedAttributesCount()).isZero();
    assertThat(spans.get(1).droppedEventsCount()).isZero();
    assertThat(spans.get(1).droppedLinksCount()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "otel.status_code, UNSET",
    "otel.status_code, ''",
    "otel.status_description, alone",
    "otel.scope.name, ''",
    "otel.scope.other, x",
    "otel.library.name, x",
    "otel.dropped_events_count, 0",
    "otel.dropped_events_count, 01",
    "otel.dropped_events_count, +1",
    "otel.dropped_events_count, 4294967296",
    "otel.dropped_events_count, many",
    "w3c.tracestate, ''",
  })
  void decode_tagThatSaysNothingOfThis_staysATag(String key, String value) throws Exception {
    Span span = decode(Attributes.of(key, value));

    assertThat(span.attributes()).isEqualTo(Attributes.of(key, value));
    assertThat(span.status()).isEqualTo(Status.UNSET);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void decode_whatWasEncoded_sameStatusScopeStateAndCounts(boolean proto) throws Exception {
    Span span = all();

    List<Span> back =
        proto
            ? passed(new ZipkinProtoEncoder(), new ZipkinProtoDecoder(), span)
            : passed(new ZipkinV2JsonEncoder(), new ZipkinV2JsonDecoder(), span);

    assertThat(back).containsExactly(span);
  }

  private static Span all() {
    return SpanFixtures.CLIENT.toBuilder()
        .attributes(Attributes.of("k", "v"))
        .status(new Status(Status.Code.ERROR, "boom"))
        .scope(new Scope("io.x", "1.2", Attributes.EMPTY, 0, ""))
        .traceState("a=1,b=2")
        .droppedAttributesCount(-1)
        .droppedEventsCount(3)
        .droppedLinksCount(4)
        .build();
  }

  private static Span decode(Attributes tags) throws Exception {
    Span span = SpanFixtures.CLIENT.toBuilder().status(Status.UNSET).attributes(tags).build();
    return passed(new ZipkinV2JsonEncoder(), new ZipkinV2JsonDecoder(), span).get(0);
  }

  private static List<Span> passed(SpanEncoder encoder, SpanDecoder decoder, Span... spans)
      throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    encoder.encode(SpanFixtures.batch(spans), out);
    RecordingSpanSink sink = new RecordingSpanSink();
    decoder.decode(ByteBuffer.wrap(out.toByteArray()), DecodeLimits.DEFAULT, sink);
    assertThat(sink.mended()).isEmpty();
    return sink.spans();
  }

  private static void put(String key, String value, Attributes.Builder tags) {
    if (value != null) {
      tags.put(key, value);
    }
  }
}
