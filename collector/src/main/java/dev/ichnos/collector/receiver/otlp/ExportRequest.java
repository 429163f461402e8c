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
 * One message of an export call: decoded, or the reason why its bytes could not be had. A
 * marshaller that throws would end the call as UNKNOWN, with a stack trace in the log.
 */
sealed interface ExportRequest {
  /** The bytes were had; whether they could be read is the message's matter. */
  record Decoded(ReceivedMessage message) implements ExportRequest {}

  /** The bytes could not be had: broken compression, or more of them than the listener allows. */
  record Broken(Status status) implements ExportRequest {}

  /** Reads requests straight from the transport's stream, with one copy of the bytes. */
  record Marshaller(Reception reception, SpanDecoder decoder)
      implements MethodDescriptor.Marshaller<ExportRequest> {
    @Override
    public InputStream stream(ExportRequest value) {
      throw new UnsupportedOperationException("requests are only read here");
    }

    @Override
    public ExportRequest parse(InputStream stream) {
      byte[] bytes;
      try {
        // Without compression the stream knows its length, and the array comes out exact at once.
        bytes =
            stream instanceof KnownLength
                ? stream.readNBytes(stream.available())
                : stream.readAllBytes();
      } catch (StatusRuntimeException e) {
        return new Broken(e.getStatus());
      } catch (IOException e) {
        return new Broken(
            Status.INVALID_ARGUMENT.withDescription(
                "Malformed message: its compression cannot be undone: " + e.getMessage()));
      }
      return new Decoded(reception.decode(decoder, ByteBuffer.wrap(bytes)));
    }
  }
}
