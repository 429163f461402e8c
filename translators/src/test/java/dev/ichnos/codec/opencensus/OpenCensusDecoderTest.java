package dev.ichnos.codec.opencensus;

import static dev.ichnos.codec.opencensus.OpenCensusBed.SPAN_ID;
import static dev.ichnos.codec.opencensus.OpenCensusBed.TRACE_ID;
import static dev.ichnos.codec.opencensus.OpenCensusBed.attributes;
import static dev.ichnos.codec.opencensus.OpenCensusBed.decode;
import static dev.ichnos.codec.opencensus.OpenCensusBed.digits;
import static dev.ichnos.codec.opencensus.OpenCensusBed.hex;
import static dev.ichnos.codec.opencensus.OpenCensusBed.only;
import static dev.ichnos.codec.opencensus.OpenCensusBed.span;
import static dev.ichnos.codec.opencensus.OpenCensusBed.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.google.protobuf.BoolValue;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UInt32Value;
import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Event;
import dev.ichnos.model.Link;
import dev.ichnos.model.SpanKind;
import dev.ichnos.model.Status;
import io.opencensus.proto.trace.v1.AttributeValue;
import io.opencensus.proto.trace.v1.Span;
import io.opencensus.proto.trace.v1.StackTrace;
import io.opencensus.proto.trace.v1.TruncatableString;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenCensusDecoderTest {
  @Test
  void decode_emptyMessage_noSpans() throws DecodeException {
    assertThat(decode().spans()).isEmpty();
  }

  @Test
  void decode_plainSpan_everyField() throws DecodeException {
    dev.ichnos.model.Span span =
        only(
            span()
                .setParentSpanId(hex("00000000000000ff"))
                .setKind(Span.SpanKind.SERVER)
                .setSameProcessAsParentSpan(BoolValue.of(false))
                .setChildSpanCount(UInt32Value.of(3)));

    assertThat(span.traceId().hex()).isEqualTo(TRACE_ID);
    assertThat(Long.toHexString(span.spanId())).isEqualTo(SPAN_ID);
    assertThat(span.parentSpanId()).isEqualTo(255);
    assertThat(span.name()).isEqualTo("get /");
    assertThat(span.kind()).isEqualTo(SpanKind.SERVER);
    assertThat(span.startEpochNanos()).isEqualTo(OpenCensusBed.START);
    assertThat(span.endEpochNanos()).isEqualTo(OpenCensusBed.START + 5);
    assertThat(span.status()).isEqualTo(Status.UNSET);
    assertThat(span.flags()).as("the parent is remote").isEqualTo(0x300);
    assertThat(span.attributes())
        .isEqualTo(Attributes.builder().put("opencensus.child_span_count", 3).build());
  }

  @Test
  void decode_attributesOfEveryType_typed() throws DecodeException {
    Span.Attributes sent =
        Span.Attributes.newBuilder()
            .putAttributeMap("text", OpenCensusBed.value("Bücher 😀"))
            .putAttributeMap("long", AttributeValue.newBuilder().setIntValue(-7).build())
            .putAttributeMap("bool", AttributeValue.newBuilder().setBoolValue(true).build())
            .putAttributeMap("double", AttributeValue.newBuilder().setDoubleValue(0.5).build())
            .putAttributeMap("nothing", AttributeValue.getDefaultInstance())
            .setDroppedAttributesCount(4)
            .build();

    dev.ichnos.model.Span span = only(span().setAttributes(sent));

    assertThat(span.attributes())
        .isEqualTo(
            Attributes.builder()
                .put("text", "Bücher 😀")
                .put("long", -7)
                .put("bool", true)
                .put("double", 0.5)
                .putEmpty("nothing")
                .build());
    assertThat(span.droppedAttributesCount()).isEqualTo(4);
  }

  /** opencensus-cpp up to 2020 writes every id so, and zeros for a root's parent. */
  @Test
  void decode_idsInHexText_read() throws DecodeException {
    RecordingSpanSink sink =
        decode(
            span()
                .setTraceId(digits(TRACE_ID))
                .setSpanId(digits(SPAN_ID))
                .setParentSpanId(digits("0000000000000000")));

    dev.ichnos.model.Span span = sink.spans().get(0);
    assertThat(span.traceId().hex()).isEqualTo(TRACE_ID);
    assertThat(Long.toHexString(span.spanId())).isEqualTo(SPAN_ID);
    assertThat(span.parentSpanId()).isZero();
    assertThat(sink.mended())
        .containsOnly(entry(MendReason.VALUE_TYPE, 3), entry(MendReason.PARENT_ID, 1));
  }

  @Test
  void decode_traceIdOfEightBytes_lowerHalf() throws DecodeException {
    RecordingSpanSink sink = decode(span().setTraceId(hex("48485a3953bb6124")));

    assertThat(sink.spans().get(0).traceId().hex()).isEqualTo("000000000000000048485a3953bb6124");
    assertThat(sink.mended()).containsOnly(entry(MendReason.SHORT_ID, 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "00000000000000000000000000000000", "463ac35c9f64"})
  void decode_noTraceId_neighboursPass(String traceId) throws DecodeException {
    RecordingSpanSink sink = decode(span(), span().setTraceId(hex(traceId)), span());

    assertThat(sink.spans()).hasSize(2);
    assertThat(sink.dropped())
        .containsExactly(
            "1 INVALID_TRACE_ID spans[1].trace_id: absent, zero or of another length (expected:"
                + " 16 bytes or 32 hex digits)");
    assertThat(sink.mended()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "0000000000000000", "463ac35c9f64", "58585858585858585858585858585858"})
  void decode_noSpanId_neighboursPass(String spanId) throws DecodeException {
    RecordingSpanSink sink = decode(span().setSpanId(hex(spanId)), span());

    assertThat(sink.spans()).hasSize(1);
    assertThat(sink.dropped())
        .containsExactly(
            "1 INVALID_SPAN_ID spans[0].span_id: absent, zero or of another length (expected:"
                + " 8 bytes or 16 hex digits)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0000000000000000", SPAN_ID, "ff"})
  void decode_parentThatIsNone_root(String parent) throws DecodeException {
    RecordingSpanSink sink = decode(span().setParentSpanId(hex(parent)));

    assertThat(sink.spans().get(0).parentSpanId()).isZero();
    assertThat(sink.mended()).containsOnly(entry(MendReason.PARENT_ID, 1));
  }

  /** Envoy's tracer states no kind, but what it calls its operation. */
  @ParameterizedTest
  @CsvSource({
    "OperationName, Ingress, SERVER",
    "OperationName, Egress, CLIENT",
    "component, proxy, CLIENT",
    "component, grpc, UNSPECIFIED",
    "span.kind, consumer, CONSUMER",
    "span.kind, PRODUCER, PRODUCER",
    "span.kind, internal, INTERNAL",
    "span.kind, other, UNSPECIFIED"
  })
  void decode_kindUnspecified_fromAttributes(String key, String value, SpanKind kind)
      throws DecodeException {
    assertThat(only(span().setAttributes(attributes(key, value))).kind()).isEqualTo(kind);
  }

  @Test
  void decode_kindStated_aboveAttributes() throws DecodeException {
    Span.Builder span =
        span().setKind(Span.SpanKind.CLIENT).setAttributes(attributes("OperationName", "Ingress"));

    assertThat(only(span).kind()).isEqualTo(SpanKind.CLIENT);
  }

  @Test
  void decode_kindNotKnown_unspecified() throws DecodeException {
    RecordingSpanSink sink = decode(span().setKindValue(9));

    assertThat(sink.spans().get(0).kind()).isEqualTo(SpanKind.UNSPECIFIED);
    assertThat(sink.mended()).containsOnly(entry(MendReason.FIELD_LEFT_OUT, 1));
  }

  @Test
  void decode_statusOk_unset() throws DecodeException {
    assertThat(only(span().setStatus(status(0, ""))).status()).isEqualTo(Status.UNSET);
  }

  @Test
  void decode_statusCode_errorWithMessageAndCode() throws DecodeException {
    dev.ichnos.model.Span span = only(span().setStatus(status(14, "no upstream")));

    assertThat(span.status()).isEqualTo(new Status(Status.Code.ERROR, "no upstream"));
    assertThat(span.attributes())
        .isEqualTo(Attributes.builder().put("opencensus.status_code", 14).build());
  }

  /** Envoy's tracer says so, and leaves the status at OK. */
  @Test
  void decode_errorTag_error() throws DecodeException {
    Span.Builder span = span().setAttributes(attributes("error", "true")).setStatus(status(0, ""));

    assertThat(only(span).status()).isEqualTo(new Status(Status.Code.ERROR, ""));
  }

  @Test
  void decode_errorTagFalse_unset() throws DecodeException {
    assertThat(only(span().setAttributes(attributes("error", "false"))).status())
        .isEqualTo(Status.UNSET);
  }

  @Test
  void decode_timeEvents_events() throws DecodeException {
    Span.TimeEvents.Builder sent = Span.TimeEvents.newBuilder();
    sent.addTimeEventBuilder()
        .setTime(Timestamp.newBuilder().setSeconds(OpenCensusBed.START_SECONDS).setNanos(1))
        .getAnnotationBuilder()
        .setDescription(text("cache miss"))
        .setAttributes(attributes("key", "a").toBuilder().setDroppedAttributesCount(2));
    sent.addTimeEventBuilder()
        .setTime(Timestamp.newBuilder().setSeconds(OpenCensusBed.START_SECONDS).setNanos(2))
        .getMessageEventBuilder()
        .setType(Span.TimeEvent.MessageEvent.Type.RECEIVED)
        .setId(7)
        .setUncompressedSize(900)
        .setCompressedSize(80);
    sent.setDroppedAnnotationsCount(3).setDroppedMessageEventsCount(4);

    dev.ichnos.model.Span span = only(span().setTimeEvents(sent));

    assertThat(span.events())
        .containsExactly(
            new Event(OpenCensusBed.START + 1, "cache miss", Attributes.of("key", "a"), 2),
            new Event(
                OpenCensusBed.START + 2,
                "rpc.message",
                Attributes.builder()
                    .put("rpc.message.type", "RECEIVED")
                    .put("rpc.message.id", 7)
                    .put("rpc.message.uncompressed_size", 900)
                    .put("rpc.message.compressed_size", 80)
                    .build(),
                0));
    assertThat(span.droppedEventsCount()).isEqualTo(7);
  }

  @Test
  void decode_timeEventOfNothing_leftOut() throws DecodeException {
    RecordingSpanSink sink =
        decode(
            span()
                .setTimeEvents(
                    Span.TimeEvents.newBuilder()
                        .addTimeEvent(Span.TimeEvent.getDefaultInstance())));

    assertThat(sink.spans().get(0).events()).isEmpty();
    assertThat(sink.mended()).containsOnly(entry(MendReason.FIELD_LEFT_OUT, 1));
  }

  /** opencensus-cpp writes hex text into fields that are for bytes, and so does Envoy with it. */
  @Test
  void decode_links_idsInBytesOrText() throws DecodeException {
    Span.Links.Builder sent = Span.Links.newBuilder().setDroppedLinksCount(1);
    sent.addLinkBuilder()
        .setTraceId(hex(TRACE_ID))
        .setSpanId(hex(SPAN_ID))
        .setAttributes(attributes("key", "a"));
    sent.addLinkBuilder()
        .setTraceId(digits(TRACE_ID))
        .setSpanId(digits(SPAN_ID))
        .setType(Span.Link.Type.PARENT_LINKED_SPAN);
    sent.addLinkBuilder().setSpanId(hex(SPAN_ID));

    RecordingSpanSink sink = decode(span().setLinks(sent));

    dev.ichnos.model.Span span = sink.spans().get(0);
    assertThat(span.links())
        .containsExactly(
            link(span, Attributes.of("key", "a")),
            link(span, Attributes.of("opencensus.link_type", "parent")));
    assertThat(span.droppedLinksCount()).isEqualTo(2);
    assertThat(sink.mended())
        .containsOnly(entry(MendReason.VALUE_TYPE, 2), entry(MendReason.FIELD_LEFT_OUT, 1));
  }

  private static Link link(dev.ichnos.model.Span like, Attributes attributes) {
    return new Link(like.traceIdHigh(), like.traceIdLow(), like.spanId(), "", 0, attributes, 0);
  }

  @Test
  void decode_traceState_asW3cWritesIt() throws DecodeException {
    Span.Builder span = span();
    span.getTracestateBuilder().addEntriesBuilder().setKey("congo").setValue("t61rcWkgMzE");
    span.getTracestateBuilder().addEntriesBuilder().setKey("rojo").setValue("1");

    assertThat(only(span).traceState()).isEqualTo("congo=t61rcWkgMzE,rojo=1");
  }

  @Test
  void decode_traceStateEntryThatWouldBeTwo_leftOut() throws DecodeException {
    Span.Builder span = span();
    span.getTracestateBuilder().addEntriesBuilder().setKey("a").setValue("1,b=2");
    span.getTracestateBuilder().addEntriesBuilder().setKey("c").setValue("3");

    RecordingSpanSink sink = decode(span);

    assertThat(sink.spans().get(0).traceState()).isEqualTo("c=3");
    assertThat(sink.mended()).containsOnly(entry(MendReason.FIELD_LEFT_OUT, 1));
  }

  @Test
  void decode_stackTrace_lines() throws DecodeException {
    StackTrace.Builder sent = StackTrace.newBuilder();
    sent.getStackFramesBuilder()
        .addFrameBuilder()
        .setFunctionName(text("pkg.Class.method"))
        .setFileName(text("Class.java"))
        .setLineNumber(42);
    sent.getStackFramesBuilder()
        .addFrameBuilder()
        .setFunctionName(text("handler"))
        .setFileName(text("app.js"))
        .setLineNumber(4)
        .setColumnNumber(7);
    sent.getStackFramesBuilder().addFrameBuilder();
    sent.getStackFramesBuilder().setDroppedFramesCount(2);

    assertThat(only(span().setStackTrace(sent)).attributes())
        .isEqualTo(
            Attributes.of(
                "code.stacktrace",
                """
                at pkg.Class.method(Class.java:42)
                at handler(app.js:4:7)
                at <anonymous>(Unknown Source)
                ... 2 more"""));
  }

  @Test
  void decode_cutText_asItCame() throws DecodeException {
    Span.Builder span =
        span().setName(TruncatableString.newBuilder().setValue("abc").setTruncatedByteCount(9));

    assertThat(only(span).name()).isEqualTo("abc");
  }

  @Test
  void decode_timesAbsent_saidSo() throws DecodeException {
    dev.ichnos.model.Span span = only(span().clearStartTime().clearEndTime());

    assertThat(span.startAbsent()).isTrue();
    assertThat(span.endAbsent()).isTrue();
    assertThat(span.startEpochNanos()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"-1, 0", "9223372036, 0", "1, -1", "1, 1000000000"})
  void decode_timeBeyondOurs_absent(long seconds, int nanos) throws DecodeException {
    RecordingSpanSink sink =
        decode(span().setStartTime(Timestamp.newBuilder().setSeconds(seconds).setNanos(nanos)));

    assertThat(sink.spans().get(0).startAbsent()).isTrue();
    assertThat(sink.mended()).containsOnly(entry(MendReason.TIME, 1));
  }

  @Test
  void decode_spanResource_insteadOfTheMessages() throws DecodeException {
    Span.Builder own = span();
    own.getResourceBuilder().setType("k8s").putLabels("cloud.zone", "a-1");

    List<dev.ichnos.model.Span> spans = decode(own, span(), own).spans();

    assertThat(spans.get(0).resource().attributes())
        .isEqualTo(
            Attributes.builder()
                .put("cloud.availability_zone", "a-1")
                .put("opencensus.resourcetype", "k8s")
                .build());
    assertThat(spans.get(1).resource().attributes().isEmpty()).isTrue();
    assertThat(spans.get(2).resource()).isSameAs(spans.get(0).resource());
  }

  private static io.opencensus.proto.trace.v1.Status status(int code, String message) {
    return io.opencensus.proto.trace.v1.Status.newBuilder()
        .setCode(code)
        .setMessage(message)
        .build();
  }
}
