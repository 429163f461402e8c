package dev.ichnos.collector.receiver;

import dev.ichnos.collector.pipeline.Reception;
import dev.ichnos.collector.transport.MessageStream;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * Reads messages as the bytes that they are, with one copy from the transport's stream. Where the
 * bytes cannot be had, it counts the message as refused and throws the status with which the call
 * is to end.
 */
record MessageBytes(Reception reception) implements MethodDescriptor.Marshaller<ByteBuffer> {
  @Override
  public InputStream stream(ByteBuffer value) {
    throw new UnsupportedOperationException("requests are only read here");
  }

  @Override
  public ByteBuffer parse(InputStream stream) {
    try {
      return ByteBuffer.wrap(MessageStream.read(stream));
    } catch (StatusRuntimeException e) {
      boolean large = e.getStatus().getCode() == Status.Code.RESOURCE_EXHAUSTED;
      reception.refuse(large ? "too_large" : "malformed");
      throw e;
    } catch (IOException e) {
      reception.refuse("malformed");
      throw Status.INVALID_ARGUMENT
          .withDescription("Malformed message: its compression cannot be undone: " + e.getMessage())
          .asRuntimeException();
    }
  }
}
