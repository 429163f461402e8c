package dev.ichnos.codec.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.MendReason;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanFixtures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The golden files are ours, in the form of the OTLP specification, with every oddity we take. */
class OtlpGoldenTest {
  @Test
  void envoy_inJson_comesOutAsOtlpSays() throws Exception {
    RecordingSink sink = RecordingSink.decode(new OtlpJsonDecoder(), golden("envoy.json"));

    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new OtlpJsonEncoder().encode(SpanFixtures.batch(sink.spans.toArray(Span[]::new)), out);

    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(withoutLayout(golden("envoy.expected.json")));
    assertThat(sink.drops).isEmpty();
    assertThat(sink.mends)
        .containsExactlyInAnyOrder(
            MendReason.VALUE_TYPE, MendReason.SHORT_ID, MendReason.FIELD_LEFT_OUT);
  }

  /** Drops line breaks with their indents, and the space behind colons and commas. */
  private static String withoutLayout(byte[] json) {
    return new String(json, StandardCharsets.UTF_8)
        .replaceAll("\\n *", "")
        .replace("\": ", "\":")
        .replace("\"}}, ", "\"}},")
        .replace("\", \"", "\",\"");
  }

  private static byte[] golden(String name) throws IOException {
    try (InputStream in = OtlpGoldenTest.class.getResourceAsStream("/golden/otlp/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }
}
