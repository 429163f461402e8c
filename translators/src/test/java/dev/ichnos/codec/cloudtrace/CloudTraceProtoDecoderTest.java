package dev.ichnos.codec.cloudtrace;

import static dev.ichnos.codec.cloudtrace.ReadSpans.TRACE;
import static dev.ichnos.codec.cloudtrace.ReadSpans.decode;
import static dev.ichnos.codec.cloudtrace.ReadSpans.one;
import static dev.ichnos.codec.cloudtrace.ReadSpans.put;
import static dev.ichnos.codec.cloudtrace.ReadSpans.request;
import static dev.ichnos.codec.cloudtrace.ReadSpans.span;
import static dev.ichnos.codec.cloudtrace.ReadSpans.spanWith;
import static dev.ichnos.codec.cloudtrace.ReadSpans.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.devtools.cloudtrace.v2.AttributeValue;
import com.google.devtools.cloudtrace.v2.StackTrace;
import com.google.protobuf.BoolValue;
import com.google.protobuf.Timestamp;
import com.google.rpc.Status;
import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Event;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Field by field; what both encodings share is shown here. */
class CloudTraceProtoDecoderTest {
  @Test
  void decode_plain_idsTimesAndProject() throws Exception {
    Span span = one(span());

    assertThat(span.traceId().hex()).isEqualTo(TRACE);
    assertThat(span.spanId()).isEqualTo(0x00f067aa0ba902b7L);
    assertThat(span.parentSpanId()).isZero();
    assertThat(span.name()).isEqualTo("plain");
    assertThat(span.startEpochNanos()).isEqualTo(1_767_323_045_000_006_000L);
    assertThat(span.endEpochNanos()).isEqualTo(1_767_323_046_000_000_000L);
    assertThat(span.kind()).isEqualTo(SpanKind.UNSPECIFIED);
    assertThat(span.status()).isEqualTo(dev.ichnos.model.Status.UNSET);
    assertThat(span.resource().attributes()).isEqualTo(Attributes.of("gcp.project_id", "shop"));
    assertThat(span.flags()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "'', 'spans[0].name: absent (expected: projects/PROJECT/traces/TRACE/spans/SPAN)'",
    "'projects/shop', 'spans[0].name: \"projects/shop\" (expected: projects/PROJECT/'",
    "'folders/shop/traces/1/spans/1', 'spans[0].name: \"folders/shop/traces/1/spans/1\" (expected'",
    "'projects/shop/traces/1/spans/1/2', '(expected: projects/PROJECT/traces/TRACE/spans/SPAN)'",
    "'projects/shop/traces/xyz/spans/1', 'spans[0].name: trace id \"xyz\" (expected: 32 hex'",
    "'projects/shop/traces/0/spans/1', 'spans[0].name: trace id \"0\" (expected: 32 hex'",
    "'projects/shop/traces/1/spans/0', 'spans[0].name: span id \"0\" (expected: 16 hex'",
    "'projects/shop/traces/1/spans/11112222333344445', '(expected: 16 hex digits, not all zero)'"
  })
  void decode_badName_dropsTheSpanAndSaysWhy(String name, String problem) throws Exception {
    RecordingSpanSink sink = decode(span().setName(name), span());

    assertThat(sink.dropped()).singleElement().asString().contains(problem);
    assertThat(sink.spans()).hasSize(1);
  }

  @Test
  void decode_nameWithoutSpan_takesSpanId() throws Exception {
    Span span = one(span().setName("projects/shop/traces/" + TRACE));

    assertThat(span.spanId()).isEqualTo(0x00f067aa0ba902b7L);
  }

  @Test
  void decode_spanIdOtherThanTheNames_theNameWins() throws Exception {
    RecordingSpanSink sink = decode(span().setSpanId("00000000000000ff"));

    assertThat(sink.spans()).extracting(Span::spanId).containsExactly(0x00f067aa0ba902b7L);
    assertThat(sink.mended()).isEqualTo(Map.of(MendReason.FIELD_LEFT_OUT, 1));
  }

  @Test
  void decode_shortUpperCaseIds_arePadded() throws Exception {
    RecordingSpanSink sink =
        decode(span().setName("projects/shop/traces/48485A3953BB6124/spans/FF").clearSpanId());

    assertThat(sink.spans().get(0).traceId().hex()).isEqualTo("000000000000000048485a3953bb6124");
    assertThat(sink.spans().get(0).spanId()).isEqualTo(0xff);
    assertThat(sink.mended()).isEqualTo(Map.of(MendReason.SHORT_ID, 1));
  }

