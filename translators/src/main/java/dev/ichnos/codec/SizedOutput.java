package dev.ichnos.codec;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A stream that makes use of knowing beforehand how much will come, as one into an array does. An
 * encoder that knows tells it before it writes.
 */
public abstract class SizedOutput extends OutputStream {
  /**
   * So many bytes will be written.
   *
   * @throws IOException if that is more than the stream takes
   */
  public abstract void expect(int bytes) throws IOException;
}
