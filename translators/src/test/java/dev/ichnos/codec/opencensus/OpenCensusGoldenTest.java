package dev.ichnos.codec.opencensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.GoldenMessage;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.RecordingSpanSink;
import io.opencensus.proto.agent.trace.v1.ExportTraceServiceRequest;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The messages under golden/opencensus, written by us in the form that senders' sources show. */
class OpenCensusGoldenTest {
  @Test
  void envoy_comesOutAsOtlpSays() throws IOException, DecodeException {
    RecordingSpanSink sink = assertGolden("envoy");

    assertThat(sink.mended())
        .containsOnly(entry(MendReason.PARENT_ID, 1), entry(MendReason.VALUE_TYPE, 2));
  }

  @Test
  void application_comesOutAsOtlpSays() throws IOException, DecodeException {
    assertThat(assertGolden("application").mended()).isEmpty();
  }

  private static RecordingSpanSink assertGolden(String name) throws IOException, DecodeException {
    byte[] message = GoldenMessage.hex("opencensus/" + name + ".hex");
    assertThat(ExportTraceServiceRequest.parseFrom(message).getSpansCount()).isPositive();

    RecordingSpanSink sink = OpenCensusBed.decode(new OpenCensusDecoder(), message);

    assertThat(sink.dropped()).isEmpty();
    assertThat(GoldenMessage.otlp(sink.spans()))
        .isEqualTo(GoldenMessage.compact("opencensus/" + name + ".expected.json"));
    return sink;
  }
}