  @Test
  void decode_emptyProject_takesTheRequests() throws Exception {
    Span span = one(span().setName("projects//traces/" + TRACE + "/spans/00f067aa0ba902b7"));

    assertThat(span.resource().attributes().string("gcp.project_id")).isEqualTo("request");
  }

  @ParameterizedTest
  @CsvSource({
    "0000000000000000, 0, 1",
    "00f067aa0ba902b7, 0, 1",
    "no hex, 0, 1",
    "'', 0, 0",
    "00000000000000fe, 254, 0"
  })
  void decode_parent_zerosAndTheSpanItselfAreNone(String parent, long expected, int mends)
      throws Exception {
    RecordingSpanSink sink = decode(span().setParentSpanId(parent));

    assertThat(sink.spans()).extracting(Span::parentSpanId).containsExactly(expected);
    assertThat(sink.mended().getOrDefault(MendReason.PARENT_ID, 0)).isEqualTo(mends);
  }

  @ParameterizedTest
  @CsvSource({
    "Ingress, plain, SERVER",
    "Egress, plain, CLIENT",
    "other, plain, UNSPECIFIED",
    "other, Recv.shop.Cart.Buy, SERVER",
    "other, Sent./cart, CLIENT"
  })
  void decode_noKind_isOfOperationNameOrOfTheName(String operation, String name, SpanKind kind)
      throws Exception {
    Span span = one(spanWith("OperationName", operation).setDisplayName(text(name)));

    assertThat(span.kind()).isEqualTo(kind);
    assertThat(span.attributes().string("OperationName")).isEqualTo(operation);
  }

  @Test
  void decode_kind_isStated() throws Exception {
    var stated = spanWith("OperationName", "Egress").setSpanKindValue(5);
    assertThat(one(stated).kind()).isEqualTo(SpanKind.CONSUMER);

    RecordingSpanSink sink = decode(span().setSpanKindValue(6));
    assertThat(sink.spans().get(0).kind()).isEqualTo(SpanKind.UNSPECIFIED);
    assertThat(sink.mended()).isEqualTo(Map.of(MendReason.FIELD_LEFT_OUT, 1));
  }

  @Test
  void decode_zipkinGcp_kindAndServiceComeFromItsLabels() throws Exception {
    Span span = one(spanWith("/kind", "server", "/component", "cart", "component", "proxy"));

    assertThat(span.kind()).isEqualTo(SpanKind.SERVER);
    assertThat(span.attributes()).isEqualTo(Attributes.of("component", "proxy"));
    assertThat(span.resource().attributes().string("service.name")).isEqualTo("cart");
  }

  @Test
  void decode_labels_areTheConventionsKeys() throws Exception {
    Span span =
        one(
            spanWith(
                "/http/method", "GET",
                "/http/status_code", "404",
                "/http/url", "http://a/b",
                "/http/user_agent", "curl",
                "/http/request/size", "many",
                "/component", "proxy",
                "/other", "kept"));

    assertThat(span.attributes())
        .isEqualTo(
            Attributes.builder()
                .put("http.request.method", "GET")
                .put("http.response.status_code", 404)
                .put("url.full", "http://a/b")
                .put("user_agent.original", "curl")
                .put("http.request.body.size", "many")
                .put("component", "proxy")
                .put("/other", "kept")
                .build());
  }

  @Test
  void decode_labelBesideItsConvention_bothStay() throws Exception {
    Span span = one(spanWith("/http/method", "GET", "http.request.method", "POST"));

    assertThat(span.attributes().string("/http/method")).isEqualTo("GET");
    assertThat(span.attributes().string("http.request.method")).isEqualTo("POST");
  }

  @Test
  void decode_typedValues_keepTheirTypes() throws Exception {
    var span = span();
    span.getAttributesBuilder()
        .putAttributeMap("long", AttributeValue.newBuilder().setIntValue(Long.MIN_VALUE).build())
        .putAttributeMap("true", AttributeValue.newBuilder().setBoolValue(true).build())
        .putAttributeMap("nothing", AttributeValue.getDefaultInstance())
        .setDroppedAttributesCount(7);

    Span read = one(span);

    assertThat(read.attributes())
        .isEqualTo(
            Attributes.builder()
                .put("long", Long.MIN_VALUE)
                .put("true", true)
                .putEmpty("nothing")
                .build());
    assertThat(read.droppedAttributesCount()).isEqualTo(7);
  }

