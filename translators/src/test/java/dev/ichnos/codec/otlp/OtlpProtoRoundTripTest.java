package dev.ichnos.codec.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.model.Attributes;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Sampled;
import dev.ichnos.model.Scope;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import dev.ichnos.model.SpanFixtures;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class OtlpProtoRoundTripTest {
  private static final Span SAMPLED_EVERYTHING =
      SpanFixtures.EVERYTHING.toBuilder().sampled(Sampled.SAMPLED).build();

  private final OtlpProtoDecoder decoder = new OtlpProtoDecoder();
  private final OtlpProtoEncoder encoder = new OtlpProtoEncoder();

  @Test
  void decode_everyFieldFromGenerated_isEqual() throws Exception {
    byte[] message = Oracle.request(List.of(SpanFixtures.EVERYTHING)).toByteArray();

    RecordingSink sink = RecordingSink.decode(decoder, message);

    assertThat(sink.spans).containsExactly(SAMPLED_EVERYTHING);
    assertThat(sink.drops).isEmpty();
    assertThat(sink.mends).isEmpty();
  }

  @Test
  void encode_everyField_isWhatGeneratedSays() throws Exception {
    assertThat(ExportTraceServiceRequest.parseFrom(encode(SpanFixtures.EVERYTHING)))
        .isEqualTo(Oracle.request(List.of(SpanFixtures.EVERYTHING)));
  }

  @Test
  void encode_noSpans_isEmpty() throws Exception {
    assertThat(encode()).isEmpty();
  }

  @Test
  void encode_absentFields_areNotWritten() throws Exception {
    Span bare = Span.builder().traceId(0, 1).spanId(2).build();

    byte[] span = new byte[2 + 16 + 2 + 8];
    span[0] = 10;
    span[1] = 16;
    span[17] = 1;
    span[18] = 18;
    span[19] = 8;
    span[27] = 2;
    ExportTraceServiceRequest parsed = ExportTraceServiceRequest.parseFrom(encode(bare));

    assertThat(parsed.getResourceSpans(0).getScopeSpans(0).getSpans(0).toByteArray())
        .isEqualTo(span);
    assertThat(parsed.getSerializedSize()).isEqualTo(span.length + 6);
  }

  @Test
  void encode_equalResourcesOfManyMessages_areOneGroupInOrder() throws Exception {
    Resource again = SpanFixtures.service("productpage.default");
    Scope scope = new Scope("s", "", Attributes.EMPTY, 0, "");
    Span first = SpanFixtures.CLIENT;
    Span second = SpanFixtures.SERVER;
    Span third = first.toBuilder().spanId(3).resource(again).build();
    Span fourth = second.toBuilder().spanId(4).scope(scope).build();

    ExportTraceServiceRequest parsed =
        ExportTraceServiceRequest.parseFrom(encode(first, second, third, fourth));

    assertThat(parsed).isEqualTo(Oracle.request(List.of(first, second, third, fourth)));
    assertThat(parsed.getResourceSpansList())
        .extracting(ResourceSpans::getScopeSpansCount)
        .containsExactly(1, 2);
    assertThat(parsed.getResourceSpans(0).getScopeSpans(0).getSpansCount()).isEqualTo(2);
  }

  @Test
  void encode_textLongerThanBuffer_isWhole() throws Exception {
    for (String unit : List.of("x", "ä", "😀", "\uFFFD")) {
      Span span =
          SpanFixtures.CLIENT.toBuilder()
              .name(unit.repeat(30_000))
              .attributes(
                  Attributes.builder()
                      .put("k", unit.repeat(8_191))
                      .put("b", new byte[9000])
                      .build())
              .build();

      assertThat(ExportTraceServiceRequest.parseFrom(encode(span)))
          .isEqualTo(Oracle.request(List.of(span)));
    }
  }

  @Test
  void encode_loneSurrogate_isReplaced() throws Exception {
    Span span = SpanFixtures.CLIENT.toBuilder().name("a\uD83D").traceState("\uDE00b").build();

    ExportTraceServiceRequest parsed = ExportTraceServiceRequest.parseFrom(encode(span));

    assertThat(parsed.getResourceSpans(0).getScopeSpans(0).getSpans(0).getName())
        .isEqualTo("a\uFFFD");
    assertThat(parsed.getResourceSpans(0).getScopeSpans(0).getSpans(0).getTraceState())
        .isEqualTo("\uFFFDb");
  }

  @Test
  void randomRequests_throughTheModel_keepEveryByte() throws Exception {
    for (int seed = 0; seed < 500; seed++) {
      ExportTraceServiceRequest request = new RandomRequests(seed).next();

      RecordingSink sink = RecordingSink.decode(decoder, request.toByteArray());

      assertThat(sink.spans).as("seed %s", seed).isEqualTo(Oracle.spans(request));
      assertThat(sink.mends).as("seed %s", seed).isEmpty();
      byte[] again = encode(sink.spans.toArray(Span[]::new));
      assertThat(again).as("seed %s", seed).isEqualTo(request.toByteArray());
    }
  }

  @Test
  void decode_spansOfOneGroup_shareResourceScopeAndKeys() throws Exception {
    byte[] message = encode(SpanFixtures.CLIENT, SpanFixtures.CLIENT);

    List<Span> spans = RecordingSink.decode(decoder, message).spans;

    assertThat(spans.get(0).resource()).isSameAs(spans.get(1).resource());
    assertThat(spans.get(0).scope()).isSameAs(spans.get(1).scope()).isSameAs(Scope.EMPTY);
  }

  private byte[] encode(Span... spans) throws Exception {
    SpanBatch batch = SpanFixtures.batch(spans);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    encoder.encode(batch, out);
    assertThat(out.size()).isEqualTo(encoder.encodedSize(batch));
    return out.toByteArray();
  }
}
