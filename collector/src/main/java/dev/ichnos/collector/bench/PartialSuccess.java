package dev.ichnos.collector.bench;

import dev.ichnos.codec.wire.ProtoException;
import dev.ichnos.codec.wire.ProtoReader;
import java.nio.ByteBuffer;

/** The answer to an OTLP message: field 1 is the partial success, whose field 1 is a count. */
final class PartialSuccess {
  private static final int PARTIAL_SUCCESS = 1 << 3 | ProtoReader.LENGTH;
  private static final int REJECTED_SPANS = 1 << 3 | ProtoReader.VARINT;

  private PartialSuccess() {}

  /** How many spans were not taken. */
  static long rejected(byte[] response) throws ProtoException {
    ProtoReader reader = new ProtoReader(ByteBuffer.wrap(response));
    long rejected = 0;
    for (int tag = reader.readTag(); tag != 0; tag = reader.readTag()) {
      if (tag == PARTIAL_SUCCESS) {
        int outer = reader.enter();
        for (int inner = reader.readTag(); inner != 0; inner = reader.readTag()) {
          if (inner == REJECTED_SPANS) {
            rejected = reader.readVarint();
          } else {
            reader.skip(inner);
          }
        }
        reader.leave(outer);
      } else {
        reader.skip(tag);
      }
    }
    return rejected;
  }
}
