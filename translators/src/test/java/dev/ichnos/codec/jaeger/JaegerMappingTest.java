package dev.ichnos.codec.jaeger;

import static dev.ichnos.codec.jaeger.JaegerBed.HIGH;
import static dev.ichnos.codec.jaeger.JaegerBed.ID;
import static dev.ichnos.codec.jaeger.JaegerBed.LOW;
import static dev.ichnos.codec.jaeger.JaegerBed.START;
import static dev.ichnos.codec.jaeger.JaegerBed.batch;
import static dev.ichnos.codec.jaeger.JaegerBed.binary;
import static dev.ichnos.codec.jaeger.JaegerBed.childOf;
import static dev.ichnos.codec.jaeger.JaegerBed.flag;
import static dev.ichnos.codec.jaeger.JaegerBed.floating;
import static dev.ichnos.codec.jaeger.JaegerBed.followsFrom;
import static dev.ichnos.codec.jaeger.JaegerBed.log;
import static dev.ichnos.codec.jaeger.JaegerBed.number;
import static dev.ichnos.codec.jaeger.JaegerBed.process;
import static dev.ichnos.codec.jaeger.JaegerBed.span;
import static dev.ichnos.codec.jaeger.JaegerBed.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.jaeger.JaegerBed.Form;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Event;
import dev.ichnos.model.Link;
import dev.ichnos.model.Sampled;
import dev.ichnos.model.Scope;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import dev.ichnos.model.Status;
import dev.ichnos.proto.jaeger.KeyValue;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of docs/formats/jaeger.md, row by row, in both forms. */
class JaegerMappingTest {
  private final JaegerBed bed = new JaegerBed();

  @ParameterizedTest
  @EnumSource
  void decode_everyField_canonical(Form form) throws DecodeException {
    bed.decode(
        form,
        batch(
                span()
                    .addReferences(childOf(HIGH, LOW, 7))
                    .addReferences(followsFrom(0, 9, 10))
                    .setFlags(1)
                    .addTags(text("span.kind", "client"))
                    .addTags(text("http.method", "GET"))
                    .addTags(flag("sampled.by.us", true))
                    .addTags(number("http.status_code", 200))
                    .addTags(floating("sampler.param", 0.25))
                    .addTags(binary("raw", 0, 255))
                    .addLogs(log(START + 1_000, text("event", "retry"), number("attempt", 2)))
                    .addLogs(log(START + 2_000, text("message", "gave up"))))
            .toBuilder()
            .setProcess(
                process("details", text("hostname", "pod-7"), text("jaeger.version", "Java-1.8.1")))
            .build());

    assertThat(bed.sink.dropped()).isEmpty();
    assertThat(bed.sink.mended()).isEmpty();
    Span span = bed.sink.spans().get(0);
    assertThat(span)
        .isEqualTo(
            Span.builder()
                .traceId(HIGH, LOW)
                .spanId(ID)
                .parentSpanId(7)
                .name("GET /details")
                .kind(SpanKind.CLIENT)
                .startEpochNanos(START)
                .endEpochNanos(START + 5_000_000)
                .sampled(Sampled.SAMPLED)
                .attributes(
                    Attributes.builder()
                        .put("http.method", "GET")
                        .put("sampled.by.us", true)
                        .put("http.status_code", 200)
                        .put("sampler.param", 0.25)
                        .put("raw", new byte[] {0, -1})
                        .build())
                .events(
                    List.of(
                        new Event(
                            START + 1_000,
                            "retry",
                            Attributes.builder().put("attempt", 2).build(),
                            0),
                        new Event(START + 2_000, "", Attributes.of("message", "gave up"), 0)))
                .links(
                    List.of(
                        new Link(
                            0,
                            9,
                            10,
                            "",
                            0,
                            Attributes.of("opentracing.ref_type", "follows_from"),
                            0)))
                .resource(span.resource())
                .build());
    assertThat(span.resource().attributes())
        .isEqualTo(
            Attributes.builder()
                .put("service.name", "details")
                .put("host.name", "pod-7")
                .put("jaeger.version", "Java-1.8.1")
                .build());
  }

  @ParameterizedTest
  @EnumSource
  void decode_references_firstChildOfThisTraceIsTheParent(Form form) throws DecodeException {
    Span span =
        bed.only(
            form,
            span()
                .addReferences(followsFrom(HIGH, LOW, 3))
                .addReferences(childOf(0, LOW, 4))
                .addReferences(childOf(HIGH, LOW, 5))
                .addReferences(childOf(HIGH, LOW, 6)));

    assertThat(span.parentSpanId()).isEqualTo(5);
    assertThat(span.links()).extracting(Link::spanId).containsExactly(3L, 4L, 6L);
    assertThat(span.links())
        .extracting(link -> link.attributes().string("opentracing.ref_type"))
        .containsExactly("follows_from", "child_of", "child_of");
  }

