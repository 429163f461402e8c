package dev.ichnos.collector.admin;

import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.transport.HttpReply;
import dev.ichnos.collector.transport.HttpRequest;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** {@code /metrics}: Prometheus' text, or OpenMetrics where {@code Accept} asks for it. */
final class MetricsPage {
  private static final int USUAL_BYTES = 16 << 10;

  private final Metrics metrics;
  private final ExpositionFormats formats = ExpositionFormats.init();

  MetricsPage(Metrics metrics) {
    this.metrics = metrics;
  }

  HttpReply reply(HttpRequest request) {
    ExpositionFormatWriter writer =
        request.header("accept").contains("application/openmetrics-text")
            ? formats.getOpenMetricsTextFormatWriter()
            : formats.getPrometheusTextFormatWriter();
    ByteArrayOutputStream out = new ByteArrayOutputStream(USUAL_BYTES);
    try {
      writer.write(out, metrics.registry().scrape());
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return HttpReply.of(200, writer.getContentType(), out.toByteArray());
  }
}
