package dev.ichnos.codec.cloudtrace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.model.Span;
import dev.ichnos.model.SpanFixtures;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The encoder against the same mapping written a second time with the generated classes. */
class CloudTraceOracleTest {
  private static final int SPANS = 3000;

  @Test
  void encode_fixtures_areWhatTheOracleSays() throws Exception {
    Span everything = SpanFixtures.EVERYTHING;
    CloudTraceBed bed = CloudTraceBed.encode(SpanFixtures.CLIENT, SpanFixtures.SERVER, everything);

    assertThat(bed.request)
        .isEqualTo(
            CloudTraceOracle.request(
                List.of(SpanFixtures.CLIENT, SpanFixtures.SERVER, everything),
                CloudTraceBed.PROJECT));
    assertThat(bed.broken()).isEmpty();
  }

  @Test
  void encode_randomSpans_areWhatTheOracleSays() throws Exception {
    RandomSpans spans = new RandomSpans(4);
    for (int i = 0; i < SPANS; i++) {
      Span span = spans.next();
      CloudTraceBed bed = CloudTraceBed.encode(span);

      assertThat(bed.span())
          .as("span %d: %s", i, span)
          .isEqualTo(CloudTraceOracle.span(span, CloudTraceBed.PROJECT));
      assertThat(bed.broken()).as("span %d: %s", i, span).isEmpty();
    }
  }
}
