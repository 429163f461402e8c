package dev.ichnos.collector.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.data.Index.atIndex;

import com.google.protobuf.ByteString;
import dev.ichnos.codec.GoldenMessage;
import dev.ichnos.codec.SpanEncoder;
import dev.ichnos.codec.cloudtrace.CloudTraceEncoder;
import dev.ichnos.codec.cloudtrace.CloudTraceOptions;
import dev.ichnos.codec.jaeger.JaegerFormats;
import dev.ichnos.codec.otlp.OtlpJsonEncoder;
import dev.ichnos.codec.otlp.OtlpProtoEncoder;
import dev.ichnos.codec.xray.XRayFormats;
import dev.ichnos.codec.zipkin.ZipkinProtoEncoder;
import dev.ichnos.codec.zipkin.ZipkinV2JsonEncoder;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanFixtures;
import dev.ichnos.proto.jaeger.Batch;
import dev.ichnos.proto.jaeger.PostSpansRequest;
import dev.ichnos.proto.jaeger.Process;
import dev.ichnos.proto.lightstep.ReportRequest;
import dev.ichnos.proto.lightstep.SpanContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.skywalking.apm.network.language.agent.v3.SegmentCollection;
import org.apache.skywalking.apm.network.language.agent.v3.SegmentObject;
import org.apache.skywalking.apm.network.language.agent.v3.SpanObject;
import org.apache.thrift.TSerializer;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PayloadReaderTest {
  private final PayloadReader reader = new PayloadReader(List.of());

  static Stream<SpanEncoder> encoders() {
    return Stream.of(
        new OtlpJsonEncoder(),
        new OtlpProtoEncoder(),
        new ZipkinProtoEncoder(),
        new ZipkinV2JsonEncoder());
  }

  @ParameterizedTest
  @MethodSource("encoders")
  void read_whatIsEncoded_findsItsFormat(SpanEncoder encoder) throws Exception {
    Payload payload = reader.read(encoded(encoder), Optional.empty());

    assertThat(payload.format()).isEqualTo(encoder.format());
    assertThat(payload.spans()).hasSize(2);
  }

  /** A resource of 16 bytes looks like a trace id to whoever reads Zipkin's spans. */
  @Test
  void read_otlpWithAResourceOf16Bytes_isStillOtlp() throws Exception {
    Resource resource = Resource.of(Attributes.of("abcd", "wxyz"));
    Span span = SpanFixtures.CLIENT.toBuilder().resource(resource).build();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new OtlpProtoEncoder().encode(SpanFixtures.batch(span), bytes);

    assertThat(bytes.toByteArray()).contains(16, atIndex(4));
    assertThat(reader.read(bytes.toByteArray(), Optional.empty()).receiverType()).isEqualTo("otlp");
  }

  /** A segment and a list of them, which begin as Zipkin's and OTLP's messages do. */
  @Test
  void read_skyWalking_isToldFromTheOthers() throws Exception {
    SegmentObject segment =
        SegmentObject.newBuilder()
            .setTraceId("4f2c8a1e-7b3d-4c5e-9a6f-0d1b2c3e4f50")
            .setTraceSegmentId("8e1d5c77-0a9b-4f1e-b1c2-6d7e8f901a2b")
            .addSpans(SpanObject.newBuilder().setParentSpanId(-1))
            .addSpans(SpanObject.newBuilder().setSpanId(1))
            .build();
    String json =
        "{\"traceId\":\"t\",\"traceSegmentId\":\"s\",\"spans\":[{\"parentSpanId\":-1},{\"spanId\":1}]}";

    for (byte[] bytes :
        List.of(
            segment.toByteArray(),
            SegmentCollection.newBuilder().addSegments(segment).build().toByteArray(),
            json.getBytes(UTF_8),
            ("[" + json + "]").getBytes(UTF_8))) {
      Payload payload = reader.read(bytes, Optional.empty());

      assertThat(payload.receiverType()).isEqualTo("skywalking");
      assertThat(payload.spans()).hasSize(2);
    }
  }

  /** Requests begin with a text, reports with a reporter: no other format makes spans of them. */
  @Test
  void read_cloudTraceAndLightStep_areToldFromTheOthers() throws Exception {
    byte[] proto = encoded(new CloudTraceEncoder(CloudTraceOptions.of("shop")));
    String json =
        "{\"spans\":[{\"name\":\"projects/shop/traces/1/spans/1\"},"
            + "{\"name\":\"projects/shop/traces/1/spans/2\"}]}";
    dev.ichnos.proto.lightstep.Span.Builder span =
        dev.ichnos.proto.lightstep.Span.newBuilder()
            .setSpanContext(SpanContext.newBuilder().setTraceId(1).setSpanId(2));
    byte[] report = ReportRequest.newBuilder().addSpans(span).addSpans(span).build().toByteArray();

    assertRead(proto, "cloudtrace");
    assertRead(json.getBytes(UTF_8), "cloudtrace");
    assertRead(report, "lightstep");
  }

  private void assertRead(byte[] bytes, String receiverType) throws UnreadablePayloadException {
    Payload payload = reader.read(bytes, Optional.empty());

    assertThat(payload.receiverType()).isEqualTo(receiverType);
    assertThat(payload.spans()).hasSize(2);
  }

  /** Their spans stand in the same field; who sends does not. */
  @ParameterizedTest
  @CsvSource({
    "opencensus/envoy, opencensus, 2",
    "opencensus/application, opencensus, 1",
    "envoy-stream/first, envoy, 1"
  })
  void read_openCensusSpans_toldByTheirSender(String golden, String type, int spans)
      throws Exception {
    Payload payload = reader.read(GoldenMessage.hex(golden + ".hex"), Optional.empty());

    assertThat(payload.receiverType()).isEqualTo(type);
    assertThat(payload.spans()).hasSize(spans);
  }

  @Test
  void read_jaegerAndXRay_areToldFromTheOthers() throws Exception {
    byte[] proto =
        PostSpansRequest.newBuilder()
            .setBatch(
                Batch.newBuilder()
                    .setProcess(Process.newBuilder().setServiceName("web"))
                    .addSpans(
                        dev.ichnos.proto.jaeger.Span.newBuilder()
                            .setTraceId(
                                ByteString.copyFrom(new byte[15]).concat(ByteString.fromHex("01")))
                            .setSpanId(ByteString.fromHex("0102030405060708"))))
            .build()
            .toByteArray();
    byte[] thrift =
        new TSerializer(new TBinaryProtocol.Factory())
            .serialize(
                new io.jaegertracing.thriftjava.Batch(
                    new io.jaegertracing.thriftjava.Process("web"),
                    List.of(new io.jaegertracing.thriftjava.Span(1, 0, 2, 0, "get", 1, 5, 6))));
    byte[] segment =
        "{\"format\":\"json\",\"version\":1}\n{\"trace_id\":\"1-581cf771-a006649127e371903a2de979\",\"id\":\"70de5b6f19ff9a0a\"}"
            .getBytes(UTF_8);

    assertThat(reader.read(proto, Optional.empty()).format()).isEqualTo(JaegerFormats.JAEGER_PROTO);
    assertThat(reader.read(thrift, Optional.empty()).format())
        .isEqualTo(JaegerFormats.JAEGER_THRIFT);
    assertThat(reader.read(segment, Optional.empty()).format()).isEqualTo(XRayFormats.XRAY_JSON);
  }

  @Test
  void read_keysOfAnotherFormat_areNamed() {
    UnreadablePayloadException refused =
        refused("{\"batches\":[{\"scopeSpans\":[]}],\"status\":1}".getBytes(UTF_8));

    assertThat(refused.refusals()).hasSize((int) reader.formatNames().stream().distinct().count());
    assertThat(refused.refusals().get(0))
        .isEqualTo(
            "OTLP_JSON: holds no spans; its keys are batches, status (expected: resourceSpans)");
  }

  @Test
  void read_randomBytes_throwsNothingElse() {
    Random random = new Random(4);
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = new byte[1 + random.nextInt(60)];
      random.nextBytes(bytes);
      bytes[0] = new byte[] {'{', '[', 12, 10, 0x1f, bytes[0]}[random.nextInt(6)];
      try {
        reader.read(bytes, Optional.empty());
      } catch (UnreadablePayloadException e) {
        assertThat(e).hasMessageNotContaining("null");
      }
    }
  }

  private UnreadablePayloadException refused(byte[] bytes) {
    return catchThrowableOfType(
        UnreadablePayloadException.class, () -> reader.read(bytes, Optional.empty()));
  }

  private static byte[] encoded(SpanEncoder encoder) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    encoder.encode(SpanFixtures.batch(SpanFixtures.CLIENT, SpanFixtures.SERVER), bytes);
    return bytes.toByteArray();
  }
}
