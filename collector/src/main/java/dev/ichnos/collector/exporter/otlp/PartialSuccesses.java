package dev.ichnos.collector.exporter.otlp;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.otlp.OtlpResponses;
import dev.ichnos.collector.pipeline.ExportResult;
import dev.ichnos.model.Format;

/** Reads what a backend says about a batch that it took. */
final class PartialSuccesses {
  private PartialSuccesses() {}

  /**
   * The meaning of a response's body. One that cannot be read is a plain success: the backend said
   * so by its status, and sending again would store the spans twice.
   */
  static ExportResult read(Format format, byte[] response) {
    try {
      var partial = OtlpResponses.decode(format, response);
      return partial.equals(OtlpResponses.PartialSuccess.NONE)
          ? ExportResult.DELIVERED
          : new ExportResult.Partial(partial.rejectedSpans(), partial.errorMessage());
    } catch (DecodeException e) {
      return ExportResult.DELIVERED;
    }
  }
}
