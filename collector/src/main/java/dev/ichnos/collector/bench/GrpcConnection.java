package dev.ichnos.collector.bench;

import dev.ichnos.codec.otlp.OtlpFormats;
import dev.ichnos.codec.wire.ProtoException;
import dev.ichnos.collector.transport.BytesMarshaller;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** OTLP over gRPC, one unary call a message. */
final class GrpcConnection implements Connection {
  private static final int TIMEOUT_SECONDS = 30;
  private static final MethodDescriptor<byte[], byte[]> EXPORT =
      MethodDescriptor.newBuilder(new BytesMarshaller(), new BytesMarshaller())
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName(OtlpFormats.EXPORT_METHOD)
          .build();

  private final ManagedChannel channel;

  /** Sends through this channel, and shuts it down when closed. */
  GrpcConnection(ManagedChannel channel) {
    this.channel = channel;
  }

  @Override
  public Answer send(byte[] message) throws IOException {
    CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    try {
      byte[] response = ClientCalls.blockingUnaryCall(channel, EXPORT, options, message);
      return new Answer(true, "OK", PartialSuccess.rejected(response));
    } catch (StatusRuntimeException e) {
      return Answer.refused(e.getStatus().getCode().name());
    } catch (ProtoException e) {
      throw new IOException("answer that is not OTLP: " + e.describe(), e);
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
