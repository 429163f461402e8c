package dev.ichnos.codec.skywalking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.FuzzRun;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.codec.SpanDecoder;
import dev.ichnos.codec.wire.Utf8;
import dev.ichnos.model.Event;
import dev.ichnos.model.Span;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.apache.skywalking.apm.network.language.agent.v3.SegmentCollection;
import org.apache.skywalking.apm.network.language.agent.v3.SegmentObject;
import org.junit.jupiter.api.Test;

/** Whatever comes, the answer is spans, drops or a {@link DecodeException}. */
class SkyWalkingFuzzTest {
  private static final int ROUNDS = 4_000;

  /** Both encodings of whatever SkyWalking's own classes can hold mean the same. */
  @Test
  void decode_anySegment_sameFromProtobufAndJson() throws Exception {
    FuzzRun run = FuzzRun.of(21, ROUNDS / 4);
    while (run.next()) {
      SegmentObject segment = RandomSegments.next(run.random());
      RecordingSpanSink proto =
          Segments.read(SkyWalkingProtoDecoder.segment(), segment.toByteArray());
      RecordingSpanSink json = Segments.read(new SkyWalkingJsonDecoder(), Segments.json(segment));

      assertThat(json.spans()).isEqualTo(proto.spans());
      assertThat(json.dropped()).isEqualTo(proto.dropped());
      assertThat(json.mended()).isEqualTo(proto.mended());
    }
  }

  @Test
  void decode_everyTruncation_neverMoreSpans() throws IOException {
    byte[] json = Segments.golden("java-agent.json");
    for (int length = 0; length < json.length; length++) {
      read(new SkyWalkingJsonDecoder(), Arrays.copyOf(json, length));
    }
    byte[] proto = RandomSegments.next(new Random(3)).toByteArray();
    for (int length = 0; length < proto.length; length++) {
      read(SkyWalkingProtoDecoder.segment(), Arrays.copyOf(proto, length));
    }
  }

  @Test
  void decode_mutations_onlyDecodeException() throws IOException {
    FuzzRun run = FuzzRun.of(22, ROUNDS);
    while (run.next()) {
      Random random = run.random();
      SegmentObject segment = RandomSegments.next(random);
      SegmentCollection two =
          SegmentCollection.newBuilder().addSegments(segment).addSegments(segment).build();
      read(
          SkyWalkingProtoDecoder.segment(),
          FuzzRun.mutate(nonEmpty(segment.toByteArray()), random));
      read(
          SkyWalkingProtoDecoder.collection(), FuzzRun.mutate(nonEmpty(two.toByteArray()), random));
    }
  }

  @Test
  void decode_mutatedJson_onlyDecodeException() throws IOException {
    byte[] envoy = Segments.golden("envoy.json");
    byte[] agent = Segments.golden("java-agent.json");
    FuzzRun run = FuzzRun.of(23, ROUNDS);
    while (run.next()) {
      byte[] message = run.random().nextBoolean() ? envoy : agent;
      read(new SkyWalkingJsonDecoder(), FuzzRun.mutate(message, run.random()));
    }
  }

  @Test
  void decode_randomBytes_onlyDecodeException() {
    FuzzRun run = FuzzRun.of(24, 5 * ROUNDS);
    while (run.next()) {
      Random random = run.random();
      byte[] bytes = new byte[random.nextInt(80)];
      random.nextBytes(bytes);
      if (bytes.length > 2 && random.nextBoolean()) {
        bytes[0] = 0x0a;
        bytes[1] = (byte) random.nextInt(bytes.length - 1);
      }
      read(SkyWalkingProtoDecoder.segment(), bytes);
      read(SkyWalkingProtoDecoder.collection(), bytes);
      read(new SkyWalkingJsonDecoder(), bytes);
    }
  }

  private static byte[] nonEmpty(byte[] bytes) {
    return bytes.length == 0 ? new byte[1] : bytes;
  }

  private static void read(SpanDecoder decoder, byte[] message) {
    RecordingSpanSink sink;
    try {
      sink = Segments.read(decoder, message);
    } catch (DecodeException e) {
      assertThat(e).hasMessageStartingWith("Malformed " + decoder.format() + ": ");
      return;
    }
    for (Span span : sink.spans()) {
      assertThat(span.spanId()).isNotZero();
      assertThat(span.traceIdHigh() | span.traceIdLow()).isNotZero();
      assertValid(span.name());
      assertValid(span.attributes().toString());
      assertValid(span.resource().attributes().toString());
      assertValid(span.links().toString());
      for (Event event : span.events()) {
        assertValid(event.name());
        assertValid(event.attributes().toString());
      }
    }
  }

  private static void assertValid(String text) {
    assertThat(Utf8.mend(text)).isSameAs(text);
  }
}
