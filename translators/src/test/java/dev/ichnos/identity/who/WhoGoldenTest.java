package dev.ichnos.identity.who;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.GoldenMessage;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.codec.zipkin.ZipkinV2JsonDecoder;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Span;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A gateway, a sidecar's both sides, a waypoint's both spans, an application whose pod is known by
 * its endpoint, and one of which nothing is known: who they are, as resources in OTLP's JSON.
 */
class WhoGoldenTest {
  private final WhoFixture who = new WhoFixture();

  @Test
  void apply_mesh_asExpected() throws Exception {
    who.clusterName = "prod";
    who.pods =
        new FakePods()
            .add(
                FakePods.pod("istio-system", "istio-ingressgateway-6f7b5d8c9-2xk4q", "node-1"),
                "10.4.0.3")
            .add(FakePods.pod("shop", "productpage-v1-7d4f8c9b6-x2kqz", "node-2"), "10.4.0.12")
            .add(FakePods.pod("shop", "waypoint-6c8f9d7b54-qx7tz", "node-1"), "10.4.2.9")
            .add(FakePods.pod("shop", "reviews-v3-545db77b95-wjtxc", "node-3"), "10.4.3.5");

    List<Span> spans = who.apply(read());

    List<Span> bare = new ArrayList<>();
    spans.forEach(span -> bare.add(span.toBuilder().attributes(Attributes.EMPTY).build()));
    assertThat(GoldenMessage.otlp(bare))
        .isEqualTo(GoldenMessage.compact("identity/who.expected.json"));
    assertThat(who.apply(spans.toArray(Span[]::new))).containsExactlyElementsOf(spans);
  }

  private static Span[] read() throws Exception {
    RecordingSpanSink sink = new RecordingSpanSink();
    try (InputStream in =
        WhoGoldenTest.class.getResourceAsStream("/golden/identity/who.zipkin.json")) {
      new ZipkinV2JsonDecoder()
          .decode(ByteBuffer.wrap(in.readAllBytes()), DecodeLimits.DEFAULT, sink);
    }
    return sink.spans().toArray(Span[]::new);
  }
}
