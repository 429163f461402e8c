package dev.ichnos.codec.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.ichnos.codec.MessageBuffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProtoMessageWriterTest {
  private static final int TEXT = (1 << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED;
  private static final int INNER = (2 << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED;

  private final MessageBuffer buffer = MessageBuffer.unbounded(0);
  private final ProtoMessageWriter writer = new ProtoMessageWriter(buffer);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 127, 128, 16_380, 16_384, 2_097_148, 2_097_152})
  void end_lengthOfAnySize_isTheShortestWhateverWasExpected(int chars) throws Exception {
    String text = "x".repeat(chars);
    byte[] expected = message(text);

    for (int length = ProtoMessageWriter.SHORT; length <= ProtoMessageWriter.LONG; length++) {
      MessageBuffer message = MessageBuffer.unbounded(0);
      ProtoMessageWriter out = new ProtoMessageWriter(message);
      int content = out.begin(INNER, length);
      out.text(TEXT, text);
      out.end(content, length);
      out.finish();

      assertThat(message.toByteArray()).isEqualTo(expected);
    }
  }

  @Test
  void end_nestedMessages_eachHasItsLength() throws Exception {
    int outer = writer.begin(INNER, ProtoMessageWriter.LONG);
    int middle = writer.begin(INNER, ProtoMessageWriter.SHORT);
    int inner = writer.begin(INNER, ProtoMessageWriter.MEDIUM);
    writer.text(TEXT, "y".repeat(200));
    writer.end(inner, ProtoMessageWriter.MEDIUM);
    writer.end(middle, ProtoMessageWriter.SHORT);
    writer.end(outer, ProtoMessageWriter.LONG);
    writer.finish();

    CodedInputStream in = CodedInputStream.newInstance(buffer.toByteArray());
    for (int length : new int[] {209, 206, 203}) {
      assertThat(in.readTag()).isEqualTo(INNER);
      assertThat(in.readRawVarint32()).isEqualTo(length);
    }
    assertThat(in.readTag()).isEqualTo(TEXT);
    assertThat(in.readStringRequireUtf8()).isEqualTo("y".repeat(200));
    assertThat(in.isAtEnd()).isTrue();
  }

  @Test
  void endUnlessEmpty_nothingWritten_leavesNoTrace() {
    writer.text(TEXT, "a");
    int content = writer.begin(INNER, ProtoMessageWriter.MEDIUM);
    writer.endUnlessEmpty(content, ProtoMessageWriter.MEDIUM);
    writer.text(TEXT, "b");
    writer.finish();

    assertThat(buffer.toByteArray()).containsExactly(TEXT, 1, 'a', TEXT, 1, 'b');
  }

  @Test
  void fields_areWhatTheOracleReads() throws Exception {
    writer.varint(3 << 3, -1);
    writer.fixed64((4 << 3) | WireFormat.WIRETYPE_FIXED64, 0x0102_0304_0506_0708L);
    writer.fixed32((5 << 3) | WireFormat.WIRETYPE_FIXED32, 0x0102_0304);
    writer.id(INNER, 0x0102_0304_0506_0708L);
    writer.id(INNER, 1, 2);
    writer.bytes(TEXT, new byte[] {9});
    writer.text((1000 << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED, "π€🐢\ud800z");
    writer.finish();

    CodedInputStream in = CodedInputStream.newInstance(buffer.toByteArray());
    assertThat(in.readTag()).isEqualTo(3 << 3);
    assertThat(in.readInt64()).isEqualTo(-1);
    in.readTag();
    assertThat(in.readFixed64()).isEqualTo(0x0102_0304_0506_0708L);
    in.readTag();
    assertThat(in.readFixed32()).isEqualTo(0x0102_0304);
    in.readTag();
    assertThat(in.readByteArray()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    in.readTag();
    assertThat(in.readByteArray()).containsExactly(0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2);
    in.readTag();
    assertThat(in.readByteArray()).containsExactly(9);
    assertThat(WireFormat.getTagFieldNumber(in.readTag())).isEqualTo(1000);
    assertThat(in.readStringRequireUtf8()).isEqualTo("π€🐢\ufffdz");
    assertThat(in.isAtEnd()).isTrue();
  }

  @Test
  void writer_bufferThatHoldsSomething_writesBehindIt() {
    buffer.write(42);
    ProtoMessageWriter behind = new ProtoMessageWriter(buffer);
    behind.text(TEXT, "a");
    behind.finish();

    assertThat(buffer.toByteArray()).containsExactly(42, TEXT, 1, 'a');
  }

  private static byte[] message(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.writeTag(2, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeUInt32NoTag(CodedOutputStream.computeStringSize(1, text));
    out.writeString(1, text);
    out.flush();
    return bytes.toByteArray();
  }
}
