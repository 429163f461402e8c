package dev.ichnos.codec.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.JsonFormat;
import dev.ichnos.codec.MendReason;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Sampled;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import dev.ichnos.model.SpanFixtures;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The oracle is protobuf's own JSON, which differs from OTLP's only in that its ids are base64. */
class OtlpJsonRoundTripTest {
  private static final Pattern ID =
      Pattern.compile("\"(traceId|spanId|parentSpanId)\":\"([0-9a-f]+)\"");

  private final OtlpJsonDecoder decoder = new OtlpJsonDecoder();
  private final OtlpJsonEncoder encoder = new OtlpJsonEncoder();

  @Test
  void roundTrip_everyField_isEqual() throws Exception {
    RecordingSink sink = RecordingSink.decode(decoder, encode(SpanFixtures.EVERYTHING));

    assertThat(sink.spans)
        .containsExactly(SpanFixtures.EVERYTHING.toBuilder().sampled(Sampled.SAMPLED).build());
    assertThat(sink.mends).isEmpty();
    assertThat(sink.drops).isEmpty();
  }

  @Test
  void encode_everyField_isReadByProtobufsJson() throws Exception {
    assertThat(byOracle(encode(SpanFixtures.EVERYTHING)))
        .isEqualTo(Oracle.request(List.of(SpanFixtures.EVERYTHING)));
  }

  @Test
  void randomRequests_inProtobufsJson_decodeTheSame() throws Exception {
    JsonFormat.Printer numbers = JsonFormat.printer().printingEnumsAsInts();
    JsonFormat.Printer names = JsonFormat.printer().preservingProtoFieldNames();
    for (int seed = 0; seed < 300; seed++) {
      ExportTraceServiceRequest request = new RandomRequests(seed).next();
      String json = (seed % 2 == 0 ? numbers : names).print(request);

      RecordingSink sink = RecordingSink.decode(decoder, json.getBytes(StandardCharsets.UTF_8));

      assertThat(sink.spans).as("seed %s", seed).isEqualTo(Oracle.spans(request));
      assertThat(sink.drops).isEmpty();
    }
  }

  @Test
  void randomRequests_throughTheModel_loseNothing() throws Exception {
    for (int seed = 0; seed < 300; seed++) {
      ExportTraceServiceRequest request = new RandomRequests(seed).next();
      Span[] spans = Oracle.spans(request).toArray(Span[]::new);

      byte[] message = encode(spans);

      assertThat(byOracle(message)).as("seed %s", seed).isEqualTo(request);
      RecordingSink sink = RecordingSink.decode(decoder, message);
      assertThat(sink.spans).as("seed %s", seed).containsExactly(spans);
      // A sender's own U+FFFD beside an escape cannot be told from one of ours.
      assertThat(sink.mends).as("seed %s", seed).allMatch(MendReason.INVALID_UTF8::equals);
    }
  }

  @Test
  void encode_otherOuterName_isWritten() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    new OtlpJsonEncoder("batches").encode(SpanFixtures.batch(), out);

    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("{\"batches\":[]}");
  }

  @Test
  void encode_loneSurrogate_isReplaced() throws Exception {
    Span span =
        SpanFixtures.CLIENT.toBuilder()
            .name("a\uD83D")
            .attributes(Attributes.of("k\uDE00", "\uDE00v"))
            .build();

    assertThat(new String(encode(span), StandardCharsets.UTF_8))
        .contains("\"name\":\"a\uFFFD\"", "\"key\":\"k\uFFFD\"", "\"stringValue\":\"\uFFFDv\"");
  }

  private byte[] encode(Span... spans) throws Exception {
    SpanBatch batch = SpanFixtures.batch(spans);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    encoder.encode(batch, out);
    assertThat(out.size()).isEqualTo(encoder.encodedSize(batch));
    return out.toByteArray();
  }

  private static ExportTraceServiceRequest byOracle(byte[] message) throws Exception {
    Matcher ids = ID.matcher(new String(message, StandardCharsets.UTF_8));
    String json =
        ids.replaceAll(
            id ->
                "\"%s\":\"%s\""
                    .formatted(
                        id.group(1),
                        Base64.getEncoder().encodeToString(HexFormat.of().parseHex(id.group(2)))));
    ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
    JsonFormat.parser().merge(json, request);
    return request.build();
  }
}
