package dev.ichnos.codec.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnknownFieldSet;
import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.FuzzRun;
import dev.ichnos.codec.SpanDecoder;
import dev.ichnos.model.EncodedSpans;
import dev.ichnos.model.SpanBatch;
import dev.ichnos.model.SpanFixtures;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpFramesDecoderTest {
  private static final DecodeLimits THREE_SPANS = new DecodeLimits(3, 32, 8, 8, 8);

  private final SpanDecoder whole = new OtlpProtoDecoder();

  @Test
  void decode_wholeMessage_isForwardedByteForByte() throws Exception {
    byte[] message = odd();

    EncodedSpans spans = Frames.of(message);

    assertThat(spans).hasSize(3);
    assertThat(encode(spans)).isEqualTo(message);
    assertThat(ExportTraceServiceRequest.parseFrom(encode(spans)))
        .isEqualTo(ExportTraceServiceRequest.parseFrom(message));
  }

  @Test
  void decode_noSpans_tellsNothing() throws Exception {
    byte[] idle =
        ExportTraceServiceRequest.newBuilder()
            .addResourceSpans(ResourceSpans.newBuilder().addScopeSpans(ScopeSpans.newBuilder()))
            .build()
            .toByteArray();

    assertThat(Frames.read(new byte[0], DecodeLimits.DEFAULT)).isEmpty();
    assertThat(Frames.read(idle, DecodeLimits.DEFAULT)).isEmpty();
  }

  @Test
  void decode_spansThatCannotBeRead_areCountedAndForwarded() throws Exception {
    byte[] message = request(unreadable());

    EncodedSpans spans = Frames.of(message);

    assertThat(spans).hasSize(1);
    assertThat(encode(spans)).isEqualTo(message);
    assertThat(spans.traceKey()).isZero();
    assertThatThrownBy(() -> spans.get(0)).isInstanceOf(IllegalStateException.class);
  }

  /** Hex of what is wrong with the frames: within request, resource_spans and scope_spans. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0a63", // resource_spans longer than the request
        "0a0212 63", // scope_spans longer than its resource_spans
        "0a04 1202 1263", // spans longer than its scope_spans
        "0a06 1202 1200 1263", // the same, behind a good one
        "0a04 1202 0a63", // scope
        "0a02 0a63", // resource
        "0a02 1a63", // schema_url
        "08 01", // resource_spans of a wrong wire type
        "0a02 1001", // scope_spans of one
        "0a04 1202 1001", // spans of one
        "0b0c", // a group
        "0a02 130c",
        "0a04 1202 130c",
        "0200", // field 0
        "0aff", // a length cut off
        "80808080808080808080 01",
        "0a03 12ff01",
        "0a05 1203 12ffff",
        "f806", // an unknown field cut off
        "0a03 f906 00",
      })
  void decode_malformedFrames_isRefusedInTheSameWords(String hex) {
    byte[] message = HexFormat.of().parseHex(hex.replace(" ", ""));
    String problem = problem(message, DecodeLimits.DEFAULT);

    assertThat(problem).startsWith("Malformed OTLP_PROTO: ");
    assertThat(problemOfFrames(message, DecodeLimits.DEFAULT)).isEqualTo(problem);
  }

  @Test
  void decode_moreSpansThanTheLimit_isRefusedInTheSameWords() {
    Span good =
        Oracle.request(List.of(SpanFixtures.CLIENT))
            .getResourceSpans(0)
            .getScopeSpans(0)
            .getSpans(0);
    byte[] message = requestOf(List.of(2, 3), good);
    String problem = problem(message, THREE_SPANS);

    assertThat(problem).contains("resource_spans[1].scope_spans[0].spans[1]", "3 of the limit");
    assertThat(problemOfFrames(message, THREE_SPANS)).isEqualTo(problem);
    assertThat(problemOfFrames(requestOf(List.of(2, 1), good), THREE_SPANS)).isEmpty();
  }

  @Test
  void decode_truncatedAnywhere_isRefusedWhereTheFramesAre() throws Exception {
    byte[] message = odd();
    for (int length = 0; length < message.length; length++) {
      byte[] shorter = Arrays.copyOf(message, length);
      String problem = problemOfFrames(shorter, DecodeLimits.DEFAULT);
      if (!problem.isEmpty()) {
        assertThat(problem(shorter, DecodeLimits.DEFAULT)).isNotEmpty();
      }
    }
    assertThat(problemOfFrames(Arrays.copyOf(message, message.length - 20), DecodeLimits.DEFAULT))
        .isNotEmpty();
  }

  @Test
  void decode_mutatedMessages_throwsOnlyWhatTheDecoderDoes() throws Exception {
    FuzzRun run = FuzzRun.of(7, 2_000);
    Random random = run.random();
    byte[] message = odd();
    int cut = 0;
    while (run.next()) {
      byte[] mutated = FuzzRun.mutate(message, random);
      if (!problemOfFrames(mutated, DecodeLimits.DEFAULT).isEmpty()) {
        assertThat(problem(mutated, DecodeLimits.DEFAULT)).isNotEmpty();
        continue;
      }
      EncodedSpans spans = Frames.read(mutated, DecodeLimits.DEFAULT).orElse(null);
      if (spans != null && spans.size() > 1) {
        List<EncodedSpans> halves = List.of(spans.subList(0, 1), spans.subList(1, spans.size()));
        for (EncodedSpans half : halves) {
          assertThat(Frames.of(encode(half))).hasSameSizeAs(half);
          assertThat(half.encodedSize()).isEqualTo(encode(half).length);
        }
        cut++;
      }
    }
    assertThat(cut).isPositive();
  }

  @Test
  void subList_ofRandomRequests_holdsThoseSpansInTheirFrames() throws Exception {
    RandomRequests requests = new RandomRequests(11);
    Random random = new Random(12);
    for (int round = 0; round < 500; round++) {
      ExportTraceServiceRequest sent = requests.next();
      List<ExportTraceServiceRequest> alone = spanBySpan(sent);
      if (alone.isEmpty()) {
        continue;
      }
      int from = random.nextInt(alone.size());
      int to = from + 1 + random.nextInt(alone.size() - from);

      EncodedSpans part = Frames.of(sent.toByteArray()).subList(from, to);

      byte[] bytes = encode(part);
      assertThat(part.encodedSize()).isEqualTo(bytes.length);
      assertThat(part).hasSize(to - from);
      assertThat(spanBySpan(ExportTraceServiceRequest.parseFrom(bytes)))
          .isEqualTo(alone.subList(from, to));
    }
  }

  @Test
  void subList_unknownFieldsAndOldNames_areKept() throws Exception {
    byte[] message = odd();

    byte[] last = encode(Frames.of(message).subList(2, 3));

    assertThat(ExportTraceServiceRequest.parseFrom(last))
        .isEqualTo(
            ExportTraceServiceRequest.parseFrom(message).toBuilder()
                .removeResourceSpans(0)
                .build());
    byte[] first = encode(Frames.of(message).subList(0, 1));
    assertThat(ExportTraceServiceRequest.parseFrom(first).getResourceSpans(0).getUnknownFields())
        .isEqualTo(unknown());
  }

  @Test
  void join_partsOfSeveralMessages_makesOneMessage() throws Exception {
    RandomRequests requests = new RandomRequests(13);
    List<ExportTraceServiceRequest> expected = new ArrayList<>();
    List<EncodedSpans> parts = new ArrayList<>();
    while (expected.size() < 100) {
      ExportTraceServiceRequest sent = requests.next();
      if (sent.getResourceSpansCount() > 0) {
        EncodedSpans spans = Frames.of(sent.toByteArray());
        int cut = spans.size() / 2;
        if (cut > 0) {
          parts.add(spans.subList(0, cut));
        }
        parts.add(spans.subList(cut, spans.size()));
        expected.addAll(spanBySpan(sent));
      }
    }

    EncodedSpans joined = EncodedSpans.join(parts);

    assertThat(joined).hasSize(expected.size());
    assertThat(spanBySpan(ExportTraceServiceRequest.parseFrom(encode(joined)))).isEqualTo(expected);
    EncodedSpans middle = joined.subList(17, 61);
    assertThat(spanBySpan(ExportTraceServiceRequest.parseFrom(encode(middle))))
        .isEqualTo(expected.subList(17, 61));
  }

  @Test
  void get_readsWhatTheDecoderReads() throws Exception {
    byte[] message =
        Oracle.request(List.of(SpanFixtures.EVERYTHING, SpanFixtures.SERVER)).toByteArray();

    assertThat(Frames.of(message)).isEqualTo(RecordingSink.decode(whole, message).spans);
  }

  @Test
  void traceKey_isTheFirstSpans() {
    byte[] wide = Oracle.request(List.of(SpanFixtures.SERVER, SpanFixtures.CLIENT)).toByteArray();
    byte[] narrow =
        request(
            Span.newBuilder()
                .setName("before its id")
                .setTraceId(ByteString.copyFrom(new byte[] {0, 0, 0, 0, 0, 0, 1, 2}))
                .build());

    assertThat(Frames.of(wide).traceKey()).isEqualTo(SpanFixtures.SERVER.traceIdLow());
    assertThat(Frames.of(narrow).traceKey()).isEqualTo(0x102);
    assertThat(Frames.of(request(Span.getDefaultInstance())).traceKey()).isZero();
  }

  /**
   * Unknown fields at every height, lengths longer than need be, empty groups, fields in disorder.
   */
  private static byte[] odd() throws IOException {
    Span span =
        Oracle.request(List.of(SpanFixtures.CLIENT))
            .getResourceSpans(0)
            .getScopeSpans(0)
            .getSpans(0);
    ScopeSpans scope =
        ScopeSpans.newBuilder()
            .setScope(InstrumentationScope.newBuilder().setName("scope"))
            .addSpans(span.toBuilder().setUnknownFields(unknown()))
            .addSpans(span)
            .setSchemaUrl("https://scope")
            .setUnknownFields(unknown())
            .build();
    ResourceSpans resource =
        ResourceSpans.newBuilder()
            .addScopeSpans(ScopeSpans.getDefaultInstance())
            .addScopeSpans(scope)
            .setResource(Resource.newBuilder().setDroppedAttributesCount(1))
            .setSchemaUrl("https://resource")
            .setUnknownFields(unknown())
            .build();
    ResourceSpans old =
        ResourceSpans.newBuilder()
            .setUnknownFields(
                UnknownFieldSet.newBuilder()
                    .addField(
                        1000,
                        UnknownFieldSet.Field.newBuilder()
                            .addLengthDelimited(
                                ScopeSpans.newBuilder().addSpans(span).build().toByteString())
                            .build())
                    .build())
            .build();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    unknown().writeTo(out);
    out.writeRawByte(10);
    int size = resource.getSerializedSize();
    out.writeRawByte(size & 0x7f | 0x80);
    out.writeRawByte(size >>> 7 & 0x7f | 0x80);
    out.writeRawByte(0); // a length of three bytes where two would do
    resource.writeTo(out);
    out.writeMessage(1, old);
    out.flush();
    return bytes.toByteArray();
  }

  private static UnknownFieldSet unknown() {
    return UnknownFieldSet.newBuilder()
        .addField(900, UnknownFieldSet.Field.newBuilder().addVarint(-1).build())
        .addField(901, UnknownFieldSet.Field.newBuilder().addFixed64(5).build())
        .addField(
            902,
            UnknownFieldSet.Field.newBuilder()
                .addLengthDelimited(ByteString.copyFromUtf8("new"))
                .build())
        .addField(903, UnknownFieldSet.Field.newBuilder().addFixed32(6).build())
        .build();
  }

  /** A span whose bytes are no fields at all. */
  private static Span unreadable() {
    return Span.newBuilder()
        .setUnknownFields(
            UnknownFieldSet.newBuilder()
                .addField(1, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                .build())
        .build();
  }

  private static byte[] request(Span span) {
    return requestOf(List.of(1), span);
  }

  private static byte[] requestOf(List<Integer> counts, Span span) {
    ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
    for (int count : counts) {
      ScopeSpans.Builder scope = ScopeSpans.newBuilder();
      for (int i = 0; i < count; i++) {
        scope.addSpans(span);
      }
      request.addResourceSpans(ResourceSpans.newBuilder().addScopeSpans(scope));
    }
    return request.build().toByteArray();
  }

  /** A request for each span, with its own resource and scope. */
  private static List<ExportTraceServiceRequest> spanBySpan(ExportTraceServiceRequest request) {
    List<ExportTraceServiceRequest> alone = new ArrayList<>();
    for (ResourceSpans resource : request.getResourceSpansList()) {
      for (ScopeSpans scope : resource.getScopeSpansList()) {
        for (Span span : scope.getSpansList()) {
          ScopeSpans one = scope.toBuilder().clearSpans().addSpans(span).build();
          alone.add(
              request.toBuilder()
                  .clearResourceSpans()
                  .addResourceSpans(resource.toBuilder().clearScopeSpans().addScopeSpans(one))
                  .build());
        }
      }
    }
    return alone;
  }

  private static byte[] encode(EncodedSpans spans) throws IOException {
    SpanBatch batch = new SpanBatch(spans, SpanFixtures.ORIGIN);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new OtlpProtoEncoder().encode(batch, out);
    assertThat(new OtlpProtoEncoder().encodedSize(batch)).isEqualTo(out.size());
    return out.toByteArray();
  }

  /** What the sender is told of the frames; empty if nothing is wrong. */
  private static String problemOfFrames(byte[] message, DecodeLimits limits) {
    try {
      Frames.read(message, limits);
      return "";
    } catch (DecodeException e) {
      return e.getMessage();
    }
  }

  /** What the sender is told where spans are decoded. */
  private String problem(byte[] message, DecodeLimits limits) {
    try {
      RecordingSink.decode(whole, message, limits);
      return "";
    } catch (DecodeException e) {
      return e.getMessage();
    }
  }
}
