package dev.ichnos.identity.context;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.GoldenMessage;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.codec.zipkin.ZipkinV2JsonDecoder;
import dev.ichnos.identity.context.ContextSettings.Mode;
import dev.ichnos.model.Span;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A gateway and a shared pair as Envoy reports them, with tags for four families of headers. */
class ContextGoldenTest {
  @ParameterizedTest
  @CsvSource({
    "ANNOTATE, '', annotate",
    "REWRITE_HEADER, '', rewrite-header",
    "REWRITE_HEADER, istio-ingressgateway, trust-parent"
  })
  void zipkin(Mode mode, String untrusted, String expected) throws Exception {
    Set<String> gateways = untrusted.isEmpty() ? Set.of() : Set.of(untrusted);
    ContextSettings settings = new ContextSettings(mode, ContextRun.CLOUD, gateways);

    List<Span> spans = ContextRun.of(settings, ContextRun.ZIPKIN).all(decoded());

    assertThat(GoldenMessage.otlp(spans))
        .isEqualTo(GoldenMessage.compact("context/" + expected + ".expected.json"));
  }

  private static List<Span> decoded() throws Exception {
    RecordingSpanSink sink = new RecordingSpanSink();
    byte[] message = GoldenMessage.compact("context/zipkin.json").getBytes(UTF_8);
    new ZipkinV2JsonDecoder().decode(ByteBuffer.wrap(message), DecodeLimits.DEFAULT, sink);
    return sink.spans();
  }
}
