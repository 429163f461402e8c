package dev.ichnos.collector.receiver.otlp;

import dev.ichnos.codec.otlp.OtlpProtoDecoder;
import dev.ichnos.collector.pipeline.Reception;
import dev.ichnos.collector.transport.DrainSignal;
import dev.ichnos.collector.transport.Peer;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** {@code TraceService/Export} as we serve it. */
final class GrpcExport {
  static final String METHOD = "opentelemetry.proto.collector.trace.v1.TraceService/Export";

  private GrpcExport() {}

  static ServerMethodDefinition<ExportRequest, byte[]> method(Reception reception) {
    MethodDescriptor<ExportRequest, byte[]> descriptor =
        MethodDescriptor.newBuilder(
                new ExportRequest.Marshaller(reception, new OtlpProtoDecoder()),
                new ResponseMarshaller())
            .setType(MethodDescriptor.MethodType.CLIENT_STREAMING)
            .setFullMethodName(METHOD)
            .build();
    return ServerMethodDefinition.create(
        descriptor,
        (ServerCall<ExportRequest, byte[]> call, Metadata headers) -> {
          ExportCall export = new ExportCall(call, reception, Peer.ofCurrentCall().address());
          export.start(DrainSignal.ofCurrentCall());
          return export;
        });
  }

  private static final class ResponseMarshaller implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      throw new UnsupportedOperationException("responses are only written here");
    }
  }
}
