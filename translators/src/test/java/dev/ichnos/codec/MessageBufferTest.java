package dev.ichnos.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ichnos.codec.MessageBuffer.FullException;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;

class MessageBufferTest {
  @Test
  void write_pastTheFirstArray_grows() throws Exception {
    MessageBuffer buffer = new MessageBuffer(1, 1_000);

    buffer.write(7);
    buffer.write(new byte[] {0, 1, 2, 3, 4}, 1, 3);

    assertThat(buffer.toByteArray()).containsExactly(7, 1, 2, 3);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    buffer.writeTo(out);
    assertThat(out.toByteArray()).containsExactly(7, 1, 2, 3);
  }

  @Test
  void write_exactlyAsMuchAsItHolds_isTaken() {
    MessageBuffer buffer = new MessageBuffer(1, 4);

    buffer.write(new byte[3], 0, 3);
    buffer.write(9);

    assertThat(buffer.toByteArray()).containsExactly(0, 0, 0, 9);
  }

  @Test
  void write_oneMoreThanItHolds_isFull() {
    MessageBuffer buffer = new MessageBuffer(1, 4);

    assertThatThrownBy(() -> buffer.write(new byte[5], 0, 5))
        .isInstanceOf(FullException.class)
        .hasMessage("message: larger than 4 bytes");
    buffer.write(new byte[4], 0, 4);
    assertThatThrownBy(() -> buffer.write(1)).isInstanceOf(FullException.class);
  }

  @Test
  void room_thenLessTaken_countsWhatWasTaken() {
    MessageBuffer buffer = new MessageBuffer(0, 4);

    byte[] array = buffer.room(0, 20);
    array[3] = 5;
    buffer.filled(4);

    assertThat(buffer.toByteArray()).containsExactly(0, 0, 0, 5);
    assertThatThrownBy(() -> buffer.filled(5)).isInstanceOf(FullException.class);
  }

  @Test
  void room_farPastTheBound_isFullWithoutAnArray() {
    MessageBuffer buffer = new MessageBuffer(0, 4);

    assertThatThrownBy(() -> buffer.room(0, Integer.MAX_VALUE)).isInstanceOf(FullException.class);
  }

  @Test
  void clear_holdsNothing_andWritesFromTheBegin() {
    MessageBuffer buffer = new MessageBuffer(8, 8);
    buffer.write(new byte[8], 0, 8);

    buffer.clear();
    buffer.write(1);

    assertThat(buffer.size()).isEqualTo(1);
    assertThat(buffer.toByteArray()).containsExactly(1);
  }
}
