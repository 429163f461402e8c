package dev.ichnos.collector.transport;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * The bytes of one gRPC message as the stream that a marshaller hands over. It says its length and
 * writes itself out, so that grpc-java copies the array into its frames at once, without a buffer
 * of its own between the two ({@code MessageFramer} @ 1.85.1).
 */
public final class MessageStream extends ByteArrayInputStream implements KnownLength, Drainable {

  /** The whole array, which is not copied. */
  public MessageStream(byte[] message) {
    super(message);
  }

  @Override
  public synchronized int drainTo(OutputStream target) throws IOException {
    int left = available();
    target.write(buf, pos, left);
    pos = count;
    return left;
  }

  /**
   * The rest of a stream that a marshaller was handed, in an array of its own: filled in place if
   * the stream knows its length, as it does without compression.
   *
   * @throws IOException as the stream does
   */
  public static byte[] read(InputStream stream) throws IOException {
    if (!(stream instanceof KnownLength)) {
      return stream.readAllBytes();
    }
    byte[] bytes = new byte[stream.available()];
    int read = stream.readNBytes(bytes, 0, bytes.length);
    return read == bytes.length ? bytes : Arrays.copyOf(bytes, read);
  }
}
