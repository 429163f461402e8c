package dev.ichnos.collector.transport;

import io.grpc.MethodDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** gRPC messages as the bytes that they are, for methods whose codec reads and writes them. */
public final class BytesMarshaller implements MethodDescriptor.Marshaller<byte[]> {
  @Override
  public InputStream stream(byte[] value) {
    return new MessageStream(value);
  }

  @Override
  public byte[] parse(InputStream stream) {
    try {
      return MessageStream.read(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