  @ParameterizedTest
  @EnumSource
  void decode_followsFromAlone_isTheParentAndALink(Form form) throws DecodeException {
    Span span = bed.only(form, span().addReferences(followsFrom(HIGH, LOW, 3)));

    assertThat(span.parentSpanId()).isEqualTo(3);
    assertThat(span.links()).extracting(Link::spanId).containsExactly(3L);
  }

  @ParameterizedTest
  @EnumSource
  void decode_referenceWithoutIds_leftOut(Form form) throws DecodeException {
    Span span =
        bed.only(form, span().addReferences(childOf(0, 0, 3)).addReferences(childOf(HIGH, LOW, 0)));

    assertThat(span.parentSpanId()).isZero();
    assertThat(span.links()).isEmpty();
    assertThat(bed.sink.mended()).containsExactly(entry(MendReason.FIELD_LEFT_OUT, 2));
  }

  @ParameterizedTest
  @EnumSource
  void decode_parentIsItself_none(Form form) throws DecodeException {
    Span span = bed.only(form, span().addReferences(childOf(HIGH, LOW, ID)));

    assertThat(span.parentSpanId()).isZero();
    assertThat(bed.sink.mended()).containsEntry(MendReason.PARENT_ID, 1);
  }

  @ParameterizedTest
  @CsvSource({
    "client, CLIENT",
    "SERVER, SERVER",
    "producer, PRODUCER",
    "consumer, CONSUMER",
    "internal, INTERNAL"
  })
  void decode_spanKind_isTheKind(String tag, SpanKind kind) throws DecodeException {
    for (Form form : Form.values()) {
      Span span = bed.only(form, span().addTags(text("span.kind", tag)));

      assertThat(span.kind()).isEqualTo(kind);
      assertThat(span.attributes()).isEqualTo(Attributes.EMPTY);
    }
  }

  @ParameterizedTest
  @EnumSource
  void decode_otherSpanKind_staysAnAttribute(Form form) throws DecodeException {
    Span span = bed.only(form, span().addTags(text("span.kind", "broker")));

    assertThat(span.kind()).isEqualTo(SpanKind.UNSPECIFIED);
    assertThat(span.attributes()).isEqualTo(Attributes.of("span.kind", "broker"));
  }

