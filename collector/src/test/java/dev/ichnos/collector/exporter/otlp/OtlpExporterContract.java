package dev.ichnos.collector.exporter.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.collector.exporter.ExporterContract;
import dev.ichnos.collector.pipeline.ExportResult;
import dev.ichnos.collector.testing.FakeTempo;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanFixtures;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The contract for OTLP, by either transport. */
abstract class OtlpExporterContract extends ExporterContract<FakeTempo> {
  @Override
  protected FakeTempo startBackend() throws IOException {
    return FakeTempo.start();
  }

  @Override
  protected Span badSpan(long spanId) {
    return SpanFixtures.CLIENT.toBuilder().spanId(0).build();
  }

  @Override
  protected String badSpanWords() {
    return "span ids must be 64 bit";
  }

  @Test
  void export_partialSuccess_tellsCountAndText() throws Exception {
    backend.answerNext(new FakeTempo.Reply.Partial(1, "one was too old"));

    assertThat(export(BATCH)).isEqualTo(new ExportResult.Partial(1, "one was too old"));
  }
}