  @Test
  void decode_monitoredResource_isTheResourceAgain() throws Exception {
    Attributes resource =
        one(spanWith(
                "service.name", "cart",
                "g.co/r/k8s_container/location", "europe-west1",
                "g.co/r/k8s_container/cluster_name", "prod",
                "g.co/r/k8s_container/pod_name", "cart-0",
                "g.co/r/generic_task/job", "cart",
                "host.name", "node-1",
                "service.peer.name", "details"))
            .resource()
            .attributes();

    assertThat(resource)
        .isEqualTo(
            Attributes.builder()
                .put("service.name", "cart")
                .put("cloud.region", "europe-west1")
                .put("k8s.cluster.name", "prod")
                .put("k8s.pod.name", "cart-0")
                .put("g.co/r/generic_task/job", "cart")
                .put("host.name", "node-1")
                .put("gcp.project_id", "shop")
                .build());
  }

  @Test
  void decode_computeEngine_isNamed() throws Exception {
    Attributes resource =
        one(spanWith(
                "g.co/r/gce_instance/zone", "europe-west1-b",
                "g.co/r/gce_instance/instance_id", "4711"))
            .resource()
            .attributes();

    assertThat(resource.string("cloud.availability_zone")).isEqualTo("europe-west1-b");
    assertThat(resource.string("host.id")).isEqualTo("4711");
    assertThat(resource.string("cloud.platform")).isEqualTo("gcp_compute_engine");
  }

  @Test
  void decode_otelAgent_namesTheSdk() throws Exception {
    Attributes resource =
        one(spanWith("g.co/agent", "opentelemetry-go 1.30.0; exporter 1.25.0"))
            .resource()
            .attributes();

    assertThat(resource.string("telemetry.sdk.name")).isEqualTo("opentelemetry");
    assertThat(resource.string("telemetry.sdk.language")).isEqualTo("go");
    assertThat(resource.string("telemetry.sdk.version")).isEqualTo("1.30.0");
    assertThat(resource.string("g.co/agent")).isEqualTo("opentelemetry-go 1.30.0; exporter 1.25.0");
  }

  @ParameterizedTest
  @CsvSource({
    "opencensus-cpp [0.5.0]",
    "opentelemetry-",
    "opentelemetry-go 1.2",
    "opentelemetry- ;"
  })
  void decode_otherAgent_namesNothing(String agent) throws Exception {
    assertThat(one(spanWith("g.co/agent", agent)).resource().attributes().size()).isEqualTo(2);
  }

  @Test
  void decode_scopeAndTraceState_areTheSpans() throws Exception {
    Span span =
        one(
            spanWith(
                "otel.scope.name", "lib",
                "otel.scope.version", "1.2",
                "w3c.tracestate", "a=1"));

    assertThat(span.scope().name()).isEqualTo("lib");
    assertThat(span.scope().version()).isEqualTo("1.2");
    assertThat(span.traceState()).isEqualTo("a=1");
    assertThat(span.attributes()).isEqualTo(Attributes.EMPTY);
  }

  @Test
  void decode_spansOfOneResource_shareIt() throws Exception {
    RecordingSpanSink sink =
        decode(spanWith("service.name", "cart"), spanWith("service.name", "cart", "a", "b"));

    assertThat(sink.spans().get(0).resource()).isSameAs(sink.spans().get(1).resource());
  }

  @Test
  void decode_stackWithoutException_isAnAttribute() throws Exception {
    var frame = StackTrace.StackFrame.newBuilder().setFunctionName(text("a.b\nc"));
    frame.setFileName(text("b.go")).setLineNumber(7);
    var span = span();
    span.getStackTraceBuilder()
        .getStackFramesBuilder()
        .addFrame(frame)
        .addFrame(StackTrace.StackFrame.getDefaultInstance())
        .setDroppedFramesCount(3);

    assertThat(one(span).attributes().string("code.stacktrace"))
        .isEqualTo("\tat a.b c(b.go:7)\n\t... 3 more");
  }

  @Test
  void decode_deepStack_keepsTheInnermostFrames() throws Exception {
    var span = span();
    var frames = span.getStackTraceBuilder().getStackFramesBuilder();
    for (int i = 0; i < 130; i++) {
      frames.addFrame(StackTrace.StackFrame.newBuilder().setFunctionName(text("f" + i)));
    }
    frames.setDroppedFramesCount(3);

    assertThat(one(span).attributes().string("code.stacktrace").lines())
        .hasSize(129)
        .startsWith("\tat f0()")
        .endsWith("\tat f127()", "\t... 5 more");
  }

