package dev.ichnos.codec;

import dev.ichnos.model.Format;
import dev.ichnos.model.SpanBatch;
import java.io.IOException;
import java.io.OutputStream;

/** Turns batches into messages of one format. Stateless, safe for many threads. */
public interface SpanEncoder {
  /** The format that it writes. */
  Format format();

  /**
   * The exact number of bytes that {@link #encode} writes for this batch. To know it may cost as
   * much as to write them.
   */
  int encodedSize(SpanBatch batch);

  /**
   * Writes the batch as one message, straight into it where {@code out} is a {@link MessageBuffer}.
   *
   * @return what was cut or left out because the format cannot say it
   * @throws IOException only if {@code out} throws it
   * @throws MessageBuffer.FullException only if {@code out} throws it
   */
  EncodeReport encode(SpanBatch batch, OutputStream out) throws IOException;
}
