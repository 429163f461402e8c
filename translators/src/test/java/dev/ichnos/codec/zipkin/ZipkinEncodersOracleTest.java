package dev.ichnos.codec.zipkin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.EncodeReport;
import dev.ichnos.codec.RecordingSpanSink;
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
class ZipkinEncodersOracleTest {
  private static final int ROUNDS = 1000;

  private enum Form {
    JSON(new ZipkinV2JsonEncoder(), SpanBytesDecoder.JSON_V2),
    PROTO(new ZipkinProtoEncoder(), SpanBytesDecoder.PROTO3);

    final SpanEncoder encoder;
    final SpanBytesDecoder library;

    Form(SpanEncoder encoder, SpanBytesDecoder library) {
      this.encoder = encoder;
      this.library = library;
    }
  }

  @ParameterizedTest
  @EnumSource
  void encode_whatCameFromZipkin_libraryReadsTheSame(Form form) throws Exception {
    RandomZipkinSpans random = new RandomZipkinSpans(7);
    for (int n = 0; n < ROUNDS; n++) {
      List<zipkin2.Span> expected = random.next();

      byte[] message = encode(form.encoder, canonical(expected));

      assertThat(form.library.decodeList(message)).isEqualTo(expected);
    }
  }

  /** Shows that only what the library's decoder forgives could hide above. */
  @Test
  void encode_protoOfWhatCameFromZipkin_sameLengthAsTheLibrary() throws Exception {
    RandomZipkinSpans random = new RandomZipkinSpans(8);
    for (int n = 0; n < ROUNDS; n++) {
      List<zipkin2.Span> spans = random.next();

      byte[] message = encode(new ZipkinProtoEncoder(), canonical(spans));

      assertThat(message).hasSize(SpanBytesEncoder.PROTO3.encodeList(spans).length);
    }
  }

  private static List<Span> canonical(List<zipkin2.Span> spans) throws Exception {
    RecordingSpanSink sink = new RecordingSpanSink();
    byte[] message = SpanBytesEncoder.JSON_V2.encodeList(spans);
    new ZipkinV2JsonDecoder().decode(ByteBuffer.wrap(message), DecodeLimits.DEFAULT, sink);
    assertThat(sink.dropped()).isEmpty();
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
