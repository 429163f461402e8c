package dev.ichnos.codec.envoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import com.google.protobuf.ByteString;
import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.FuzzRun;
import dev.ichnos.codec.GoldenMessage;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.codec.SpanDecoder;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Resource;
import dev.ichnos.proto.envoy.Node;
import dev.ichnos.proto.envoy.StreamTracesMessage;
import dev.ichnos.proto.opencensus.Span;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class EnvoyDecoderTest {
  private final SpanDecoder stream = new EnvoyDecoder().stream();

  @Test
  void decode_golden_comesOutAsOtlpSays() throws IOException, DecodeException {
    RecordingSpanSink sink = decode(stream, GoldenMessage.hex("envoy-stream/first.hex"));

    assertThat(sink.dropped()).isEmpty();
    assertThat(GoldenMessage.otlp(sink.spans()))
        .isEqualTo(GoldenMessage.compact("envoy-stream/first.expected.json"));
  }

  @Test
  void decode_identifierInFirstMessageOnly_holds() throws DecodeException {
    assertThat(resource(message("reviews.shop"))).isEqualTo(of("reviews.shop"));
    Resource second = resource(message(""));

    assertThat(second).isEqualTo(of("reviews.shop"));
    assertThat(resource(message("reviews.shop"))).isSameAs(second);
  }

  @Test
  void decode_anotherIdentifier_holdsFromThenOn() throws DecodeException {
    resource(message("reviews.shop"));

    assertThat(resource(message("ratings.shop"))).isEqualTo(of("ratings.shop"));
    assertThat(resource(message(""))).isEqualTo(of("ratings.shop"));
  }

  @Test
  void decode_otherStream_knowsNothing() throws DecodeException {
    EnvoyDecoder decoder = new EnvoyDecoder();
    decode(decoder.stream(), message("reviews.shop").build().toByteArray());
    decode(decoder, message("reviews.shop").build().toByteArray());

    byte[] unnamed = message("").build().toByteArray();
    assertThat(decode(decoder.stream(), unnamed).spans().get(0).resource())
        .isSameAs(Resource.EMPTY);
    assertThat(decode(decoder, unnamed).spans().get(0).resource()).isSameAs(Resource.EMPTY);
  }

  @Test
  void decode_spanWithResource_keepsTheNode() throws DecodeException {
    StreamTracesMessage.Builder message = message("reviews.shop");
    message.getSpansBuilder(0).getResourceBuilder().putLabels("k8s.pod.name", "reviews-v1-7f");

    assertThat(resource(message).attributes())
        .isEqualTo(
            Attributes.builder()
                .put("k8s.pod.name", "reviews-v1-7f")
                .put("service.name", "reviews.shop")
                .build());
  }

  @Test
  void decode_textBeyondTheBound_leftOut() throws DecodeException {
    byte[] sent = message("x".repeat(NodeReader.MAX_CHARS + 1)).build().toByteArray();

    RecordingSpanSink sink = decode(stream, sent);

    assertThat(sink.spans().get(0).resource()).isEqualTo(Resource.EMPTY);
    assertThat(sink.mended()).containsOnly(entry(MendReason.LIMIT, 1));
  }

  @Test
  void decode_textThatIsNotUtf8_mended() throws DecodeException {
    byte[] sent = HexFormat.of().parseHex("0a050a031201ff" + "1200");

    RecordingSpanSink sink = decode(stream, sent);
    byte[] next = message("").build().toByteArray();

    assertThat(sink.dropped()).hasSize(1);
    assertThat(sink.mended()).containsOnly(entry(MendReason.INVALID_UTF8, 1));
    assertThat(decode(stream, next).spans().get(0).resource()).isEqualTo(of("\uFFFD"));
  }

  @Test
  void decode_brokenIdentifier_namesThePlace() {
    byte[] sent = HexFormat.of().parseHex("0a040a020a09");

    assertThatThrownBy(() -> decode(stream, sent))
        .isInstanceOf(DecodeException.class)
        .hasMessage(
            "Malformed ENVOY_PROTO: identifier.node.id at byte 5: length 9 (expected: at most the"
                + " 0 bytes that are left)");
  }

  @Test
  void decode_brokenSpans_namesThePlace() {
    byte[] sent = HexFormat.of().parseHex("1200" + "1209");

    assertThatThrownBy(() -> decode(stream, sent))
        .isInstanceOf(DecodeException.class)
        .hasMessage(
            "Malformed ENVOY_PROTO: spans[1] at byte 3: length 9 (expected: at most the 0 bytes"
                + " that are left)");
  }

  @Test
  void decode_spanOverTheLimit_malformed() {
    byte[] sent = message("").addSpans(span()).build().toByteArray();
    DecodeLimits one = new DecodeLimits(1, 32, 10, 10, 10);

    assertThatThrownBy(() -> stream.decode(ByteBuffer.wrap(sent), one, new RecordingSpanSink()))
        .isInstanceOf(DecodeException.class)
        .hasMessageContaining("spans[1] at byte")
        .hasMessageContaining("one span more than the 1 of the limit");
  }

  @Test
  void decode_mutations_onlyDecodeException() throws IOException {
    byte[] message = GoldenMessage.hex("envoy-stream/first.hex");
    int read = 0;
    FuzzRun run = FuzzRun.of(31, 6_000);
    while (run.next()) {
      try {
        read += decode(stream, FuzzRun.mutate(message, run.random())).spans().size();
      } catch (DecodeException e) {
        assertThat(e).hasMessageStartingWith("Malformed ENVOY_PROTO: ");
      }
    }
    assertThat(read).isBetween(run.rounds() / 10, run.rounds() - run.rounds() / 10);
  }

  private Resource resource(StreamTracesMessage.Builder message) throws DecodeException {
    RecordingSpanSink sink = decode(stream, message.build().toByteArray());
    assertThat(sink.mended()).isEmpty();
    assertThat(sink.spans()).hasSize(1);
    return sink.spans().get(0).resource();
  }

  private static RecordingSpanSink decode(SpanDecoder decoder, byte[] message)
      throws DecodeException {
    RecordingSpanSink sink = new RecordingSpanSink();
    decoder.decode(ByteBuffer.wrap(message), DecodeLimits.DEFAULT, sink);
    return sink;
  }

  private static Resource of(String service) {
    return Resource.of(Attributes.of("service.name", service));
  }

  /** A message of one span; without an identifier if {@code cluster} is empty. */
  private static StreamTracesMessage.Builder message(String cluster) {
    StreamTracesMessage.Builder message = StreamTracesMessage.newBuilder().addSpans(span());
    return cluster.isEmpty()
        ? message
        : message.setIdentifier(
            StreamTracesMessage.Identifier.newBuilder()
                .setNode(Node.newBuilder().setCluster(cluster)));
  }

  private static Span span() {
    return Span.newBuilder()
        .setTraceId(hex("463ac35c9f6413ad48485a3953bb6124"))
        .setSpanId(hex("a2fb4a1d1a96d312"))
        .build();
  }

  private static ByteString hex(String digits) {
    return ByteString.copyFrom(HexFormat.of().parseHex(digits));
  }
}
