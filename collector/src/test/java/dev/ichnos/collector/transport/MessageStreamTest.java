package dev.ichnos.collector.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageStreamTest {
  private static final byte[] MESSAGE = "a message".getBytes(US_ASCII);

  @Test
  void drainTo_message_writesItsArrayOnce() throws IOException {
    Writes writes = new Writes();
    MessageStream stream = new MessageStream(MESSAGE);

    assertThat(stream.drainTo(writes)).isEqualTo(MESSAGE.length);

    assertThat(writes.arrays).singleElement().isSameAs(MESSAGE);
    assertThat(writes.toByteArray()).isEqualTo(MESSAGE);
    assertThat(stream.available()).isZero();
    assertThat(stream.read()).isEqualTo(-1);
  }

  @Test
  void drainTo_partlyRead_writesTheRest() throws IOException {
    Writes writes = new Writes();
    MessageStream stream = new MessageStream(MESSAGE);
    stream.skipNBytes(2);

    assertThat(stream.available()).isEqualTo(7);
    assertThat(stream.drainTo(writes)).isEqualTo(7);

    assertThat(writes.toString(US_ASCII)).isEqualTo("message");
  }

  @Test
  void drainTo_empty_writesNothing() throws IOException {
    Writes writes = new Writes();

    assertThat(new MessageStream(new byte[0]).drainTo(writes)).isZero();

    assertThat(writes.size()).isZero();
  }

  @Test
  void read_knownLength_fillsTheArrayPieceByPiece() throws IOException {
    assertThat(MessageStream.read(new InPieces(MESSAGE, MESSAGE.length))).isEqualTo(MESSAGE);
  }

  @Test
  void read_knownLengthOfNothing_isEmpty() throws IOException {
    assertThat(MessageStream.read(new InPieces(MESSAGE, 0))).isEmpty();
  }

  @Test
  void read_endsBeforeItsLength_isWhatThereWas() throws IOException {
    assertThat(MessageStream.read(new InPieces(MESSAGE, 100))).isEqualTo(MESSAGE);
  }

  @Test
  void read_unknownLength_readsToTheEnd() throws IOException {
    InputStream inflating =
        new ByteArrayInputStream(MESSAGE) {
          @Override
          public synchronized int available() {
            return 1;
          }
        };

    assertThat(MessageStream.read(inflating)).isEqualTo(MESSAGE);
  }

  @Test
  void marshaller_streamsAndParses() {
    BytesMarshaller marshaller = new BytesMarshaller();
    InputStream stream = marshaller.stream(MESSAGE);

    assertThat(stream).isInstanceOf(KnownLength.class).isInstanceOf(Drainable.class);
    assertThat(marshaller.parse(stream)).isEqualTo(MESSAGE).isNotSameAs(MESSAGE);
  }

  /** Remembers the arrays that were written. */
  private static final class Writes extends ByteArrayOutputStream {
    private final List<byte[]> arrays = new ArrayList<>();

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
      arrays.add(bytes);
      super.write(bytes, offset, length);
    }
  }

  /** As grpc-java's streams over several network buffers: never more than two bytes at once. */
  private static final class InPieces extends InputStream implements KnownLength {
    private final ByteArrayInputStream bytes;
    private final int available;

    InPieces(byte[] bytes, int available) {
      this.bytes = new ByteArrayInputStream(bytes);
      this.available = available;
    }

    @Override
    public int available() {
      return available;
    }

    @Override
    public int read() {
      return bytes.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      return bytes.read(target, offset, Math.min(2, length));
    }
  }
}
