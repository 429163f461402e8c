package dev.ichnos.repair;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.codec.SpanDecoder;
import dev.ichnos.codec.otlp.OtlpJsonDecoder;
import dev.ichnos.codec.zipkin.ZipkinV2JsonDecoder;
import dev.ichnos.identity.ids.ReceivedNames;
import dev.ichnos.model.AttributeList;
import dev.ichnos.model.AttributeVisitor;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Span;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One trace a rule under golden/repair: what came, as Zipkin v2 JSON, or, where a rule reads links,
 * which Zipkin has none of, as OTLP/JSON with those that identity leaves; and what leaves, a line
 * for each span: kind, id, parent, start and duration in microseconds after the first start that
 * came, service, what Ichnos says. Below it what was counted.
 */
class RepairGoldenTest {
  private static final long BASE = 1_767_323_045_000_000_000L;

  @ParameterizedTest
  @EnumSource
  void repair_golden(RepairRule rule) throws IOException, DecodeException {
    RecordingSpanSink sink = new RecordingSpanSink();
    String message = read(rule.label() + ".json");
    SpanDecoder decoder =
        message.startsWith("[") ? new ZipkinV2JsonDecoder() : new OtlpJsonDecoder();
    decoder.decode(ByteBuffer.wrap(message.getBytes(UTF_8)), DecodeLimits.DEFAULT, sink);
    RepairSettings settings = RepairSettings.defaults().withLeaves(true);
    if (rule == RepairRule.PROXY_PAIRS) {
      settings = settings.withProxyPairs(ProxyPairs.APP_INTERNAL);
    }
    Map<String, Integer> counts = new TreeMap<>();

    Repaired repaired =
        new TraceRepair(settings)
            .repair(RandomTraces.identified(sink.spans()), null, new CountingObserver(counts));

    StringBuilder text = new StringBuilder();
    repaired.spans().forEach(span -> line(text, span));
    text.append(counts).append('\n');
    assertThat(text.toString()).isEqualTo(read(rule.label() + ".txt"));
  }

  private static void line(StringBuilder text, Span span) {
    HexFormat hex = HexFormat.of();
    text.append(span.traceId().hex())
        .append(' ')
        .append(span.kind())
        .append(' ')
        .append(hex.toHexDigits(span.spanId()))
        .append(" <- ")
        .append(span.parentSpanId() == 0 ? "-" : hex.toHexDigits(span.parentSpanId()))
        .append(' ')
        .append((span.startEpochNanos() - BASE) / 1000)
        .append('+')
        .append((span.endEpochNanos() - span.startEpochNanos()) / 1000)
        .append(' ')
        .append(ReceivedNames.service(span));
    span.attributes().forEach(new OurAttributes(text));
    text.append('\n');
  }

  private record OurAttributes(StringBuilder text) implements AttributeVisitor {
    private void add(String key, Object value) {
      if (key.startsWith("ichnos.")) {
        text.append(' ').append(key.substring("ichnos.".length())).append('=').append(value);
      }
    }

    @Override
    public void stringValue(String key, String value) {
      add(key, value);
    }

    @Override
    public void booleanValue(String key, boolean value) {
      add(key, value);
    }

    @Override
    public void longValue(String key, long value) {
      add(key, value);
    }

    @Override
    public void doubleValue(String key, double value) {}

    @Override
    public void bytesValue(String key, byte[] value) {}

    @Override
    public void listValue(String key, AttributeList value) {}

    @Override
    public void mapValue(String key, Attributes value) {}

    @Override
    public void emptyValue(String key) {}
  }

  private static String read(String name) throws IOException {
    try (InputStream in = RepairGoldenTest.class.getResourceAsStream("/golden/repair/" + name)) {
      if (in == null) {
        throw new FileNotFoundException(name);
      }
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
