package dev.ichnos.collector.demo;

import dev.ichnos.codec.otlp.OtlpFormats;
import dev.ichnos.codec.otlp.OtlpProtoEncoder;
import io.grpc.ManagedChannel;
import java.io.IOException;

/** OTLP over gRPC, one unary call a message. */
final class OtlpGrpcSender implements Sender {
  private final GrpcCall export;

  /** Sends through this channel, and shuts it down when closed. */
  OtlpGrpcSender(ManagedChannel channel) {
    export = new GrpcCall(channel, OtlpFormats.EXPORT_METHOD);
  }

  @Override
  public String protocol() {
    return "OTLP_PROTO over gRPC";
  }

  @Override
  public void send(Bookinfo request) throws IOException {
    for (byte[] message : OtlpReports.messages(request, new OtlpProtoEncoder())) {
      export.send(message);
    }
  }

  @Override
  public void close() {
    export.close();
  }
}
