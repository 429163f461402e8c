package dev.ichnos.codec.zipkin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
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
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class ZipkinV1GoldenTest {
  private final RecordingSpanSink sink = new RecordingSpanSink();

  @Test
  void decode_envoyShared_bothHalves() throws IOException, DecodeException {
    List<Span> spans = json("envoy-shared.json");

    Span client = spans.get(0);
    Span server = spans.get(1);
    assertThat(spans).hasSize(2);
    assertThat(client.kind()).isEqualTo(SpanKind.CLIENT);
    assertThat(client.shared()).isFalse();
    assertThat(client.attributes().string("network.local.address")).isEqualTo("10.4.0.9");
    assertThat(server.kind()).isEqualTo(SpanKind.SERVER);
    assertThat(server.shared()).isTrue();
    assertThat(server.startEpochNanos()).isEqualTo(1541600000101000000L);
    assertThat(server.endEpochNanos()).isEqualTo(1541600000104900000L);
    assertThat(server.resource().attributes()).isEqualTo(Attributes.of("service.name", "details"));
    assertThat(server.attributes().contains("network.local.address")).isFalse();
    assertThat(server.status()).isEqualTo(new Status(Status.Code.ERROR, ""));
    assertThat(spans).allSatisfy(span -> assertThat(span.events()).isEmpty());
  }

  @Test
  void decode_nginxIngress_rootIsNotShared() throws IOException, DecodeException {
    List<Span> spans = json("nginx-ingress.json");

    assertThat(spans).hasSize(2);
    assertThat(spans.get(0).kind()).isEqualTo(SpanKind.SERVER);
    assertThat(spans.get(0).shared()).isFalse();
    assertThat(spans.get(0).endEpochNanos()).isEqualTo(1561000000003150000L);
    assertThat(spans.get(0).attributes().string("http.status_code")).isEqualTo("404");
    assertThat(spans.get(1).kind()).isEqualTo(SpanKind.UNSPECIFIED);
    assertThat(spans.get(1).parentSpanId()).isEqualTo(spans.get(0).spanId());
    assertThat(spans.get(1).resource()).isSameAs(spans.get(0).resource());
    assertThat(spans.get(1).attributes()).isEqualTo(Attributes.of("lc", "nginx"));
  }

  @Test
  void decode_twoHosts_identityMakesAParentAndAChild() throws IOException, DecodeException {
    Span[] wire = json("two-hosts.json").toArray(Span[]::new);
    List<Span> spans =
        new Identity(IdentitySettings.of(RuleId.IDS_AND_TIMES), PodDirectory.NONE)
            .apply(SpanFixtures.batch(wire), RuleObserver.NONE)
            .spans();

    assertThat(spans).hasSize(2);
    assertThat(spans.get(0).spanId()).isEqualTo(0x5b4185666d50f68bL);
    assertThat(spans.get(0).attributes().string("peer.service")).isEqualTo("backend");
    assertThat(spans.get(1).parentSpanId()).isEqualTo(spans.get(0).spanId());
    assertThat(spans.get(1).attributes().string("peer.service")).isEqualTo("frontend");
    assertThat(spans.get(1).attributes().integer("network.peer.port", 0)).isEqualTo(63840);
    assertThat(spans).allSatisfy(span -> assertThat(span.debug()).isTrue());
  }

  @Test
  void decode_jaegerClientGo_canonical() throws IOException, DecodeException {
    List<Span> spans = thrift("jaeger-client-go.hex");

    assertThat(spans)
        .containsExactly(
            Span.builder()
                .traceId(0xff, 0xa1b2c3d4e5f60718L)
                .spanId(0x1122334455667788L)
                .parentSpanId(1)
                .kind(SpanKind.CLIENT)
                .name("HTTP GET")
                .startEpochNanos(1600000000000000000L)
                .endEpochNanos(1600000000002500000L)
                .resource(spans.get(0).resource())
                .events(List.of(Event.of(1600000000001000000L, "{\"event\":\"retry\"}")))
                .attributes(
                    Attributes.builder()
                        .put("http.method", "GET")
                        .put("error", "true")
                        .put("sampler.param", "1.0")
                        .put("network.local.address", "192.168.0.7")
                        .put("peer.service", "redis")
                        .put("network.peer.address", "10.0.0.5")
                        .put("network.peer.port", 40000)
                        .build())
                .status(new Status(Status.Code.ERROR, ""))
                .build());
    assertThat(spans.get(0).resource().attributes())
        .isEqualTo(Attributes.of("service.name", "driver"));
  }

  @Test
  void decode_finagleShared_serverHalf() throws IOException, DecodeException {
    Span span = thrift("finagle-shared.hex").get(0);

    assertThat(span.kind()).isEqualTo(SpanKind.SERVER);
    assertThat(span.shared()).isTrue();
    assertThat(span.spanId()).isEqualTo(-2);
    assertThat(span.startEpochNanos()).isEqualTo(1600000000000000000L);
    assertThat(span.endEpochNanos()).isEqualTo(1600000000000700000L);
    assertThat(span.attributes())
        .isEqualTo(
            Attributes.builder()
                .put("network.local.address", "2001:db8::c")
                .put("network.peer.address", "10.0.0.9")
                .put("network.peer.port", 51000)
                .build());
  }

  private List<Span> json(String name) throws IOException, DecodeException {
    new ZipkinV1JsonDecoder()
        .decode(
            ByteBuffer.wrap(GoldenFiles.read("zipkin-v1-json", name)), DecodeLimits.DEFAULT, sink);
    return clean();
  }

  private List<Span> thrift(String name) throws IOException, DecodeException {
    new ZipkinV1ThriftDecoder()
        .decode(
            ByteBuffer.wrap(GoldenFiles.hex("zipkin-v1-thrift/" + name)),
            DecodeLimits.DEFAULT,
            sink);
    return clean();
  }

  private List<Span> clean() {
    assertThat(sink.dropped()).isEmpty();
    assertThat(sink.mended()).isEmpty();
    return sink.spans();
  }
}
