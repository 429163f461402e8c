package dev.ichnos.codec.skywalking;

import static dev.ichnos.codec.skywalking.Segments.SEGMENT;
import static dev.ichnos.codec.skywalking.Segments.TRACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Event;
import dev.ichnos.model.Sampled;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import dev.ichnos.model.TraceId;
import dev.ichnos.propagation.HeaderFamilies;
import dev.ichnos.propagation.HeaderLookup;
import dev.ichnos.propagation.HeaderReading;
import dev.ichnos.propagation.SkyWalkingIds;
import dev.ichnos.propagation.TraceContext;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.apache.skywalking.apm.network.language.agent.v3.RefType;
import org.apache.skywalking.apm.network.language.agent.v3.SegmentCollection;
import org.apache.skywalking.apm.network.language.agent.v3.SegmentObject;
import org.apache.skywalking.apm.network.language.agent.v3.SpanLayer;
import org.apache.skywalking.apm.network.language.agent.v3.SpanObject;
import org.apache.skywalking.apm.network.language.agent.v3.SpanType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SkyWalkingProtoDecoderTest {
  private static final int NEWER_ENUM_NUMBER = 9;

  @ParameterizedTest
  @CsvSource({
    "Entry, Http, SERVER",
    "Entry, MQ, CONSUMER",
    "Exit, Http, CLIENT",
    "Exit, MQ, PRODUCER",
    "Exit, Database, CLIENT",
    "Local, Unknown, INTERNAL",
    "Local, MQ, INTERNAL",
  })
  void kind_ofTypeAndLayer(SpanType type, SpanLayer layer, SpanKind kind) throws DecodeException {
    Span span = Segments.only(Segments.root().setSpanType(type).setSpanLayer(layer));

    assertThat(span.kind()).isEqualTo(kind);
    assertThat(span.attributes().string("skywalking.layer"))
        .isEqualTo(layer == SpanLayer.Unknown ? "" : layer.name());
  }

  @Test
  void kindAndLayer_newerNumbers_unspecifiedAndNumber() throws DecodeException {
    RecordingSpanSink sink =
        read(
            Segments.of(
                Segments.root()
                    .setSpanTypeValue(NEWER_ENUM_NUMBER)
                    .setSpanLayerValue(NEWER_ENUM_NUMBER)));

    assertThat(sink.spans().get(0).kind()).isEqualTo(SpanKind.UNSPECIFIED);
    assertThat(sink.spans().get(0).attributes().string("skywalking.layer")).isEqualTo("9");
    assertThat(sink.mended()).containsExactly(entry(MendReason.FIELD_LEFT_OUT, 1));
  }

  /** What a service wrote in a header and what its span is must meet. */
  @Test
  void parent_ofReference_sameAsOfHeader() throws DecodeException {
    String header =
        "1-%s-%s-3-%s-%s-%s-%s"
            .formatted(
                base64("a.b.c"),
                base64("s.1"),
                base64("web"),
                base64("i"),
                base64("/"),
                base64("h:1"));
    HeaderReading reading = HeaderFamilies.SKYWALKING.read(HeaderLookup.of("sw8", header));
    TraceContext context = ((HeaderReading.Read) reading).context();

    Span span = Segments.only(Segments.root().addRefs(Segments.reference(TRACE, "s.1", 3)));

    assertThat(span.parentSpanId()).isEqualTo(context.spanId());
    assertThat(SkyWalkingIds.traceId("a.b.c"))
        .isEqualTo(new TraceId(context.traceIdHigh(), context.traceIdLow()));
  }

  /** A span of another format whose context went on as sw8 is the parent again. */
  @Test
  void parent_ofSegmentNamedByUs_isThatSpan() throws DecodeException {
    Span span =
        Segments.only(
            Segments.root().addRefs(Segments.reference(TRACE, "ichnos.5b4185666d50f68b", 0)));

    assertThat(span.parentSpanId()).isEqualTo(0x5b4185666d50f68bL);
  }

  @Test
  void parent_inSegment_andReferenceElsewhere_isLink() throws DecodeException {
    List<Span> spans =
        Segments.decode(
            Segments.of(
                Segments.root(),
                SpanObject.newBuilder()
                    .setSpanId(1)
                    .addRefs(
                        Segments.reference(TRACE, "other", 4).setRefType(RefType.CrossThread))));

    Span child = spans.get(1);
    assertThat(child.parentSpanId()).isEqualTo(spans.get(0).spanId());
    assertThat(child.links()).hasSize(1);
    assertThat(child.links().get(0).spanId()).isEqualTo(SkyWalkingIds.spanId("other", 4));
    assertThat(child.links().get(0).traceIdLow()).isEqualTo(child.traceIdLow());
    assertThat(child.links().get(0).attributes().string("skywalking.ref_type"))
        .isEqualTo("CrossThread");
  }

  /** The parent span of a trace is in the trace: others led to it, and that is a link. */
  @Test
  void references_ofOtherTraces_areLinksOfRoot() throws DecodeException {
    Span span = Segments.only(Segments.root().addRefs(Segments.reference("another", "other", 4)));

    assertThat(span.parentSpanId()).isZero();
    assertThat(span.links()).hasSize(1);
    assertThat(span.links().get(0).traceIdLow()).isEqualTo(SkyWalkingIds.traceId("another").low());
  }

  @Test
  void references_withoutSegment_leftOut() throws DecodeException {
    RecordingSpanSink sink =
        read(
            Segments.of(
                Segments.root()
                    .addRefs(Segments.reference(TRACE, "", 4))
                    .addRefs(Segments.reference(TRACE, "s", -1))
                    .addRefs(Segments.reference(TRACE, "s", 5))));

    assertThat(sink.spans().get(0).parentSpanId()).isEqualTo(SkyWalkingIds.spanId("s", 5));
    assertThat(sink.mended()).containsExactly(entry(MendReason.FIELD_LEFT_OUT, 2));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "3, 3", "0, -2"})
  void parent_ofItselfOrBelowNone_isNone(int id, int parent) throws DecodeException {
    RecordingSpanSink sink =
        read(Segments.of(SpanObject.newBuilder().setSpanId(id).setParentSpanId(parent)));

    assertThat(sink.spans().get(0).parentSpanId()).isZero();
    assertThat(sink.mended()).containsExactly(entry(MendReason.PARENT_ID, 1));
  }

  @Test
  void times_milliseconds_absentAndBeyond() throws DecodeException {
    Span span = Segments.only(Segments.root().setStartTime(1641106513382L));
    assertThat(span.startEpochNanos()).isEqualTo(1641106513382000000L);
    assertThat(span.startAbsent()).isFalse();
    assertThat(span.endEpochNanos()).isZero();
    assertThat(span.endAbsent()).isTrue();

    RecordingSpanSink sink =
        read(Segments.of(Segments.root().setStartTime(-5).setEndTime(Long.MAX_VALUE)));
    assertThat(sink.spans().get(0).startAbsent()).isTrue();
    assertThat(sink.spans().get(0).endAbsent()).isTrue();
    assertThat(sink.mended()).containsExactly(entry(MendReason.TIME, 2));
  }

  @ParameterizedTest
  @CsvSource({
    "Exit, 10.4.0.12:9080, network.peer.address, 10.4.0.12, network.peer.port, 9080",
    "Entry, 10.4.0.12:40000, network.peer.address, 10.4.0.12, network.peer.port, 40000",
    "Exit, [2001:db8::c]:80, network.peer.address, 2001:db8::c, network.peer.port, 80",
    "Entry, 0:0:0:0:0:0:0:1:52000, network.peer.address, 0:0:0:0:0:0:0:1, network.peer.port, 52000",
    "Exit, 10.4.0.12, network.peer.address, 10.4.0.12, network.peer.port, -1",
    "Exit, mysql.shop:3306, server.address, mysql.shop, server.port, 3306",
    "Exit, mysql.shop, server.address, mysql.shop, server.port, -1",
    "Entry, browser:3306, skywalking.peer, browser:3306, server.port, -1",
    "Exit, 'a:1;b:2', skywalking.peer, 'a:1;b:2', server.port, -1",
    "Exit, 'a:99999', skywalking.peer, 'a:99999', server.port, -1",
    "Exit, 'a:x', skywalking.peer, 'a:x', server.port, -1",
    "Exit, ':', skywalking.peer, ':', server.port, -1",
  })
  void peer_addressOrText(
      SpanType type, String peer, String key, String host, String portKey, long port)
      throws DecodeException {
    Attributes attributes =
        Segments.only(Segments.root().setSpanType(type).setPeer(peer)).attributes();

    assertThat(attributes.string(key)).isEqualTo(host);
    assertThat(attributes.integer(portKey, -1)).isEqualTo(port);
  }

  @ParameterizedTest
  @CsvSource({
    "status_code, 200, http.status_code",
    "status_code, 0, http.status_code",
    "status_code, OK, status_code",
    "status_code, 2000, status_code",
    "http.status.code, 200, http.status_code",
    "url, http://a/b, http.url",
    "db.type, redis, db.system",
    "db.instance, 0, db.name",
    "mq.topic, orders, mq.topic",
  })
  void tags_commonNames(String tag, String value, String key) throws DecodeException {
    Span span = Segments.only(Segments.root().addTags(Segments.pair(tag, value)));

    assertThat(span.attributes().string(key)).isEqualTo(value);
  }

  @Test
  void tags_commonNameTaken_bothStay() throws DecodeException {
    Span span =
        Segments.only(
            Segments.root()
                .addTags(Segments.pair("http.url", "http://a/"))
                .addTags(Segments.pair("url", "/a")));

    assertThat(span.attributes().string("http.url")).isEqualTo("http://a/");
    assertThat(span.attributes().string("url")).isEqualTo("/a");
  }

  @Test
  void logs_becomeEvents() throws DecodeException {
    Span span =
        Segments.only(
            Segments.root()
                .addLogs(Segments.log(1, "", "rx"))
                .addLogs(Segments.log(2, "event", "retry", "n", "3"))
                .addLogs(Segments.log(3, "message", "hello"))
                .addLogs(Segments.log(4, "event", "error", "message", "no kind"))
                .addLogs(Segments.log(5, "event", "error", "stack", "at x"))
                .addLogs(Segments.log(6)));

    assertThat(span.events())
        .containsExactly(
            Event.of(1_000_000, "rx"),
            new Event(2_000_000, "retry", Attributes.of("n", "3"), 0),
            new Event(3_000_000, "log", Attributes.of("message", "hello"), 0),
            new Event(4_000_000, "error", Attributes.of("message", "no kind"), 0),
            new Event(5_000_000, "exception", Attributes.of("exception.stacktrace", "at x"), 0),
            Event.of(6_000_000, "log"));
  }

  /** Envoy marks only the first of a trace's segments so: a decision would break traces. */
  @Test
  void skipAnalysis_isAttribute_noDecision() throws DecodeException {
    Span span = Segments.only(Segments.root().setSkipAnalysis(true));

    assertThat(span.attributes().toString()).contains("skywalking.skip_analysis=true");
    assertThat(span.sampled()).isEqualTo(Sampled.DEFERRED);
  }

  @Test
  void resource_nothingKnown_isEmpty() throws DecodeException {
    Span span =
        Segments.decode(
                Segments.of(Segments.root()).toBuilder()
                    .clearService()
                    .clearServiceInstance()
                    .build())
            .get(0);

    assertThat(span.resource().attributes().isEmpty()).isTrue();
  }

  @Test
  void collection_manySegments_eachItsOwn() throws DecodeException {
    SegmentObject other =
        Segments.of(Segments.root()).toBuilder()
            .setTraceSegmentId("s2")
            .setTraceId("t2")
            .setService("reviews")
            .build();
    byte[] message =
        SegmentCollection.newBuilder()
            .addSegments(Segments.of(Segments.root()))
            .addSegments(other)
            .build()
            .toByteArray();

    List<Span> spans = Segments.decode(SkyWalkingProtoDecoder.collection(), message);

    assertThat(spans)
        .extracting(Span::traceId)
        .containsExactly(SkyWalkingIds.traceId(TRACE), SkyWalkingIds.traceId("t2"));
    assertThat(spans)
        .extracting(span -> span.resource().attributes().string("service.name"))
        .containsExactly("details", "reviews");
  }

  @Test
  void segment_withoutIds_dropped() throws DecodeException {
    SegmentObject segment = Segments.of(Segments.root(), Segments.root().setSpanId(1));

    assertThat(read(segment.toBuilder().clearTraceId().build()).dropped())
        .containsExactly("2 INVALID_TRACE_ID traceId: absent (expected: 1-1024)");
    assertThat(read(segment.toBuilder().clearTraceSegmentId().build()).dropped())
        .containsExactly("2 INVALID_SPAN_ID traceSegmentId: absent (expected: 1-1024)");
  }

  /** Every span repeats them as attributes, and so multiplies what was said once. */
  @Test
  void segment_hugeIds_dropped() throws DecodeException {
    SegmentObject segment = Segments.of(Segments.root());

    assertThat(read(segment.toBuilder().setTraceId("t".repeat(1_024)).build()).spans()).hasSize(1);
    assertThat(read(segment.toBuilder().setTraceId("t".repeat(1_025)).build()).dropped())
        .containsExactly(
            "1 INVALID_TRACE_ID traceId: a text of 1025 characters (expected: 1-1024)");
    assertThat(read(segment.toBuilder().setTraceSegmentId("s".repeat(1_025)).build()).dropped())
        .containsExactly(
            "1 INVALID_SPAN_ID traceSegmentId: a text of 1025 characters (expected: 1-1024)");
  }

  @Test
  void span_negativeId_droppedAlone() throws DecodeException {
    RecordingSpanSink sink = read(Segments.of(Segments.root().setSpanId(-1), Segments.root()));

    assertThat(sink.dropped())
        .containsExactly("1 INVALID_SPAN_ID spans[0].spanId: -1 (expected: 0-2147483647)");
    assertThat(sink.spans()).hasSize(1);
  }

  /** A known field of another wire type, within the span's length. */
  @Test
  void span_broken_droppedAlone() throws DecodeException {
    SpanObject.Builder broken =
        Segments.root()
            .setUnknownFields(
                UnknownFieldSet.newBuilder()
                    .addField(6, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                    .build());
    RecordingSpanSink sink = read(Segments.of(Segments.root(), broken, Segments.root()));

    assertThat(sink.spans()).hasSize(2);
    assertThat(sink.dropped()).hasSize(1);
    assertThat(sink.dropped().get(0))
        .startsWith("1 MALFORMED_SPAN spans[1].operationName at byte ")
        .endsWith("wire type 0 (varint) (expected: wire type 2 (length and bytes))");
  }

  @Test
  void text_notUtf8_mended() throws DecodeException {
    UnknownFieldSet name =
        UnknownFieldSet.newBuilder()
            .addField(
                6,
                UnknownFieldSet.Field.newBuilder()
                    .addLengthDelimited(ByteString.copyFrom(new byte[] {'a', (byte) 0xff}))
                    .build())
            .build();
    RecordingSpanSink sink = read(Segments.of(Segments.root().setUnknownFields(name)));

    assertThat(sink.spans().get(0).name()).isEqualTo("a\uFFFD");
    assertThat(sink.mended()).containsExactly(entry(MendReason.INVALID_UTF8, 1));
  }

  /** The service's text comes before the span, the name's in it. */
  @Test
  void serviceAndName_notUtf8_mendedOnceEach() throws DecodeException {
    byte[] message = Segments.of(Segments.root().setOperationName("n~")).toByteArray();
    for (int i = 0; i < message.length; i++) {
      message[i] = message[i] == '~' ? (byte) 0xff : message[i];
    }
    byte[] service = {4 << 3 | 2, 2, 's', (byte) 0xff};
    byte[] both = Arrays.copyOf(service, service.length + message.length);
    System.arraycopy(message, 0, both, service.length, message.length);

    RecordingSpanSink sink = Segments.read(SkyWalkingProtoDecoder.segment(), both);

    assertThat(sink.spans().get(0).name()).isEqualTo("n\uFFFD");
    assertThat(sink.mended()).containsExactly(entry(MendReason.INVALID_UTF8, 2));
  }

  @Test
  void limits_surplusLeftOutAndCounted() throws DecodeException {
    SpanObject.Builder span = Segments.root();
    for (int i = 0; i < 3; i++) {
      span.addTags(Segments.pair("k" + i, "v"));
      span.addLogs(Segments.log(1, "a", "1", "b", "2", "c", "3"));
      span.addRefs(Segments.reference("other", "s", i));
    }
    RecordingSpanSink sink = new RecordingSpanSink();
    SkyWalkingProtoDecoder.segment()
        .decode(
            ByteBuffer.wrap(Segments.of(span).toByteArray()),
            new DecodeLimits(1, 1, 2, 2, 2),
            sink);

    Span read = sink.spans().get(0);
    assertThat(read.droppedAttributesCount()).isEqualTo(1);
    assertThat(read.droppedEventsCount()).isEqualTo(1);
    assertThat(read.events().get(0).droppedAttributesCount()).isEqualTo(1);
    assertThat(read.droppedLinksCount()).isEqualTo(1);
    assertThat(sink.mended()).containsExactly(entry(MendReason.LIMIT, 3));
  }

  @Test
  void message_tooManySpans_refused() {
    byte[] message = Segments.of(Segments.root(), Segments.root().setSpanId(1)).toByteArray();

    assertThatThrownBy(
            () ->
                SkyWalkingProtoDecoder.segment()
                    .decode(
                        ByteBuffer.wrap(message),
                        new DecodeLimits(1, 1, 1, 1, 1),
                        new RecordingSpanSink()))
        .isInstanceOf(DecodeException.class)
        .hasMessageContaining("spans[1]")
        .hasMessageEndingWith("one span more than the 1 of the limit");
  }

  /** Two bytes a span: the limit is the format's own, far below that of others. */
  @Test
  void message_ofEmptySpans_refusedAtOwnLimit() {
    byte[] message = new byte[2 * 100_001];
    for (int i = 0; i < message.length; i += 2) {
      message[i] = 3 << 3 | 2;
    }

    assertThatThrownBy(() -> Segments.read(SkyWalkingProtoDecoder.segment(), message))
        .isInstanceOf(DecodeException.class)
        .hasMessageEndingWith("one span more than the 100000 of the limit");
  }

  @Test
  void message_truncated_namesPlace() {
    byte[] whole = Segments.of(Segments.root().setOperationName("GET /details")).toByteArray();
    byte[] message = Arrays.copyOf(whole, TRACE.length() + SEGMENT.length() + 10);

    assertThatThrownBy(() -> Segments.read(SkyWalkingProtoDecoder.segment(), message))
        .isInstanceOf(DecodeException.class)
        .hasMessageStartingWith("Malformed SKYWALKING_PROTO: spans[0] at byte 77: length ");
  }

  @Test
  void collection_truncated_namesSegment() {
    byte[] whole =
        SegmentCollection.newBuilder()
            .addSegments(Segments.of(Segments.root()))
            .addSegments(Segments.of(Segments.root()))
            .build()
            .toByteArray();
    byte[] message = Arrays.copyOf(whole, whole.length - 1);

    assertThatThrownBy(() -> Segments.read(SkyWalkingProtoDecoder.collection(), message))
        .isInstanceOf(DecodeException.class)
        .hasMessageStartingWith("Malformed SKYWALKING_PROTO: segments[1] at byte ");
  }

  private static RecordingSpanSink read(SegmentObject segment) throws DecodeException {
    return Segments.read(SkyWalkingProtoDecoder.segment(), segment.toByteArray());
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
