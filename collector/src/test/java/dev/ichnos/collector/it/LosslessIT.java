package dev.ichnos.collector.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.otlp.OtlpProtoEncoder;
import dev.ichnos.collector.testing.FakeTempo;
import dev.ichnos.model.SpanBatch;
import dev.ichnos.model.SpanFixtures;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A request that uses every field of OTLP comes out of the jar as it went in. */
class LosslessIT {
  @TempDir private Path directory;

  /** With the rules on too, where it is an application's root span: they change nothing there. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void otlpInOtlpOut_everyField_isTheSame(boolean rules) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    SpanBatch sent =
        rules
            ? SpanFixtures.batch(SpanFixtures.EVERYTHING.toBuilder().parentSpanId(0).build())
            : SpanFixtures.batch(SpanFixtures.EVERYTHING, SpanFixtures.CLIENT);
    new OtlpProtoEncoder().encode(sent, bytes);
    ExportTraceServiceRequest request = ExportTraceServiceRequest.parseFrom(bytes.toByteArray());
    try (FakeTempo tempo = FakeTempo.start();
        FakeTempo http = FakeTempo.start();
        IchnosProcess ichnos =
            IchnosProcess.run(
                directory, Configs.tempo(tempo, http) + "identity: {enabled: " + rules + "}\n")) {
      ManagedChannel channel =
          NettyChannelBuilder.forAddress(ichnos.listener("otlp", "gRPC")).usePlaintext().build();
      try {
        ExportTraceServiceResponse response =
            TraceServiceGrpc.newBlockingStub(channel).export(request);
        assertThat(response.hasPartialSuccess()).isFalse();
      } finally {
        channel.shutdownNow();
      }

      for (FakeTempo backend : new FakeTempo[] {tempo, http}) {
        Awaitility.await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> backend.storedSpans().size() == sent.size());
        assertThat(backend.stored())
            .containsExactlyInAnyOrderElementsOf(request.getResourceSpansList());
      }
    }
  }
}
