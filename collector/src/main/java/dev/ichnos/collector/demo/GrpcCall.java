package dev.ichnos.collector.demo;

import dev.ichnos.collector.transport.BytesMarshaller;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Calls one unary method, message by message, and insists on OK. */
final class GrpcCall implements AutoCloseable {
  private final ManagedChannel channel;
  private final MethodDescriptor<byte[], byte[]> method;

  /**
   * A method on a channel, which {@link #close} shuts down.
   *
   * @param path {@code package.Service/Method}
   */
  GrpcCall(ManagedChannel channel, String path) {
    this.channel = channel;
    BytesMarshaller bytes = new BytesMarshaller();
    method =
        MethodDescriptor.newBuilder(bytes, bytes)
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(path)
            .build();
  }

  /**
   * Sends one message and waits for the answer.
   *
   * @throws IOException if it was not taken; the text says what came back
   */
  void send(byte[] message) throws IOException {
    CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(10, TimeUnit.SECONDS);
    try {
      byte[] unused = ClientCalls.blockingUnaryCall(channel, method, options, message);
    } catch (StatusRuntimeException e) {
      throw new IOException(method.getBareMethodName() + ": " + e.getStatus(), e);
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
