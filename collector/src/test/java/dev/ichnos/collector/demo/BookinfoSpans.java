package dev.ichnos.collector.demo;

import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.codec.SpanEncoder;
import dev.ichnos.codec.otlp.OtlpProtoDecoder;
import dev.ichnos.codec.otlp.OtlpProtoEncoder;
import dev.ichnos.identity.Identity;
import dev.ichnos.identity.IdentitySettings;
import dev.ichnos.identity.rule.RuleObserver;
import dev.ichnos.identity.who.PodDirectory;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import dev.ichnos.model.SpanFixtures;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A request of Bookinfo as the collector holds it behind the rules of identity, and as it leaves.
 */
final class BookinfoSpans {
  static final Bookinfo REQUEST =
      new Bookinfo(0x5f1d9a7c3b2e4680L, 0xa1c3e5f708192a3bL, 1_767_323_045_000_006L);

  private static final Identity IDENTITY =
      new Identity(IdentitySettings.defaults(), PodDirectory.NONE);

  private BookinfoSpans() {}

  static List<Span> all() throws Exception {
    RecordingSpanSink sink = new RecordingSpanSink();
    for (byte[] message : OtlpReports.messages(REQUEST, new OtlpProtoEncoder())) {
      new OtlpProtoDecoder().decode(ByteBuffer.wrap(message), DecodeLimits.DEFAULT, sink);
    }
    SpanBatch decoded = SpanFixtures.batch(sink.spans().toArray(Span[]::new));
    return IDENTITY.apply(decoded, RuleObserver.NONE).spans();
  }

  static ByteBuffer message(SpanEncoder encoder, List<Span> spans) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    encoder.encode(SpanFixtures.batch(spans.toArray(Span[]::new)), bytes);
    return ByteBuffer.wrap(bytes.toByteArray());
  }
}
