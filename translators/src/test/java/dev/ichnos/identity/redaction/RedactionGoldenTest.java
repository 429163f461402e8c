package dev.ichnos.identity.redaction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.GoldenMessage;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.codec.otlp.OtlpJsonDecoder;
import dev.ichnos.identity.Identity;
import dev.ichnos.identity.IdentitySettings;
import dev.ichnos.identity.rule.RuleId;
import dev.ichnos.identity.rule.RuleObserver;
import dev.ichnos.identity.who.PodDirectory;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanFixtures;
import java.nio.ByteBuffer;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One span with a secret in every place, as it comes and as it is kept. */
class RedactionGoldenTest {
  @Test
  void apply_secretsEverywhere_asExpected() throws Exception {
    byte[] message = GoldenMessage.compact("identity/redaction.json").getBytes(UTF_8);
    RecordingSpanSink sink = new RecordingSpanSink();
    new OtlpJsonDecoder().decode(ByteBuffer.wrap(message), DecodeLimits.DEFAULT, sink);
    Identity identity =
        new Identity(IdentitySettings.of(Set.of(RuleId.REDACTION)), PodDirectory.NONE);

    var spans =
        identity
            .apply(SpanFixtures.batch(sink.spans().toArray(Span[]::new)), RuleObserver.NONE)
            .spans();

    assertThat(GoldenMessage.otlp(spans))
        .isEqualTo(GoldenMessage.compact("identity/redaction.expected.json"));
  }
}
