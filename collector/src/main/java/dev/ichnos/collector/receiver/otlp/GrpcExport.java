package dev.ichnos.collector.receiver.otlp;

import dev.ichnos.codec.otlp.OtlpFormats;
import dev.ichnos.codec.otlp.OtlpProtoDecoder;
import dev.ichnos.codec.otlp.OtlpResponses;
import dev.ichnos.collector.pipeline.Reception;
import dev.ichnos.collector.receiver.SpanMethod;
import dev.ichnos.collector.transport.GrpcMethod;

/** {@code TraceService/Export} as we serve it. */
final class GrpcExport {
  private GrpcExport() {}

  static GrpcMethod method(String owner, Reception reception) {
    return SpanMethod.of(
        owner,
        OtlpFormats.EXPORT_METHOD,
        new OtlpProtoDecoder(),
        (rejected, problem) ->
            OtlpResponses.partialSuccess(
                OtlpFormats.OTLP_PROTO, new OtlpResponses.PartialSuccess(rejected, problem)),
        reception);
  }
}
