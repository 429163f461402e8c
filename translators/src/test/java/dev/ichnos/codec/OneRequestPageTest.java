package dev.ichnos.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.devtools.cloudtrace.v2.BatchWriteSpansRequest;
import com.google.protobuf.util.JsonFormat;
import dev.ichnos.codec.cloudtrace.CloudTraceEncoder;
import dev.ichnos.codec.cloudtrace.CloudTraceOptions;
import dev.ichnos.codec.datadog.DatadogEncoder;
import dev.ichnos.codec.datadog.DatadogOptions;
import dev.ichnos.codec.otlp.OtlpJsonEncoder;
import dev.ichnos.codec.zipkin.ZipkinV2JsonDecoder;
import dev.ichnos.codec.zipkin.ZipkinV2JsonEncoder;
import dev.ichnos.identity.Identity;
import dev.ichnos.identity.IdentitySettings;
import dev.ichnos.identity.rule.RuleId;
import dev.ichnos.identity.who.PodDirectory;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import dev.ichnos.model.SpanFixtures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;

/** Holds the page that shows one request at every backend to what the encoders write. */
class OneRequestPageTest {
  private static final Path PAGE = Path.of("..", "docs", "formats", "one-request.md");
  private static final String RECEIVED = "/golden/zipkin-v2-json/envoy.json";
  private static final Pattern SECTION =
      Pattern.compile("(?ms)^## ([^\\n]+)$(?:(?!^## ).)*?^```json\\n(.*?)^```$");

  @Test
  void page_showsWhatEachEncoderWrites() throws Exception {
    Map<String, String> shown = new LinkedHashMap<>();
    Matcher section = SECTION.matcher(Files.readString(PAGE));
    while (section.find()) {
      shown.put(section.group(1), section.group(2));
    }

    Map<String, String> written = written();
    assertThat(shown.keySet()).containsExactlyElementsOf(written.keySet());
    written.forEach((heading, json) -> assertThat(shown.get(heading)).as(heading).isEqualTo(json));
  }

  /** By the page's headings: what the sidecars sent, then each backend's. */
  static Map<String, String> written() throws IOException, DecodeException {
    byte[] received = received();
    RecordingSpanSink sink = new RecordingSpanSink();
    new ZipkinV2JsonDecoder().decode(ByteBuffer.wrap(received), DecodeLimits.DEFAULT, sink);
    SpanBatch batch =
        new Identity(IdentitySettings.of(RuleId.IDS_AND_TIMES), PodDirectory.NONE)
            .apply(
                SpanFixtures.batch(sink.spans().toArray(Span[]::new)),
                (rule, spans) -> assertThat(rule).as("nothing to change").isEmpty());
    Map<String, String> written = new LinkedHashMap<>();
    written.put(
        "What the sidecars send", ShortJson.of(new String(received, StandardCharsets.UTF_8)));
    written.put("Tempo", ShortJson.of(text(new OtlpJsonEncoder(), batch)));
    written.put("Datadog", ShortJson.of(datadog(batch)));
    written.put("Cloud Trace", ShortJson.of(cloudTrace(batch)));
    written.put("Zipkin", ShortJson.of(text(new ZipkinV2JsonEncoder(), batch)));
    return written;
  }

  private static byte[] received() throws IOException {
    try (InputStream in = OneRequestPageTest.class.getResourceAsStream(RECEIVED)) {
      return Objects.requireNonNull(in, RECEIVED).readAllBytes();
    }
  }

  private static String datadog(SpanBatch batch) throws IOException {
    byte[] message = bytes(DatadogEncoder.v04(DatadogOptions.defaults()), batch);
    try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(message)) {
      return unpacker.unpackValue().toJson();
    }
  }

  private static String cloudTrace(SpanBatch batch) throws IOException {
    byte[] message = bytes(new CloudTraceEncoder(CloudTraceOptions.of("shop-prod")), batch);
    return JsonFormat.printer()
        .preservingProtoFieldNames()
        .print(BatchWriteSpansRequest.parseFrom(message));
  }

  private static String text(SpanEncoder encoder, SpanBatch batch) throws IOException {
    return new String(bytes(encoder, batch), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(SpanEncoder encoder, SpanBatch batch) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    encoder.encode(batch, out);
    return out.toByteArray();
  }
}
