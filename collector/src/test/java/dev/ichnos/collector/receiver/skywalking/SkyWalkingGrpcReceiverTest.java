package dev.ichnos.collector.receiver.skywalking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.collector.config.ServerConfig;
import dev.ichnos.collector.config.SkyWalkingReceiverConfig;
import dev.ichnos.collector.pipeline.EpochClock;
import dev.ichnos.collector.receiver.GrpcReceiverContract;
import dev.ichnos.model.Span;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.skywalking.apm.network.language.agent.v3.SegmentCollection;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What each method that brings segments owes its senders, under both of its names. */
class SkyWalkingGrpcReceiverTest {
  private static final String COLLECT = "TraceSegmentReportService/collect";

  @Nested
  class Collect extends Contract {
    @Override
    protected String method() {
      return "skywalking.v3." + COLLECT;
    }
  }

  /** As Envoy up to 1.18 calls it. */
  @Nested
  class CollectWithoutPackage extends Contract {
    @Override
    protected String method() {
      return COLLECT;
    }
  }

  @Nested
  class CollectInSync extends InSync {
    @Override
    protected String method() {
      return "skywalking.v3." + COLLECT + "InSync";
    }
  }

  @Nested
  class CollectInSyncWithoutPackage extends InSync {
    @Override
    protected String method() {
      return COLLECT + "InSync";
    }
  }

  abstract static class InSync extends Contract {
    @Override
    protected byte[] good() {
      return SegmentCollection.newBuilder()
          .addSegments(SkyWalkingMessages.good())
          .build()
          .toByteArray();
    }

    @Override
    protected byte[] mixed() {
      return SegmentCollection.newBuilder()
          .addSegments(SkyWalkingMessages.onlyBad())
          .addSegments(SkyWalkingMessages.mixed())
          .build()
          .toByteArray();
    }
  }

  abstract static class Contract extends GrpcReceiverContract {
    private final ServerConfig server = server();

    @BeforeEach
    void start() throws IOException {
      new SkyWalkingReceiver(
          new SkyWalkingReceiverConfig("skywalking", Optional.of(server), Optional.empty()),
          consumer,
          listeners,
          metrics,
          EpochClock.SYSTEM);
      listeners.start();
    }

    @Override
    protected InetSocketAddress address() {
      return listeners.address("skywalking", server.endpoint());
    }

    @Override
    protected byte[] good() {
      return SkyWalkingMessages.good().toByteArray();
    }

    @Override
    protected byte[] mixed() {
      return SkyWalkingMessages.mixed().toByteArray();
    }

    @Override
    protected byte[] empty() {
      return new byte[0];
    }

    @Override
    protected byte[] malformed() {
      return "not protobuf".getBytes(StandardCharsets.UTF_8);
    }

    @Override
    protected String formatName() {
      return "SKYWALKING_PROTO";
    }

    @Test
    void collect_span_isNamedByItsSegment() throws Exception {
      assertThat(send(good(), false).verdict()).isEqualTo(Verdict.ACCEPTED);

      Span span = consumer.spans().get(0);
      assertThat(span.traceId().hex()).isEqualTo("4f2c8a1e7b3d4c5e9a6f0d1b2c3e4f50");
      assertThat(span.attributes().string("skywalking.segment_id"))
          .isEqualTo("8e1d5c77-0a9b-4f1e-b1c2-6d7e8f901a2b");
    }
  }
}
