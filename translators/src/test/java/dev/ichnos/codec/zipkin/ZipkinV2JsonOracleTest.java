package dev.ichnos.codec.zipkin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.RecordingSpanSink;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import zipkin2.codec.SpanBytesEncoder;

/**
 * Zipkin's own library writes random spans; ours must read of them what the library knows. Listed
 * differences: names keep their case (the library lowers it before it writes), and core annotations
 * of the span's kind become times, which the random annotations here leave out.
 */
class ZipkinV2JsonOracleTest {
  @Test
  void decode_whatTheLibraryWrites_sameSpans() throws DecodeException {
    Random random = new Random(3);
    for (int n = 0; n < 1000; n++) {
      List<zipkin2.Span> expected = new ArrayList<>();
      for (int i = random.nextInt(4); i >= 0; i--) {
        expected.add(ZipkinOracle.randomSpan(random));
      }
      RecordingSpanSink sink = new RecordingSpanSink();
      byte[] message = SpanBytesEncoder.JSON_V2.encodeList(expected);
      new ZipkinV2JsonDecoder().decode(ByteBuffer.wrap(message), DecodeLimits.DEFAULT, sink);

      assertThat(sink.dropped()).isEmpty();
      assertThat(sink.mended()).isEmpty();
      assertThat(sink.spans()).hasSameSizeAs(expected);
      for (int i = 0; i < expected.size(); i++) {
        ZipkinOracle.assertSame(sink.spans().get(i), expected.get(i));
      }
    }
  }
}
