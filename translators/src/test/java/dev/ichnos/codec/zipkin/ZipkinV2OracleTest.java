package dev.ichnos.codec.zipkin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.EncodeReport;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.codec.SpanDecoder;
import dev.ichnos.codec.SpanEncoder;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import dev.ichnos.model.SpanFixtures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import zipkin2.codec.SpanBytesDecoder;
import zipkin2.codec.SpanBytesEncoder;

/** What Zipkin's library says passes through ours in both directions and encodings unchanged. */
class ZipkinV2OracleTest {
  private static final int ROUNDS = 1000;

  private enum Form {
    JSON(
        new ZipkinV2JsonEncoder(),
        SpanBytesDecoder.JSON_V2,
        new ZipkinV2JsonDecoder(),
        SpanBytesEncoder.JSON_V2),
    PROTO(
        new ZipkinProtoEncoder(),
        SpanBytesDecoder.PROTO3,
        new ZipkinProtoDecoder(),
        SpanBytesEncoder.PROTO3);

    final SpanEncoder encoder;
    final SpanBytesDecoder libraryDecoder;
    final SpanDecoder decoder;
    final SpanBytesEncoder libraryEncoder;

    Form(
        SpanEncoder encoder,
        SpanBytesDecoder libraryDecoder,
        SpanDecoder decoder,
        SpanBytesEncoder libraryEncoder) {
      this.encoder = encoder;
      this.libraryDecoder = libraryDecoder;
      this.decoder = decoder;
      this.libraryEncoder = libraryEncoder;
    }
  }

  @ParameterizedTest
  @EnumSource
  void encode_whatCameFromZipkin_libraryReadsTheSame(Form form) throws Exception {
    RandomZipkinSpans random = new RandomZipkinSpans(7);
    for (int n = 0; n < ROUNDS; n++) {
      List<zipkin2.Span> expected = random.next();
      List<Span> spans = decode(Form.JSON.decoder, Form.JSON.libraryEncoder.encodeList(expected));

      byte[] message = encode(form.encoder, spans);

      assertThat(form.libraryDecoder.decodeList(message)).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @EnumSource
  void decode_whatWasEncoded_sameSpans(Form form) throws Exception {
    RandomZipkinSpans random = new RandomZipkinSpans(8);
    for (int n = 0; n < ROUNDS; n++) {
      List<Span> spans = decode(form.decoder, form.libraryEncoder.encodeList(random.next()));

      assertThat(decode(form.decoder, encode(form.encoder, spans))).isEqualTo(spans);
    }
  }

  @Test
  void decode_protoOfTheLibrary_sameAsItsJson() throws Exception {
    RandomZipkinSpans random = new RandomZipkinSpans(9);
    for (int n = 0; n < ROUNDS; n++) {
      List<zipkin2.Span> spans = random.next();

      assertThat(decode(Form.PROTO.decoder, Form.PROTO.libraryEncoder.encodeList(spans)))
          .isEqualTo(decode(Form.JSON.decoder, Form.JSON.libraryEncoder.encodeList(spans)));
    }
  }

  /** Its JSON is longer, since it escapes two characters more than JSON asks. */
  @Test
  void encode_protoOfWhatCameFromZipkin_sameLengthAsTheLibrary() throws Exception {
    RandomZipkinSpans random = new RandomZipkinSpans(10);
    for (int n = 0; n < ROUNDS; n++) {
      byte[] expected = Form.PROTO.libraryEncoder.encodeList(random.next());

      List<Span> spans = decode(Form.PROTO.decoder, expected);

      assertThat(encode(Form.PROTO.encoder, spans)).hasSize(expected.length);
    }
  }

  private static List<Span> decode(SpanDecoder decoder, byte[] message) throws DecodeException {
    RecordingSpanSink sink = new RecordingSpanSink();
    decoder.decode(ByteBuffer.wrap(message), DecodeLimits.DEFAULT, sink);
    assertThat(sink.dropped()).isEmpty();
    assertThat(sink.mended()).isEmpty();
    return sink.spans();
  }

  private static byte[] encode(SpanEncoder encoder, List<Span> spans) throws IOException {
    SpanBatch batch = SpanFixtures.batch(spans.toArray(Span[]::new));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(encoder.encode(batch, out)).isEqualTo(EncodeReport.COMPLETE);
    assertThat(encoder.encodedSize(batch)).isEqualTo(out.size());
    return out.toByteArray();
  }
}
