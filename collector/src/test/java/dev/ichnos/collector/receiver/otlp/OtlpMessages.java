package dev.ichnos.collector.receiver.otlp;

import dev.ichnos.codec.SpanEncoder;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanFixtures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Messages in either encoding. */
final class OtlpMessages {
  static final Span BAD = SpanFixtures.CLIENT.toBuilder().spanId(0).build();

  private OtlpMessages() {}

  static byte[] good(SpanEncoder encoder) {
    return encode(encoder, SpanFixtures.CLIENT);
  }

  static byte[] mixed(SpanEncoder encoder) {
    return encode(encoder, BAD, SpanFixtures.CLIENT, BAD);
  }

  static byte[] encode(SpanEncoder encoder, Span... spans) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      encoder.encode(SpanFixtures.batch(spans), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
