package dev.ichnos.codec.zipkin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.codec.SpanDecoder;
import dev.ichnos.model.Span;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import zipkin2.codec.SpanBytesDecoder;
import zipkin2.codec.SpanBytesEncoder;

/**
 * Zipkin's own library reads the same message; ours must make the spans of it that ours makes of
 * the library's spans in v2. Listed differences are left out of the random spans.
 */
class ZipkinV1OracleTest {
  private static final int ROUNDS = 4_000;

  @Test
  void decode_randomV1Json_sameSpansAsTheLibrary() throws DecodeException {
    Random random = new Random(11);
    for (int n = 0; n < ROUNDS; n++) {
      byte[] message = V1JsonWriter.list(randomSpans(random));
      assertSame(new ZipkinV1JsonDecoder(), message, SpanBytesDecoder.JSON_V1);
    }
  }

  @Test
  void decode_randomV1Thrift_sameSpansAsTheLibrary() throws DecodeException {
    Random random = new Random(12);
    for (int n = 0; n < ROUNDS; n++) {
      byte[] message = V1ThriftWriter.list(randomSpans(random));
      assertSame(new ZipkinV1ThriftDecoder(), message, SpanBytesDecoder.THRIFT);
    }
  }

  @Test
  void decode_whatTheLibraryWrites_sameSpansAsTheLibrary() throws DecodeException {
    Random random = new Random(13);
    for (int n = 0; n < ROUNDS; n++) {
      zipkin2.Span span = ZipkinOracle.randomSpan(random);
      if (span.timestamp() == null) {
        span = span.toBuilder().duration(null).build(); // we keep it, Zipkin does not
      }
      List<zipkin2.Span> spans = List.of(span);
      assertSame(
          new ZipkinV1JsonDecoder(),
          SpanBytesEncoder.JSON_V1.encodeList(spans),
          SpanBytesDecoder.JSON_V1);
      assertSame(
          new ZipkinV1ThriftDecoder(),
          SpanBytesEncoder.THRIFT.encodeList(spans),
          SpanBytesDecoder.THRIFT);
    }
  }

  private static List<RandomV1Span> randomSpans(Random random) {
    List<RandomV1Span> spans = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      spans.add(RandomV1Span.of(random));
    }
    return spans;
  }

  private static void assertSame(SpanDecoder ours, byte[] message, SpanBytesDecoder library)
      throws DecodeException {
    RecordingSpanSink sink = new RecordingSpanSink();
    ours.decode(ByteBuffer.wrap(message), DecodeLimits.DEFAULT, sink);

    List<Span> expected = ZipkinOracle.canonical(library.decodeList(message));
    assertThat(sink.dropped()).isEmpty();
    assertThat(sink.mended()).isEmpty();
    assertThat(ZipkinOracle.sorted(sink.spans()))
        .as(() -> new String(message, ISO_8859_1).replaceAll("[^ -~]+", " "))
        .isEqualTo(ZipkinOracle.sorted(expected));
  }
}
