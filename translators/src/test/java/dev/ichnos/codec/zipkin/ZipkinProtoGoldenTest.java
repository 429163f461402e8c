package dev.ichnos.codec.zipkin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.EncodeReport;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.codec.SpanDecoder;
import dev.ichnos.codec.SpanEncoder;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanFixtures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The messages under golden/zipkin-proto (in) and golden/zipkin-out (out, in both encodings). */
class ZipkinProtoGoldenTest {
  @Test
  void decode_envoy_sameAsItsJson() throws IOException, DecodeException {
    assertThat(decode(new ZipkinProtoDecoder(), GoldenFiles.hex("zipkin-proto/envoy.hex")))
        .isEqualTo(envoy());
  }

  @Test
  void decode_envoyLittleEndian_sameAsItsJson() throws IOException, DecodeException {
    byte[] message = GoldenFiles.hex("zipkin-proto/envoy-little-endian.hex");

    assertThat(decode(ZipkinProtoDecoder.littleEndianSpanIds(), message)).isEqualTo(envoy());
  }

  @Test
  void decode_everyField_encodesToTheSameBytes() throws IOException, DecodeException {
    byte[] message = GoldenFiles.hex("zipkin-proto/every-field.hex");

    List<Span> spans = decode(new ZipkinProtoDecoder(), message);

    assertThat(spans.get(0).name()).isEqualTo("GET /Bücher 😀");
    assertThat(encode(new ZipkinProtoEncoder(), spans, EncodeReport.COMPLETE)).isEqualTo(message);
  }

  @Test
  void encode_envoy_asItCame() throws IOException, DecodeException {
    assertWritten(envoy(), "zipkin-out/envoy", EncodeReport.COMPLETE);
  }

  /** Two links have no place, and an event has neither time nor name. */
  @Test
  void encode_everythingOfOtlp_tagsAndAnnotations() throws IOException {
    assertWritten(
        List.of(SpanFixtures.EVERYTHING), "zipkin-out/everything", new EncodeReport(0, 3, 0));
  }

  private static void assertWritten(List<Span> spans, String golden, EncodeReport report)
      throws IOException {
    assertThat(new String(encode(new ZipkinV2JsonEncoder(), spans, report), UTF_8))
        .isEqualTo(GoldenFiles.compact(golden + ".json"));
    assertThat(HexFormat.of().formatHex(encode(new ZipkinProtoEncoder(), spans, report)))
        .isEqualTo(HexFormat.of().formatHex(GoldenFiles.hex(golden + ".hex")));
  }

  private static List<Span> envoy() throws IOException, DecodeException {
    return decode(new ZipkinV2JsonDecoder(), GoldenFiles.read("envoy.json"));
  }

  private static List<Span> decode(SpanDecoder decoder, byte[] message) throws DecodeException {
    RecordingSpanSink sink = new RecordingSpanSink();
    decoder.decode(ByteBuffer.wrap(message), DecodeLimits.DEFAULT, sink);
    assertThat(sink.dropped()).isEmpty();
    assertThat(sink.mended()).isEmpty();
    return sink.spans();
  }

  private static byte[] encode(SpanEncoder encoder, List<Span> spans, EncodeReport report)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(encoder.encode(SpanFixtures.batch(spans.toArray(Span[]::new)), out))
        .isEqualTo(report);
    return out.toByteArray();
  }
}
