package dev.ichnos.codec.zipkin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.SpanEncoder;
import dev.ichnos.identity.ids.SharedSpanSplit;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanFixtures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import zipkin2.codec.SpanBytesDecoder;

/**
 * To Zipkin, {@code shared} says that the client half has the same id. A half that was split from
 * it has an id of its own, so the flag would send Zipkin looking for a parent that is not there.
 */
class ZipkinSharedHalvesTest {
  private static final Span SHARED =
      SpanFixtures.SERVER.toBuilder().spanId(SpanFixtures.CLIENT.spanId()).shared(true).build();

  @Test
  void encode_splitHalf_isNotFlagged() throws IOException {
    Span half = SharedSpanSplit.split(SHARED);

    assertThat(json(half).shared()).isNull();
    assertThat(proto(half).shared()).isNull();
  }

  @Test
  void encode_halfThatStillShares_isFlagged() throws IOException {
    assertThat(json(SHARED).shared()).isTrue();
    assertThat(proto(SHARED).shared()).isTrue();
  }

  private static zipkin2.Span json(Span span) throws IOException {
    return encoded(new ZipkinV2JsonEncoder(), SpanBytesDecoder.JSON_V2, span);
  }

  private static zipkin2.Span proto(Span span) throws IOException {
    return encoded(new ZipkinProtoEncoder(), SpanBytesDecoder.PROTO3, span);
  }

  private static zipkin2.Span encoded(SpanEncoder encoder, SpanBytesDecoder decoder, Span span)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    encoder.encode(SpanFixtures.batch(span), out);
    return decoder.decodeList(out.toByteArray()).get(0);
  }
}
