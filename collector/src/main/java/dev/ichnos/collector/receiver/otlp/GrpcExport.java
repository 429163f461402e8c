package dev.ichnos.collector.receiver.otlp;

import dev.ichnos.codec.SpanDecoder;
import dev.ichnos.codec.otlp.OtlpFormats;
import dev.ichnos.codec.otlp.OtlpResponses;
import dev.ichnos.collector.pipeline.Reception;
import dev.ichnos.collector.receiver.SpanMethod;
import dev.ichnos.collector.transport.GrpcMethod;

/** {@code TraceService/Export} as we serve it. */
final class GrpcExport {
  private GrpcExport() {}

  static GrpcMethod method(String owner, SpanDecoder decoder, Reception reception) {
    return SpanMethod.of(
        owner,
        OtlpFormats.EXPORT_METHOD,
        decoder,
        (rejected, problem) ->
            OtlpResponses.partialSuccess(
                OtlpFormats.OTLP_PROTO, new OtlpResponses.PartialSuccess(rejected, problem)),
        reception);
  }
}
