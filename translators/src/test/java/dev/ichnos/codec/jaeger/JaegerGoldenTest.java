package dev.ichnos.codec.jaeger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.codec.jaeger.JaegerBed.Form;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Event;
import dev.ichnos.model.Sampled;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import dev.ichnos.model.Status;
import dev.ichnos.proto.jaeger.PostSpansRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.thrift.TDeserializer;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One batch as a client posts it, and as an agent passes it on. */
class JaegerGoldenTest {
  @ParameterizedTest
  @CsvSource({"THRIFT, client-java.thrift.hex", "PROTO, agent.proto.hex"})
  void decode_batch_canonical(Form form, String file) throws IOException, DecodeException {
    RecordingSpanSink sink = new RecordingSpanSink();

    form.decoder.decode(ByteBuffer.wrap(hex(file)), DecodeLimits.DEFAULT, sink);

    assertThat(sink.dropped()).isEmpty();
    assertThat(sink.mended()).isEmpty();
    assertThat(sink.spans())
        .containsExactly(
            Span.builder()
                .traceId(JaegerBed.HIGH, JaegerBed.LOW)
                .spanId(JaegerBed.ID)
                .parentSpanId(JaegerBed.LOW)
                .name("SQL SELECT")
                .kind(SpanKind.CLIENT)
                .startEpochNanos(JaegerBed.START)
                .endEpochNanos(JaegerBed.START + 5_000_000)
                .sampled(Sampled.SAMPLED)
                .attributes(
                    Attributes.builder()
                        .put("peer.service", "mysql")
                        .put("sampler.param", 1.0)
                        .put("db.rows", 7)
                        .build())
                .status(new Status(Status.Code.ERROR, ""))
                .events(
                    List.of(
                        new Event(
                            JaegerBed.START + 1_000_000,
                            "acquired lock",
                            Attributes.builder().put("waited", 2).build(),
                            0)))
                .resource(sink.spans().get(0).resource())
                .build());
    assertThat(sink.spans().get(0).resource().attributes())
        .isEqualTo(
            Attributes.builder()
                .put("service.name", "customer")
                .put("host.name", "customer-5d4f8c")
                .put("ip", "10.4.2.9")
                .put("jaeger.version", "Java-1.8.1")
                .build());
  }

  /** What the files show, the generated classes read and write as well. */
  @Test
  void files_areWhatTheGeneratedClassesWrite() throws Exception {
    io.jaegertracing.thriftjava.Batch batch = new io.jaegertracing.thriftjava.Batch();
    new TDeserializer(new TBinaryProtocol.Factory())
        .deserialize(batch, hex("client-java.thrift.hex"));

    assertThat(ThriftForm.bytes(batch)).isEqualTo(hex("client-java.thrift.hex"));
    assertThat(PostSpansRequest.parseFrom(hex("agent.proto.hex")).toByteArray())
        .isEqualTo(hex("agent.proto.hex"));
  }

  private static byte[] hex(String name) throws IOException {
    try (InputStream in = JaegerGoldenTest.class.getResourceAsStream("/golden/jaeger/" + name)) {
      String digits =
          new String(in.readAllBytes(), UTF_8)
              .lines()
              .map(line -> line.replaceFirst("#.*", "").replace(" ", ""))
              .collect(Collectors.joining());
      return HexFormat.of().parseHex(digits);
    }
  }
}
