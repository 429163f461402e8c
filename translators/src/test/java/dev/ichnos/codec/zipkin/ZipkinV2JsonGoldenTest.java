package dev.ichnos.codec.zipkin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.identity.Identity;
import dev.ichnos.identity.IdentitySettings;
import dev.ichnos.identity.rule.RuleId;
import dev.ichnos.identity.rule.RuleObserver;
import dev.ichnos.identity.who.PodDirectory;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Event;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanFixtures;
import dev.ichnos.model.SpanKind;
import dev.ichnos.model.Status;
import dev.ichnos.repair.RepairObserver;
import dev.ichnos.repair.RepairSettings;
import dev.ichnos.repair.TraceRepair;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class ZipkinV2JsonGoldenTest {
  private final RecordingSpanSink sink = new RecordingSpanSink();

  @Test
  void decode_envoy_bothHalvesOfACall() throws IOException, DecodeException {
    List<Span> spans = decode("envoy.json");

    Span client = spans.get(0);
    Span server = spans.get(1);
    assertThat(sink.mended()).isEmpty();
    assertThat(client.traceId().hex()).isEqualTo("5f1d9a7c3b2e4680a1c3e5f708192a3b");
    assertThat(client.parentSpanId()).isZero();
    assertThat(client.startEpochNanos()).isEqualTo(1767323045000000000L);
    assertThat(client.endEpochNanos()).isEqualTo(1767323045005210000L);
    assertThat(client.events()).isEmpty();
    assertThat(client.attributes().size()).isEqualTo(20);
    assertThat(client.attributes().contains("network.local.port")).isFalse();
    assertThat(server.parentSpanId()).isEqualTo(client.spanId());
    assertThat(server.kind()).isEqualTo(SpanKind.SERVER);
    assertThat(server.resource().attributes())
        .isEqualTo(Attributes.of("service.name", "details.shop"));
    assertThat(server.status()).isEqualTo(new Status(Status.Code.ERROR, ""));
  }

  @Test
  void decode_envoyNumbers_threeGenerationsAlike() throws IOException, DecodeException {
    List<Span> spans = decode("envoy-numbers.json");

    assertThat(spans).hasSize(3);
    assertThat(spans.get(0).events())
        .containsExactly(Event.of(1584324295477000000L, "first_upstream_tx_byte_sent"));
    assertThat(spans.get(1)).isEqualTo(spans.get(0));
    assertThat(spans.get(2)).isEqualTo(spans.get(0));
    assertThat(sink.mended()).containsOnlyKeys(MendReason.NUMBER_SHAPE);
  }

  @Test
  void decode_unicode_kept() throws IOException, DecodeException {
    Span span = decode("unicode.json").get(0);

    assertThat(span.name()).isEqualTo("Bücher/日本語 😀");
    assertThat(span.attributes())
        .isEqualTo(
            Attributes.builder()
                .put("ключ", "значение")
                .put("emoji", "😀")
                .put("nul", "\u0000")
                .put("network.local.address", "2001:db8::7")
                .build());
    assertThat(sink.mended()).isEmpty();
  }

  @Test
  void decode_sharedPair_identityAndRepairMakeATree() throws IOException, DecodeException {
    Span[] wire = decode("shared-pair.json").toArray(Span[]::new);
    assertThat(wire[1].spanId()).isEqualTo(wire[0].spanId());

    List<Span> spans =
        new TraceRepair(RepairSettings.defaults())
            .repair(
                new Identity(IdentitySettings.of(RuleId.IDS_AND_TIMES), PodDirectory.NONE)
                    .apply(SpanFixtures.batch(wire), RuleObserver.NONE)
                    .spans(),
                null,
                RepairObserver.NONE)
            .spans();

    assertThat(spans.get(0)).isSameAs(wire[0]);
    assertThat(spans.get(1).parentSpanId()).isEqualTo(wire[0].spanId());
    assertThat(spans.get(1).spanId()).isNotEqualTo(wire[0].spanId());
    assertThat(spans.get(2).parentSpanId()).isEqualTo(spans.get(1).spanId());
  }

  private List<Span> decode(String name) throws IOException, DecodeException {
    new ZipkinV2JsonDecoder()
        .decode(ByteBuffer.wrap(GoldenFiles.read(name)), DecodeLimits.DEFAULT, sink);
    assertThat(sink.dropped()).isEmpty();
    return sink.spans();
  }
}
