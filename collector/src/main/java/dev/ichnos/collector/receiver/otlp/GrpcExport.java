package dev.ichnos.collector.receiver.otlp;

import dev.ichnos.codec.otlp.OtlpFormats;
import dev.ichnos.codec.otlp.OtlpProtoDecoder;
import dev.ichnos.collector.pipeline.ReceivedMessage;
import dev.ichnos.collector.pipeline.Reception;
import dev.ichnos.collector.transport.BytesMarshaller;
import dev.ichnos.collector.transport.DrainSignal;
import dev.ichnos.collector.transport.Peer;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;

/** {@code TraceService/Export} as we serve it. */
final class GrpcExport {
  private GrpcExport() {}

  static ServerMethodDefinition<ReceivedMessage, byte[]> method(Reception reception) {
    MethodDescriptor<ReceivedMessage, byte[]> descriptor =
        MethodDescriptor.newBuilder(
                new MessageMarshaller(reception, new OtlpProtoDecoder()), new BytesMarshaller())
            .setType(MethodDescriptor.MethodType.CLIENT_STREAMING)
            .setFullMethodName(OtlpFormats.EXPORT_METHOD)
            .build();
    return ServerMethodDefinition.create(
        descriptor,
        (ServerCall<ReceivedMessage, byte[]> call, Metadata headers) -> {
          ExportCall export = new ExportCall(call, reception, Peer.ofCurrentCall().address());
          export.start(DrainSignal.ofCurrentCall());
          return export;
        });
  }
}
