package dev.ichnos.codec.otlp;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.DropReason;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.SpanDecoder;
import dev.ichnos.codec.SpanSink;
import dev.ichnos.model.Span;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Keeps everything that a decoder reports. */
final class RecordingSink implements SpanSink {
  final List<Span> spans = new ArrayList<>();
  final List<String> drops = new ArrayList<>();
  final List<MendReason> mends = new ArrayList<>();

  static RecordingSink decode(SpanDecoder decoder, byte[] message) throws DecodeException {
    return decode(decoder, message, DecodeLimits.DEFAULT);
  }

  /** Decodes from the middle of a larger array, as buffers of a receiver may be. */
  static RecordingSink decode(SpanDecoder decoder, byte[] message, DecodeLimits limits)
      throws DecodeException {
    byte[] padded = new byte[message.length + 7];
    System.arraycopy(message, 0, padded, 3, message.length);
    ByteBuffer buffer = ByteBuffer.wrap(padded, 3, message.length);
    RecordingSink sink = new RecordingSink();
    decoder.decode(buffer, limits, sink);
    return sink;
  }

  @Override
  public void span(Span span) {
    spans.add(span);
  }

  @Override
  public void dropped(int count, DropReason why, String detail) {
    drops.add(count + " " + why + " " + detail);
  }

  @Override
  public void mended(MendReason what) {
    mends.add(what);
  }
}
