package dev.ichnos.codec.opencensus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.FuzzRun;
import dev.ichnos.codec.RecordingSpanSink;
import io.opencensus.proto.agent.trace.v1.ExportTraceServiceRequest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** What OpenCensus' own classes write is read as {@link OpenCensusOracle} reads it. */
class OpenCensusOracleTest {
  @Test
  void decode_anyMessage_asTheOracle() throws Exception {
    OpenCensusDecoder decoder = new OpenCensusDecoder();
    int spans = 0;
    FuzzRun run = FuzzRun.of(41, 4_000);
    RandomMessages messages = new RandomMessages(run.random());
    while (run.next()) {
      ExportTraceServiceRequest message = messages.next();

      RecordingSpanSink sink = OpenCensusBed.decode(decoder, message.toByteArray());

      assertThat(sink.spans())
          .as(() -> HexFormat.of().formatHex(message.toByteArray()))
          .isEqualTo(OpenCensusOracle.spans(message));
      assertThat(sink.spans().size() + sink.dropped().size()).isEqualTo(message.getSpansCount());
      spans += sink.spans().size();
    }
    assertThat(spans).isGreaterThan(run.rounds());
  }
}