  @Test
  void decode_timeEventWithoutContent_isLeftOut() throws Exception {
    var span = span();
    span.getTimeEventsBuilder().addTimeEventBuilder().getTimeBuilder().setSeconds(1);

    RecordingSpanSink sink = decode(span);

    assertThat(sink.spans().get(0).events()).isEmpty();
    assertThat(sink.mended()).isEqualTo(Map.of(MendReason.FIELD_LEFT_OUT, 1));
  }

  /** A name that begins as an exception's description does is still a name. */
  @Test
  void decode_annotationNamedByItsSender_keepsTheName() throws Exception {
    var span = span();
    var annotation = span.getTimeEventsBuilder().addTimeEventBuilder().getAnnotationBuilder();
    annotation.setDescription(text("shop"));
    annotation
        .getAttributesBuilder()
        .putAttributeMap(
            "exception.type",
            AttributeValue.newBuilder().setStringValue(text("shop.Full")).build());

    assertThat(one(span).events()).extracting(Event::name).containsExactly("shop");
  }

  @Test
  void decode_linkWithoutIds_isLeftOut() throws Exception {
    var span = span();
    span.getLinksBuilder().addLinkBuilder().setTraceId(TRACE).setSpanId("0000000000000000");
    span.getLinksBuilder().addLinkBuilder().setTraceId(TRACE).setSpanId("09").setTypeValue(1);

    RecordingSpanSink sink = decode(span);

    assertThat(sink.mended()).isEqualTo(Map.of(MendReason.FIELD_LEFT_OUT, 1));
    assertThat(sink.spans().get(0).links())
        .singleElement()
        .satisfies(
            link -> {
              assertThat(link.spanId()).isEqualTo(9);
              assertThat(link.attributes().string("cloudtrace.link.type"))
                  .isEqualTo("CHILD_LINKED_SPAN");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "5, /http/status_code, 404, -1",
    "5, /http/status_code, 503, 5",
    "14, http.status_code, 503, -1",
    "14, rpc.grpc.status_code, 14, -1",
    "2, other, 1, -1",
    "8, other, 1, 8"
  })
  void decode_failure_keepsTheCodeThatNothingElseSays(int code, String key, String value, long kept)
      throws Exception {
    Span span = one(spanWith(key, value).setStatus(Status.newBuilder().setCode(code)));

    assertThat(span.status().code()).isEqualTo(dev.ichnos.model.Status.Code.ERROR);
    assertThat(span.attributes().integer("cloudtrace.status.code", -1)).isEqualTo(kept);
  }

  @Test
  void decode_statusOfCodeZero_isOk() throws Exception {
    assertThat(one(span().setStatus(Status.getDefaultInstance())).status().code())
        .isEqualTo(dev.ichnos.model.Status.Code.OK);
  }

  @Test
  void decode_spawnedByEnvoy_isAClient() throws Exception {
    assertThat(one(spanWith("g.co/agent", "opencensus-cpp [0.5.0]", "component", "proxy")).kind())
        .isEqualTo(SpanKind.CLIENT);
    assertThat(one(spanWith("component", "proxy")).kind()).isEqualTo(SpanKind.UNSPECIFIED);
  }

  /** OpenCensus writes 0 on every span that nobody gave a status. */
  @Test
  void decode_statusOfCodeZeroByOpenCensus_isUnset() throws Exception {
    var span = spanWith("g.co/agent", "opencensus-java [0.31.1]").setStatus(Status.newBuilder());

    assertThat(one(span).status()).isEqualTo(dev.ichnos.model.Status.UNSET);
  }

  @Test
  void decode_sameProcess_isTheParentsFlag() throws Exception {
    assertThat(one(span().setSameProcessAsParentSpan(BoolValue.of(true))).flags()).isEqualTo(0x100);
    assertThat(one(span().setSameProcessAsParentSpan(BoolValue.of(false))).flags())
        .isEqualTo(0x300);
  }

  @ParameterizedTest
  @CsvSource({"-1, 0", "9223372036, 0", "1, -1", "1, 1000000000"})
  void decode_timeBeyondTheModel_isAbsent(long seconds, int nanos) throws Exception {
    RecordingSpanSink sink =
        decode(span().setEndTime(Timestamp.newBuilder().setSeconds(seconds).setNanos(nanos)));

    assertThat(sink.spans().get(0).endEpochNanos()).isZero();
    assertThat(sink.spans().get(0).endAbsent()).isTrue();
    assertThat(sink.mended()).isEqualTo(Map.of(MendReason.TIME, 1));
  }

  /** zipkin-gcp leaves out the end of a span without a duration. */
  @Test
  void decode_noEnd_isAbsent() throws Exception {
    assertThat(one(span().clearEndTime()).endAbsent()).isTrue();
  }

  @Test
  void decode_textThatIsNotUtf8_isMendedInKeysToo() throws Exception {
    byte[] request = request(spanWith("kéy", "välue"));
    cutShort(request);

    RecordingSpanSink sink = decode(request);

    assertThat(sink.spans().get(0).attributes())
        .isEqualTo(Attributes.of("k\uFFFDxy", "v\uFFFDxlue"));
    assertThat(sink.mended()).isEqualTo(Map.of(MendReason.INVALID_UTF8, 2));
  }

  @Test
  void decode_brokenSpan_sparesItsNeighbours() throws Exception {
    byte[] request = request(span(), spanWith("Broken", "value"), span());
    int at = new String(request, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("Broken");
    request[at - 1] = 99; // the key is now longer than its entry

    RecordingSpanSink sink = decode(request);

    assertThat(sink.spans()).hasSize(2);
    assertThat(sink.dropped())
        .singleElement()
        .asString()
        .startsWith("1 MALFORMED_SPAN spans[1].attributes at byte ")
        .contains("length 99 (expected: at most the");
  }

  @Test
  void decode_lengthPastTheEnd_isMalformed() {
    byte[] request = request(span());

    assertThatThrownBy(() -> decode(Arrays.copyOf(request, request.length - 1)))
        .isInstanceOf(DecodeException.class)
        .hasMessageStartingWith("Malformed CLOUDTRACE_V2_PROTO: spans[0] at byte ");
  }

  @Test
  void decode_aboveTheLimits_leavesOutAndCounts() throws Exception {
    var span = spanWith("a", "1", "b", "2", "c", "3");
    for (int i = 0; i < 3; i++) {
      span.getTimeEventsBuilder().addTimeEventBuilder().getAnnotationBuilder();
      span.getLinksBuilder().addLinkBuilder().setTraceId("1").setSpanId("1");
    }

    RecordingSpanSink sink =
        decode(new CloudTraceProtoDecoder(), request(span), new DecodeLimits(1, 32, 2, 1, 1));

    Span read = sink.spans().get(0);
    assertThat(read.attributes().size()).isEqualTo(2);
    assertThat(read.droppedAttributesCount()).isEqualTo(1);
    assertThat(read.events()).hasSize(1);
    assertThat(read.droppedEventsCount()).isEqualTo(2);
    assertThat(read.links()).hasSize(1);
    assertThat(read.droppedLinksCount()).isEqualTo(2);
    assertThat(sink.mended()).containsEntry(MendReason.LIMIT, 3);
    assertThatThrownBy(
            () ->
                decode(
                    new CloudTraceProtoDecoder(),
                    request(span(), span()),
                    new DecodeLimits(1, 32, 2, 1, 1)))
        .hasMessageContaining("one span more than the 1 of the limit");
  }

  @Test
  void decodeSingle_span_isTaken() throws Exception {
    RecordingSpanSink sink =
        decode(
            CloudTraceProtoDecoder.ofSingleSpans(),
            span().build().toByteArray(),
            DecodeLimits.DEFAULT);

    assertThat(sink.spans()).hasSize(1);
    assertThatThrownBy(
            () ->
                decode(
                    CloudTraceProtoDecoder.ofSingleSpans(),
                    new byte[] {0x0a, 9},
                    DecodeLimits.DEFAULT))
        .isInstanceOf(DecodeException.class)
        .hasMessageStartingWith("Malformed CLOUDTRACE_V2_PROTO: name at byte ");
  }

  /** Takes the second byte of é and of ä. */
  private static void cutShort(byte[] message) {
    for (int i = 1; i < message.length; i++) {
      if (message[i - 1] == (byte) 0xC3) {
        message[i] = 'x';
      }
    }
  }

  @Test
  void decode_attributesInTwoParts_areAll() throws Exception {
    var first = spanWith("a", "1");
    var second = com.google.devtools.cloudtrace.v2.Span.newBuilder();
    put(second, "b", "2");
    byte[] message = concat(first.build().toByteArray(), second.build().toByteArray());

    RecordingSpanSink sink =
        decode(CloudTraceProtoDecoder.ofSingleSpans(), message, DecodeLimits.DEFAULT);

    assertThat(sink.spans().get(0).attributes().size()).isEqualTo(2);
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
