package dev.ichnos.collector.demo;

import dev.ichnos.codec.otlp.OtlpFormats;
import dev.ichnos.codec.otlp.OtlpProtoEncoder;
import dev.ichnos.collector.transport.BytesMarshaller;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** OTLP over gRPC, one unary call a message. */
final class OtlpGrpcSender implements Sender {
  private static final MethodDescriptor<byte[], byte[]> EXPORT =
      MethodDescriptor.<byte[], byte[]>newBuilder()
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName(OtlpFormats.EXPORT_METHOD)
          .setRequestMarshaller(new BytesMarshaller())
          .setResponseMarshaller(new BytesMarshaller())
          .build();

  private final ManagedChannel channel;

  /** Sends through this channel, and shuts it down when closed. */
  OtlpGrpcSender(ManagedChannel channel) {
    this.channel = channel;
  }

  @Override
  public String protocol() {
    return "OTLP_PROTO over gRPC";
  }

  @Override
  public void send(Bookinfo request) throws IOException {
    CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(10, TimeUnit.SECONDS);
    for (byte[] message : OtlpReports.messages(request, new OtlpProtoEncoder())) {
      try {
        ClientCalls.blockingUnaryCall(channel, EXPORT, options, message);
      } catch (StatusRuntimeException e) {
        throw new IOException("Export: " + e.getStatus(), e);
      }
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
