package dev.ichnos.collector.receiver.otlp;

import dev.ichnos.codec.SpanDecoder;
import dev.ichnos.collector.pipeline.ReceivedMessage;
import dev.ichnos.collector.pipeline.Reception;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * Reads messages of an export call straight from the transport's stream, with one copy of the
 * bytes. Where the bytes cannot be had, it counts the message as refused and throws the status with
 * which the call is to end.
 */
record MessageMarshaller(Reception reception, SpanDecoder decoder)
    implements MethodDescriptor.Marshaller<ReceivedMessage> {
  @Override
  public InputStream stream(ReceivedMessage value) {
    throw new UnsupportedOperationException("requests are only read here");
  }

  @Override
  public ReceivedMessage parse(InputStream stream) {
    return reception.decode(decoder, ByteBuffer.wrap(bytes(stream)));
  }

  private byte[] bytes(InputStream stream) {
    try {
      // Without compression the stream knows its length, and the array comes out exact at once.
      return stream instanceof KnownLength
          ? stream.readNBytes(stream.available())
          : stream.readAllBytes();
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