  /** Tags as key=value, separated by blanks; what is left of them. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "error=true, ERROR, '', ''",
        "error='true', ERROR, '', ''",
        "error=false, UNSET, '', error=false",
        "error='timeout', UNSET, '', error='timeout'",
        "error=true otel.status_description='broke', ERROR, broke, ''",
        "error=true http.status_message='Gone', ERROR, Gone, http.status_message='Gone'",
        "error=true otel.status_code='OK', ERROR, '', ''",
        "otel.status_code='OK', OK, '', ''",
        "otel.status_code='error' otel.status_description='broke', ERROR, broke, ''",
        "otel.status_code='UNSET' http.status_code=500, UNSET, '', http.status_code=500",
        "otel.status_code='odd', UNSET, '', otel.status_code='odd'",
        "otel.status_description='lonely', UNSET, '', otel.status_description='lonely'",
        "http.status_code=500, ERROR, '', http.status_code=500",
        "http.status_code='503' http.status_message='Busy', ERROR, Busy, http.status_code='503' http.status_message='Busy'",
        "http.status_code=404, ERROR, '', http.status_code=404",
        "http.status_code=404 span.kind='server', UNSET, '', http.status_code=404",
        "http.status_code=399, UNSET, '', http.status_code=399",
        "http.status_code=0, UNSET, '', http.status_code=0",
      })
  void decode_statusTags_asTheCollectorReadsThem(
      String tags, Status.Code code, String message, String left) throws DecodeException {
    for (Form form : Form.values()) {
      dev.ichnos.proto.jaeger.Span.Builder span = span();
      tags(tags).forEach(span::addTags);

      Span read = bed.only(form, span);

      assertThat(read.status()).isEqualTo(new Status(code, message));
      List<String> keys = tags(left).stream().map(KeyValue::getKey).toList();
      assertThat(read.attributes().size()).isEqualTo(keys.size());
      assertThat(keys).allMatch(read.attributes()::contains);
    }
  }

  static List<KeyValue> tags(String text) {
    List<KeyValue> tags = new ArrayList<>();
    for (String pair : text.isEmpty() ? new String[0] : text.split(" ")) {
      String key = pair.substring(0, pair.indexOf('='));
      String value = pair.substring(pair.indexOf('=') + 1);
      tags.add(
          value.startsWith("'")
              ? text(key, value.substring(1, value.length() - 1))
              : Character.isDigit(value.charAt(0))
                  ? number(key, Long.parseLong(value))
                  : flag(key, Boolean.parseBoolean(value)));
    }
    return tags;
  }

  @ParameterizedTest
  @EnumSource
  void decode_openTelemetrysTags_becomeFields(Form form) throws DecodeException {
    Span span =
        bed.only(
            form,
            span()
                .addTags(text("otel.library.name", "io.example"))
                .addTags(text("otel.scope.version", "1.2"))
                .addTags(text("w3c.tracestate", "a=1"))
                .addTags(number("otel.dropped_attributes_count", 3))
                .addTags(number("otel.dropped_events_count", 4))
                .addTags(number("otel.dropped_links_count", 5)));

    assertThat(span.scope()).isEqualTo(new Scope("io.example", "1.2", Attributes.EMPTY, 0, ""));
    assertThat(span.traceState()).isEqualTo("a=1");
    assertThat(span.droppedAttributesCount()).isEqualTo(3);
    assertThat(span.droppedEventsCount()).isEqualTo(4);
    assertThat(span.droppedLinksCount()).isEqualTo(5);
    assertThat(span.attributes()).isEqualTo(Attributes.EMPTY);
  }

  @ParameterizedTest
  @CsvSource({
    "0, DEFERRED, false",
    "1, SAMPLED, false",
    "2, SAMPLED, true",
    "3, SAMPLED, true",
    "8, DEFERRED, false"
  })
  void decode_flags_sampledAndDebug(int flags, Sampled sampled, boolean debug)
      throws DecodeException {
    for (Form form : Form.values()) {
      Span span = bed.only(form, span().setFlags(flags));

      assertThat(span.sampled()).isEqualTo(sampled);
      assertThat(span.debug()).isEqualTo(debug);
    }
  }

  @ParameterizedTest
  @EnumSource
  void decode_processWithoutName_noService(Form form) throws DecodeException {
    for (String name : List.of("", "OTLPResourceNoServiceName")) {
      bed.decode(form, batch(span()).toBuilder().setProcess(process(name)).build());
    }

    assertThat(bed.sink.spans())
        .extracting(span -> span.resource().attributes())
        .containsOnly(Attributes.EMPTY);
  }

  @ParameterizedTest
  @EnumSource
  void decode_hostnameBesideHostName_bothKept(Form form) throws DecodeException {
    bed.decode(
        form,
        batch(span()).toBuilder()
            .setProcess(process("a", text("host.name", "node"), text("hostname", "pod")))
            .build());

    assertThat(bed.sink.spans().get(0).resource().attributes())
        .isEqualTo(
            Attributes.builder()
                .put("service.name", "a")
                .put("host.name", "node")
                .put("hostname", "pod")
                .build());
  }

  @ParameterizedTest
  @EnumSource
  void decode_spansOfOneProcess_shareItsResource(Form form) throws DecodeException {
    bed.decode(form, batch(span(), span(), span()));

    assertThat(bed.sink.spans()).hasSize(3);
    assertThat(bed.sink.spans())
        .allMatch(span -> span.resource() == bed.sink.spans().get(0).resource());
  }

  @ParameterizedTest
  @EnumSource
  void decode_durationOfZero_endsAtTheStart(Form form) throws DecodeException {
    Span span =
        bed.only(form, span().setDuration(com.google.protobuf.Duration.getDefaultInstance()));

    assertThat(span.endEpochNanos()).isEqualTo(START);
    assertThat(span.endAbsent()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void decode_noStart_noTimes(Form form) throws DecodeException {
    Span span = bed.only(form, span().clearStartTime());

    assertThat(span.startAbsent()).isTrue();
    assertThat(span.endAbsent()).isTrue();
    assertThat(span.endEpochNanos()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void decode_timesOutOfRange_absent(Form form) throws DecodeException {
    Span span =
        bed.only(
            form, span().setStartTime(com.google.protobuf.Timestamp.newBuilder().setSeconds(-5)));

    assertThat(span.startAbsent()).isTrue();
    assertThat(bed.sink.mended()).containsExactly(entry(MendReason.TIME, 1));
  }

  @ParameterizedTest
  @EnumSource
  void decode_keyTwice_lastStays(Form form) throws DecodeException {
    Span span = bed.only(form, span().addTags(text("a", "1")).addTags(number("a", 2)));

    assertThat(span.attributes()).isEqualTo(Attributes.builder().put("a", 2).build());
  }

  @ParameterizedTest
  @EnumSource
  void decode_tagWithoutKey_leftOut(Form form) throws DecodeException {
    Span span = bed.only(form, span().addTags(text("", "1")));

    assertThat(span.attributes()).isEqualTo(Attributes.EMPTY);
    assertThat(bed.sink.mended()).containsExactly(entry(MendReason.FIELD_LEFT_OUT, 1));
  }

  @ParameterizedTest
  @EnumSource
  void decode_moreThanTheLimits_leftOutAndCounted(Form form) throws DecodeException {
    dev.ichnos.proto.jaeger.Span.Builder span = span();
    for (int i = 0; i < 4; i++) {
      span.addTags(text("k" + i, "v"));
      span.addLogs(log(START, text("a" + i, "1"), text("b", "2"), text("c", "3")));
      span.addReferences(followsFrom(1, 1, i + 1));
    }

    bed.decode(form.decoder, form.bytes(batch(span)), new DecodeLimits(9, 9, 2, 3, 1));

    Span read = bed.sink.spans().get(0);
    assertThat(read.attributes().size()).isEqualTo(2);
    assertThat(read.droppedAttributesCount()).isEqualTo(2);
    assertThat(read.events()).hasSize(3);
    assertThat(read.events().get(0).droppedAttributesCount()).isEqualTo(1);
    assertThat(read.droppedEventsCount()).isEqualTo(1);
    assertThat(read.links()).hasSize(1);
    assertThat(read.droppedLinksCount()).isEqualTo(3);
    assertThat(bed.sink.mended()).containsKey(MendReason.LIMIT);
  }

  @ParameterizedTest
  @EnumSource
  void decode_spansWithoutIds_droppedNeighboursPass(Form form) throws DecodeException {
    bed.decode(
        form,
        batch(
            span(),
            span().setTraceId(JaegerBed.id(0, 0)),
            span().setSpanId(JaegerBed.id(0)),
            span()));

    assertThat(bed.sink.spans()).hasSize(2);
    assertThat(bed.sink.dropped()).hasSize(2);
    assertThat(bed.sink.dropped().get(0)).startsWith("1 INVALID_TRACE_ID ").contains("expected");
    assertThat(bed.sink.dropped().get(1)).startsWith("1 INVALID_SPAN_ID ").contains("expected");
  }

  @ParameterizedTest
  @EnumSource
  void decode_nothing_noSpans(Form form) throws DecodeException {
    bed.decode(form.decoder, new byte[0], DecodeLimits.DEFAULT);
    bed.decode(form, batch());

    assertThat(bed.sink.spans()).isEmpty();
    assertThat(bed.sink.dropped()).isEmpty();
  }

  @Test
  void decode_spansOwnProcess_takesTheBatchsPlace() throws DecodeException {
    bed.decode(
        Form.PROTO, batch(span(), span().setProcess(process("other", text("ip", "10.0.0.1")))));

    assertThat(bed.sink.spans().get(0).resource().attributes())
        .isEqualTo(Attributes.of("service.name", "details"));
    assertThat(bed.sink.spans().get(1).resource().attributes())
        .isEqualTo(Attributes.builder().put("service.name", "other").put("ip", "10.0.0.1").build());
  }

  @Test
  void decode_warnings_oneListOfTexts() throws DecodeException {
    Span span = bed.only(Form.PROTO, span().addWarnings("clock skew").addWarnings("too long"));

    assertThat(span.attributes().toString()).isEqualTo("{@jaeger@warnings=[clock skew, too long]}");
  }

  @Test
  void decode_eightByteTraceId_isOf64Bits() throws DecodeException {
    Span span = bed.only(Form.PROTO, span().setTraceId(JaegerBed.id(LOW)));

    assertThat(span.traceIdHigh()).isZero();
    assertThat(span.traceIdLow()).isEqualTo(LOW);
  }

  @Test
  void decode_thriftParentId_isTheParentWhateverTheReferences() throws DecodeException {
    io.jaegertracing.thriftjava.Batch batch =
        ThriftForm.batch(batch(span().addReferences(childOf(HIGH, LOW, 5))));
    batch.getSpans().get(0).setParentSpanId(-9);

    bed.decode(Form.THRIFT.decoder, ThriftForm.bytes(batch), DecodeLimits.DEFAULT);

    Span span = bed.sink.spans().get(0);
    assertThat(span.parentSpanId()).isEqualTo(-9);
    assertThat(span.links()).extracting(Link::spanId).containsExactly(5L);
  }
}
