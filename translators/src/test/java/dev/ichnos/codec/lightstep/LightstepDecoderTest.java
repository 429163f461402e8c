package dev.ichnos.codec.lightstep;

import static dev.ichnos.codec.lightstep.Reports.TRACE;
import static dev.ichnos.codec.lightstep.Reports.childOf;
import static dev.ichnos.codec.lightstep.Reports.context;
import static dev.ichnos.codec.lightstep.Reports.decode;
import static dev.ichnos.codec.lightstep.Reports.followsFrom;
import static dev.ichnos.codec.lightstep.Reports.one;
import static dev.ichnos.codec.lightstep.Reports.report;
import static dev.ichnos.codec.lightstep.Reports.span;
import static dev.ichnos.codec.lightstep.Reports.tag;
import static dev.ichnos.codec.lightstep.Reports.time;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Timestamp;
import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Event;
import dev.ichnos.model.Link;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanFixtures;
import dev.ichnos.model.SpanKind;
import dev.ichnos.model.Status;
import dev.ichnos.proto.lightstep.KeyValue;
import dev.ichnos.proto.lightstep.Log;
import dev.ichnos.proto.lightstep.Reference;
import dev.ichnos.proto.lightstep.ReportResponse;
import dev.ichnos.proto.lightstep.Reporter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LightstepDecoderTest {
  @Test
  void decode_plain_idsTimesAndService() throws Exception {
    Span span = one(span());

    assertThat(span.traceIdHigh()).isZero();
    assertThat(span.traceIdLow()).isEqualTo(TRACE);
    assertThat(span.spanId()).isEqualTo(-2);
    assertThat(span.parentSpanId()).isZero();
    assertThat(span.name()).isEqualTo("buy");
    assertThat(span.startEpochNanos()).isEqualTo(SpanFixtures.START);
    assertThat(span.endEpochNanos()).isEqualTo(SpanFixtures.START + 5_210_000);
    assertThat(span.kind()).isEqualTo(SpanKind.UNSPECIFIED);
    assertThat(span.status()).isEqualTo(Status.UNSET);
    assertThat(span.attributes()).isEqualTo(Attributes.EMPTY);
    assertThat(span.resource().attributes()).isEqualTo(Attributes.of("service.name", "cart"));
  }

  @Test
  void decode_noDuration_endsAsItStarts() throws Exception {
    assertThat(one(span().clearDurationMicros()).endEpochNanos()).isEqualTo(SpanFixtures.START);
  }

  @Test
  void decode_noStart_hasNoEnd() throws Exception {
    Span span = one(span().clearStartTimestamp());

    assertThat(span.startAbsent()).isTrue();
    assertThat(span.endAbsent()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 'INVALID_TRACE_ID spans[0].span_context.trace_id: absent or zero'",
    "1, 0, 'INVALID_SPAN_ID spans[0].span_context.span_id: absent or zero'"
  })
  void decode_idOfZero_dropsTheSpan(long traceId, long spanId, String why) throws Exception {
    RecordingSpanSink sink =
        decode(report(span().setSpanContext(context(traceId, spanId)), span()));

    assertThat(sink.spans()).hasSize(1);
    assertThat(sink.dropped()).singleElement().asString().contains(why);
  }

  @Test
  void decode_typedTags_keepTheirTypes() throws Exception {
    Span span =
        one(
            span()
                .addTags(tag("text", "ä"))
                .addTags(KeyValue.newBuilder().setKey("long").setIntValue(Long.MIN_VALUE))
                .addTags(KeyValue.newBuilder().setKey("double").setDoubleValue(0.25))
                .addTags(KeyValue.newBuilder().setKey("bool").setBoolValue(true))
                .addTags(KeyValue.newBuilder().setKey("json").setJsonValue("{\"a\":1}"))
                .addTags(KeyValue.newBuilder().setKey("nothing"))
                .addTags(tag("text", "twice")));

    assertThat(span.attributes())
        .isEqualTo(
            Attributes.builder()
                .put("text", "twice")
                .put("long", Long.MIN_VALUE)
                .put("double", 0.25)
                .put("bool", true)
                .put("json", "{\"a\":1}")
                .putEmpty("nothing")
                .build());
  }

  @ParameterizedTest
  @CsvSource({
    "client, CLIENT",
    "Server, SERVER",
    "producer, PRODUCER",
    "consumer, CONSUMER",
  })
  void decode_spanKind_isTheKind(String text, SpanKind kind) throws Exception {
    Span span = one(span().addTags(tag("span.kind", text)));

    assertThat(span.kind()).isEqualTo(kind);
    assertThat(span.attributes()).isEqualTo(Attributes.EMPTY);
  }

  @Test
  void decode_otherSpanKind_isATag() throws Exception {
    assertThat(one(span().addTags(tag("span.kind", "c"))).attributes())
        .isEqualTo(Attributes.of("span.kind", "c"));
  }

  @Test
  void decode_error_isTheStatus() throws Exception {
    KeyValue flag = KeyValue.newBuilder().setKey("error").setBoolValue(true).build();

    for (KeyValue error : List.of(flag, tag("error", "true"), tag("error", "True"))) {
      Span span = one(span().addTags(error));
      assertThat(span.status()).isEqualTo(new Status(Status.Code.ERROR, ""));
      assertThat(span.attributes()).isEqualTo(Attributes.EMPTY);
    }
    Span span = one(span().addTags(tag("error", "false")));
    assertThat(span.status()).isEqualTo(Status.UNSET);
    assertThat(span.attributes()).isEqualTo(Attributes.of("error", "false"));
  }

  @Test
  void decode_childOf_isTheParentAndTheOthersAreLinks() throws Exception {
    Span span =
        one(
            span()
                .addReferences(followsFrom(TRACE, 3))
                .addReferences(childOf(TRACE + 1, 4))
                .addReferences(childOf(TRACE, 5))
                .addReferences(childOf(TRACE, 6)));

    assertThat(span.parentSpanId()).isEqualTo(5);
    assertThat(span.links())
        .containsExactly(
            link(TRACE, 3, "follows_from"),
            link(TRACE + 1, 4, "child_of"),
            link(TRACE, 6, "child_of"));
  }

  @Test
  void decode_followsFromAlone_isParentAndLink() throws Exception {
    Span span = one(span().addReferences(followsFrom(TRACE, 3)));

    assertThat(span.parentSpanId()).isEqualTo(3);
    assertThat(span.links()).containsExactly(link(TRACE, 3, "follows_from"));
  }

  @Test
  void decode_followsFromOfAnotherTrace_isALinkOnly() throws Exception {
    Span span = one(span().addReferences(followsFrom(TRACE + 1, 3)));

    assertThat(span.parentSpanId()).isZero();
    assertThat(span.links()).hasSize(1);
  }

  /** As the tracer for JavaScript writes it, which states the parent twice. */
  @Test
  void decode_referenceWithoutTraceAndTagInHex_isTheParent() throws Exception {
    Span span =
        one(
            span()
                .addTags(tag("parent_span_guid", "00000000000000ff"))
                .addReferences(childOf(0, 0xff)));

    assertThat(span.parentSpanId()).isEqualTo(0xff);
    assertThat(span.links()).isEmpty();
    assertThat(span.attributes()).isEqualTo(Attributes.EMPTY);
  }

  /** As the tracer for Java writes the parent that it takes from the thread. */
  @Test
  void decode_parentTagAlone_isTheParent() throws Exception {
    KeyValue parent = KeyValue.newBuilder().setKey("parent_span_guid").setIntValue(-7).build();

    assertThat(one(span().addTags(parent)).parentSpanId()).isEqualTo(-7);
  }

  @Test
  void decode_parentTagThatIsNoId_isATag() throws Exception {
    Span span = one(span().addTags(tag("parent_span_guid", "none")));

    assertThat(span.parentSpanId()).isZero();
    assertThat(span.attributes().contains("parent_span_guid")).isTrue();
  }

  @Test
  void decode_parentThatIsTheSpan_isNone() throws Exception {
    RecordingSpanSink sink =
        decode(report(span().addReferences(childOf(TRACE, -2)).addReferences(childOf(TRACE, 0))));

    assertThat(sink.spans().get(0).parentSpanId()).isZero();
    assertThat(sink.mended())
        .isEqualTo(Map.of(MendReason.PARENT_ID, 1, MendReason.FIELD_LEFT_OUT, 1));
  }

  @Test
  void decode_logs_areEventsNamedByTheirEvent() throws Exception {
    Span span =
        one(
            span()
                .addLogs(
                    Log.newBuilder()
                        .setTimestamp(time(SpanFixtures.START + 5))
                        .addFields(tag("event", "error"))
                        .addFields(tag("message", "the cart is full")))
                .addLogs(Log.newBuilder().addFields(tag("message", "hello"))));

    assertThat(span.events())
        .containsExactly(
            new Event(
                SpanFixtures.START + 5, "error", Attributes.of("message", "the cart is full"), 0),
            new Event(0, "", Attributes.of("message", "hello"), 0));
  }

  @Test
  void decode_reporter_isTheResource() throws Exception {
    Reporter reporter =
        Reporter.newBuilder()
            .setReporterId(-1)
            .addTags(tag("lightstep.component_name", "cart"))
            .addTags(tag("lightstep.hostname", "node-1"))
            .addTags(tag("lightstep.command_line", "cart --fast"))
            .addTags(tag("lightstep.tracer_platform", "jre"))
            .addTags(tag("lightstep.access_token", "s3cr3t"))
            .addTags(tag("region", "eu"))
            .build();

    RecordingSpanSink sink = decode(report(span(), span()).setReporter(reporter));

    assertThat(sink.spans().get(0).resource().attributes())
        .isEqualTo(
            Attributes.builder()
                .put("service.instance.id", "ffffffffffffffff")
                .put("service.name", "cart")
                .put("host.name", "node-1")
                .put("process.command_line", "cart --fast")
                .put("lightstep.tracer_platform", "jre")
                .put("region", "eu")
                .build());
    assertThat(sink.spans().get(1).resource()).isSameAs(sink.spans().get(0).resource());
  }

  /** The specification lets a span say for whom it speaks. */
  @Test
  void decode_spanOfAnotherReporter_hasItsResource() throws Exception {
    Span span = one(span().addTags(tag("lightstep.component_name", "db")));

    assertThat(span.resource().attributes()).isEqualTo(Attributes.of("service.name", "db"));
    assertThat(span.attributes()).isEqualTo(Attributes.EMPTY);
  }

  @Test
  void decode_reporterBehindTheSpans_holdsForThem() throws Exception {
    byte[] spans = report(span()).clearReporter().build().toByteArray();
    byte[] reporter = report().setTimestampOffsetMicros(7).build().toByteArray();

    Span span = decode(concat(spans, reporter), DecodeLimits.DEFAULT).spans().get(0);

    assertThat(span.resource().attributes().string("service.name")).isEqualTo("cart");
    assertThat(span.startEpochNanos()).isEqualTo(SpanFixtures.START + 7_000);
  }

  @ParameterizedTest
  @CsvSource({"1500000, 1500000000", "-1500000, -1500000000", "0, 0"})
  void decode_offset_isAddedToEveryTime(int micros, long nanos) throws Exception {
    var span = span().addLogs(Log.newBuilder().setTimestamp(time(SpanFixtures.START + 5)));

    Span read = decode(report(span).setTimestampOffsetMicros(micros)).spans().get(0);

    assertThat(read.startEpochNanos()).isEqualTo(SpanFixtures.START + nanos);
    assertThat(read.endEpochNanos()).isEqualTo(SpanFixtures.START + nanos + 5_210_000);
    assertThat(read.events().get(0).epochNanos()).isEqualTo(SpanFixtures.START + nanos + 5);
  }

  @ParameterizedTest
  @CsvSource({"-1, 0", "9223372036, 0", "1, -1", "1, 1000000000"})
  void decode_timeBeyondTheModel_isAbsent(long seconds, int nanos) throws Exception {
    Timestamp.Builder start = Timestamp.newBuilder().setSeconds(seconds).setNanos(nanos);

    RecordingSpanSink sink = decode(report(span().setStartTimestamp(start)));

    assertThat(sink.spans().get(0).startAbsent()).isTrue();
    assertThat(sink.mended()).isEqualTo(Map.of(MendReason.TIME, 1));
  }

  @ParameterizedTest
  @CsvSource({"-1", "9223372036854775"})
  void decode_durationBeyondTheModel_isAbsent(long micros) throws Exception {
    RecordingSpanSink sink = decode(report(span().setDurationMicros(micros)));

    assertThat(sink.spans().get(0).startEpochNanos()).isEqualTo(SpanFixtures.START);
    assertThat(sink.spans().get(0).endAbsent()).isTrue();
    assertThat(sink.mended()).isEqualTo(Map.of(MendReason.TIME, 1));
  }

  @Test
  void decode_textThatIsNotUtf8_isMended() throws Exception {
    byte[] message = report(span().addTags(tag("kéy", "välue"))).build().toByteArray();
    cutShort(message);

    RecordingSpanSink sink = decode(message, DecodeLimits.DEFAULT);

    assertThat(sink.spans().get(0).attributes())
        .isEqualTo(Attributes.of("k\uFFFDxy", "v\uFFFDxlue"));
    assertThat(sink.mended()).isEqualTo(Map.of(MendReason.INVALID_UTF8, 2));
  }

  @Test
  void decode_tagWithoutKey_isLeftOut() throws Exception {
    RecordingSpanSink sink = decode(report(span().addTags(tag("", "value"))));

    assertThat(sink.spans().get(0).attributes()).isEqualTo(Attributes.EMPTY);
    assertThat(sink.mended()).isEqualTo(Map.of(MendReason.FIELD_LEFT_OUT, 1));
  }

  @Test
  void decode_brokenSpan_sparesItsNeighbours() throws Exception {
    byte[] message =
        report(span(), span().addTags(tag("Broken", "value")), span()).build().toByteArray();
    int at = new String(message, StandardCharsets.ISO_8859_1).indexOf("Broken");
    message[at - 1] = 99;

    RecordingSpanSink sink = decode(message, DecodeLimits.DEFAULT);

    assertThat(sink.spans()).hasSize(2);
    assertThat(sink.dropped())
        .singleElement()
        .asString()
        .startsWith("1 MALFORMED_SPAN spans[1].tags at byte ")
        .contains("length 99 (expected: at most the");
  }

  @Test
  void decode_lengthPastTheEnd_isMalformed() {
    byte[] message = report(span()).build().toByteArray();

    assertThatThrownBy(
            () -> decode(Arrays.copyOf(message, message.length - 1), DecodeLimits.DEFAULT))
        .isInstanceOf(DecodeException.class)
        .hasMessageStartingWith("Malformed LIGHTSTEP_PROTO: spans[0] at byte ");
  }

  @Test
  void decode_brokenReporter_isMalformed() {
    assertThatThrownBy(() -> decode(new byte[] {0x0a, 2, 0x22, 9}, DecodeLimits.DEFAULT))
        .isInstanceOf(DecodeException.class)
        .hasMessageStartingWith("Malformed LIGHTSTEP_PROTO: reporter.tags at byte ");
  }

  @Test
  void decode_aboveTheLimits_leavesOutAndCounts() throws Exception {
    var span = span();
    for (int i = 0; i < 3; i++) {
      span.addTags(tag("tag" + i, "a")).addLogs(Log.getDefaultInstance());
      span.addReferences(
          Reference.newBuilder().setSpanContext(context(1, 1)).setRelationshipValue(1));
    }
    DecodeLimits limits = new DecodeLimits(1, 32, 2, 1, 1);

    RecordingSpanSink sink = decode(report(span).build().toByteArray(), limits);

    Span read = sink.spans().get(0);
    assertThat(read.attributes().size()).isEqualTo(2);
    assertThat(read.droppedAttributesCount()).isEqualTo(1);
    assertThat(read.events()).hasSize(1);
    assertThat(read.droppedEventsCount()).isEqualTo(2);
    assertThat(read.links()).hasSize(1);
    assertThat(read.droppedLinksCount()).isEqualTo(2);
    assertThat(sink.mended()).isEqualTo(Map.of(MendReason.LIMIT, 3));
    assertThatThrownBy(() -> decode(report(span(), span()).build().toByteArray(), limits))
        .hasMessageContaining("one span more than the 1 of the limit");
  }

  /** The token is stepped over, whatever is in it. */
  @Test
  void decode_auth_isNotRead() throws Exception {
    byte[] auth = {0x12, 4, 0x0a, 2, (byte) 0xff, (byte) 0xff};

    RecordingSpanSink sink =
        decode(concat(auth, report(span()).build().toByteArray()), DecodeLimits.DEFAULT);

    assertThat(sink.spans()).hasSize(1);
    assertThat(sink.mended()).isEmpty();
  }

  @Test
  void responses_areReportResponses() throws Exception {
    ReportResponse taken = ReportResponse.parseFrom(LightstepResponses.taken(-1, 2_000_000_003L));
    assertThat(taken.getReceiveTimestamp().getSeconds()).isEqualTo(-1);
    assertThat(taken.getReceiveTimestamp().getNanos()).isEqualTo(999_999_999);
    assertThat(taken.getTransmitTimestamp().getSeconds()).isEqualTo(2);
    assertThat(taken.getTransmitTimestamp().getNanos()).isEqualTo(3);
    assertThat(taken.getErrorsList()).isEmpty();
    assertThat(ReportResponse.parseFrom(LightstepResponses.refused(1, 1, "no")).getErrorsList())
        .containsExactly("no");
  }

  private static Link link(long traceId, long spanId, String type) {
    return new Link(0, traceId, spanId, "", 0, Attributes.of("opentracing.ref_type", type), 0);
  }

  /** Takes the second byte of é and of ä. */
  private static void cutShort(byte[] message) {
    for (int i = 1; i < message.length; i++) {
      if (message[i - 1] == (byte) 0xC3) {
        message[i] = 'x';
      }
    }
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
