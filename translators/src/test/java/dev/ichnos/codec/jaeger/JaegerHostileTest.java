package dev.ichnos.codec.jaeger;

import static dev.ichnos.codec.jaeger.JaegerBed.batch;
import static dev.ichnos.codec.jaeger.JaegerBed.log;
import static dev.ichnos.codec.jaeger.JaegerBed.number;
import static dev.ichnos.codec.jaeger.JaegerBed.process;
import static dev.ichnos.codec.jaeger.JaegerBed.span;
import static dev.ichnos.codec.jaeger.JaegerBed.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.sun.management.ThreadMXBean;
import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.FuzzRun;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.codec.jaeger.JaegerBed.Form;
import dev.ichnos.codec.wire.Utf8;
import dev.ichnos.model.Span;
import dev.ichnos.proto.jaeger.Batch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes, the answer is spans, drops or a {@link DecodeException}, from little memory. */
class JaegerHostileTest {
  private static final int ROUNDS = 4_000;

  private final JaegerBed bed = new JaegerBed();

  private static Batch batchOfThree() {
    return batch(
            span().addTags(text("span.kind", "server")).addTags(number("http.status_code", 200)),
            span()
                .addLogs(log(JaegerBed.START, text("event", "näme"), number("n", 1)))
                .addReferences(JaegerBed.childOf(JaegerBed.HIGH, JaegerBed.LOW, 5)),
            span().addTags(JaegerBed.binary("b", 1, 2, 3)))
        .toBuilder()
        .setProcess(process("details", text("hostname", "pod")))
        .build();
  }

  @Test
  void decode_everyTruncationOfThrift_refused() {
    byte[] message = Form.THRIFT.bytes(batchOfThree());
    for (int length = 1; length < message.length; length++) {
      assertThat(decodes(Form.THRIFT, Arrays.copyOf(message, length)))
          .as("%s bytes", length)
          .isFalse();
    }
  }

  /** Of protobuf, a message that ends where the batch's length is not yet known is a whole one. */
  @Test
  void decode_everyTruncationOfProto_refused() {
    byte[] message = Form.PROTO.bytes(batchOfThree());
    for (int length = 1; length < message.length; length++) {
      assertThat(decodes(Form.PROTO, Arrays.copyOf(message, length)))
          .as("%s bytes", length)
          .isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void decode_mutations_onlyDecodeException(Form form) {
    FuzzRun run = FuzzRun.of(2, ROUNDS);
    byte[] message = form.bytes(batchOfThree());
    int fine = 0;
    while (run.next()) {
      fine += decodes(form, FuzzRun.mutate(message, run.random())) ? 1 : 0;
    }
    assertThat(fine).isBetween(run.rounds() / 20, run.rounds() - run.rounds() / 20);
  }

  @ParameterizedTest
  @EnumSource
  void decode_randomBytes_onlyDecodeException(Form form) {
    FuzzRun run = FuzzRun.of(3, 5 * ROUNDS);
    Random random = run.random();
    byte[] head = form.bytes(batchOfThree());
    while (run.next()) {
      byte[] bytes = new byte[random.nextInt(90)];
      random.nextBytes(bytes);
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = random.nextBoolean() ? bytes[i] : (byte) random.nextInt(16);
      }
      int known = random.nextInt(60);
      System.arraycopy(head, 0, bytes, 0, Math.min(known, bytes.length));
      decodes(form, bytes);
    }
  }

  /** The message in hex; what the sender reads. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "80010001;byte 0: begins with byte 128 (expected: 12, a Batch of Jaeger's in Thrift's binary protocol, without header)",
        "7b22;byte 0: begins with byte 123 (expected: 12, a Batch of Jaeger's in Thrift's binary protocol, without header)",
        "0c0001;process at byte 3: message ends (expected: 1 bytes, found 0)",
        "0c00010b00010000000561;process, field 1 at byte 6: length 5 (expected: at most the 1 bytes left)",
        "0c0001000f00020c0000000900;field 2 at byte 8: size 9 (expected: at most 1 in the 1 bytes left)",
        "0c0001000f00020c00000001000001;byte 14: 1 bytes behind the batch (expected: none)",
        "0c0001000f00020c000000010a0001ff;span 0, field 1 at byte 15: message ends (expected: 8 bytes, found 1)",
        "0c0001000f00020c000000010f000a0c000000010b00010000000961;span 0, tag 0, field 1 at byte 23: length 9 (expected: at most the 1 bytes left)",
        "0c0001000f00020c000000010f000b0c000000010f00020c000000010800;span 0, log 0, field 0 at byte 29: message ends (expected: 2 bytes, found 1)",
        "0c0001000f00020c000000010f00060c00000001080001ff;span 0, reference 0, field 1 at byte 23: message ends (expected: 4 bytes, found 1)",
      })
  void decode_brokenThrift_namesPlace(String hex, String detail) {
    assertThatThrownBy(
            () ->
                bed.decode(Form.THRIFT.decoder, HexFormat.of().parseHex(hex), DecodeLimits.DEFAULT))
        .isInstanceOf(DecodeException.class)
        .hasMessage("Malformed JAEGER_THRIFT: " + detail);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "0a05;batch at byte 1: length 5 (expected: at most the 0 bytes that are left)",
        "0a020a05;batch.spans at byte 3: length 5 (expected: at most the 0 bytes that are left)",
        "0a0412020a09;batch.process.service_name at byte 5: length 9 (expected: at most the 0 bytes that are left)",
        "0801;batch at byte 1: wire type 0 (varint) (expected: wire type 2 (length and bytes))",
      })
  void decode_brokenProto_namesPlace(String hex, String detail) {
    assertThatThrownBy(
            () ->
                bed.decode(Form.PROTO.decoder, HexFormat.of().parseHex(hex), DecodeLimits.DEFAULT))
        .isInstanceOf(DecodeException.class)
        .hasMessage("Malformed JAEGER_PROTO: " + detail);
  }

  @Test
  void decode_brokenSpanOfProto_costsItself() throws DecodeException {
    Batch good = batch(span(), span());
    byte[] broken = {0x42, 0x03, 0x0a, 0x09, 'a'}; // tags: key of 9 bytes, of which 1 is there
    byte[] message =
        request(good.getSpans(0).toByteArray(), broken, good.getSpans(1).toByteArray());

    bed.decode(Form.PROTO.decoder, message, DecodeLimits.DEFAULT);

    assertThat(bed.sink.spans()).hasSize(2);
    assertThat(bed.sink.dropped()).hasSize(1);
    assertThat(bed.sink.dropped().get(0))
        .startsWith("1 MALFORMED_SPAN batch.spans[1].tags.key at byte ")
        .endsWith(": length 9 (expected: at most the 1 bytes that are left)");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 9, 15, 17})
  void decode_traceIdOfOtherLength_droppedWithIt(int length) throws DecodeException {
    bed.decode(Form.PROTO, batch(span().setTraceId(ByteString.copyFrom(new byte[length])), span()));

    assertThat(bed.sink.spans()).hasSize(1);
    assertThat(bed.sink.dropped().get(0))
        .startsWith("1 INVALID_TRACE_ID batch.spans[0].trace_id")
        .contains("8 or 16");
  }

  /** Generated classes would refuse the message. */
  @Test
  void decode_textNotUtf8_mended() throws DecodeException {
    byte[] name = {0x1a, 0x03, 'a', (byte) 0xff, 'b'};
    byte[] ids = span().clearOperationName().build().toByteArray();
    byte[] both = Arrays.copyOf(ids, ids.length + name.length);
    System.arraycopy(name, 0, both, ids.length, name.length);

    bed.decode(Form.PROTO.decoder, request(both), DecodeLimits.DEFAULT);

    assertThat(bed.sink.spans().get(0).name()).isEqualTo("a\uFFFDb");
    assertThat(bed.sink.mended()).containsExactly(entry(MendReason.INVALID_UTF8, 1));
  }

  @Test
  void decode_thriftSpansBeforeTheirProcess_haveItsResource() throws DecodeException {
    byte[] message = Form.THRIFT.bytes(batchOfThree());
    int processEnd =
        new String(message, StandardCharsets.ISO_8859_1).indexOf("\0\017\0\002\014") + 1;
    byte[] turned = new byte[message.length];
    int spans = message.length - 1 - processEnd;
    System.arraycopy(message, processEnd, turned, 0, spans);
    System.arraycopy(message, 0, turned, spans, processEnd);

    bed.decode(Form.THRIFT.decoder, turned, DecodeLimits.DEFAULT);

    assertThat(bed.sink.spans()).hasSize(3);
    assertThat(bed.sink.spans().get(0).resource().attributes().string("service.name"))
        .isEqualTo("details");
  }

  @Test
  void decode_thriftIncomplete_isSaid() throws DecodeException {
    byte[] message = Form.THRIFT.bytes(batch(span()));
    byte[] longer = Arrays.copyOf(message, message.length + 4);
    byte[] incomplete = {2, 0, 12, 1, 0, 0};
    System.arraycopy(incomplete, 0, longer, message.length - 2, incomplete.length);

    bed.decode(Form.THRIFT.decoder, longer, DecodeLimits.DEFAULT);

    assertThat(bed.sink.spans().get(0).attributes().contains("jaeger.incomplete")).isTrue();
  }

  @Test
  void decode_thriftFieldsUnknownOrOfAnotherType_skipped() throws DecodeException {
    byte[] message = Form.THRIFT.bytes(batch(span()));
    byte[] more = {8, 0, 10, 0, 0, 0, 1, 10, 0, 99, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0};
    byte[] longer = Arrays.copyOf(message, message.length - 2 + more.length);
    System.arraycopy(more, 0, longer, message.length - 2, more.length);

    bed.decode(Form.THRIFT.decoder, longer, DecodeLimits.DEFAULT);

    assertThat(bed.sink.spans()).hasSize(1);
    assertThat(bed.sink.mended()).containsExactly(entry(MendReason.FIELD_LEFT_OUT, 1));
  }

  @ParameterizedTest
  @EnumSource
  void decode_tooManySpans_refused(Form form) {
    assertThatThrownBy(
            () ->
                bed.decode(
                    form.decoder, form.bytes(batchOfThree()), new DecodeLimits(2, 9, 9, 9, 9)))
        .isInstanceOf(DecodeException.class)
        .hasMessageContaining("2");
    assertThat(bed.sink.spans()).isEmpty();
  }

  /** Messages of the least that a tag, log or reference can be. */
  @ParameterizedTest
  @ValueSource(ints = {0x42, 0x4a, 0x22})
  void decode_manyEmptyMessages_flatMemory(int field) throws DecodeException {
    ByteArrayOutputStream span = new ByteArrayOutputStream();
    span.writeBytes(span().build().toByteArray());
    for (int i = 0; i < 500_000; i++) {
      span.write(field);
      span.write(0);
    }
    byte[] message = request(span.toByteArray());
    long before = allocated();

    bed.decode(Form.PROTO.decoder, message, DecodeLimits.DEFAULT);

    assertThat(allocated() - before).isLessThan(24 << 20);
    assertThat(bed.sink.spans()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE, 0x7FFFFFFF, 0x01000000})
  void decode_hostileSizes_refusedFromLittleMemory(int size) {
    byte[] length = ByteBuffer.allocate(4).putInt(size).array();
    for (String head :
        new String[] {
          "0c00010b0001", "0c0001000f00020c", "0c0001000f00020c000000010f000a0c",
          "0c0001000f00020c000000010f00020a", "0d00630802", "0f00630a"
        }) {
      byte[] bytes = HexFormat.of().parseHex(head);
      byte[] message = Arrays.copyOf(bytes, bytes.length + 4);
      System.arraycopy(length, 0, message, bytes.length, 4);
      long before = allocated();
      assertThat(decodes(Form.THRIFT, message)).isFalse();
      assertThat(allocated() - before).isLessThan(1 << 20);
    }
  }

  @ParameterizedTest
  @EnumSource
  void decode_messageWithinABuffer_onlyItsWindow(Form form) throws DecodeException {
    byte[] message = form.bytes(batchOfThree());
    byte[] padded = new byte[message.length + 9];
    System.arraycopy(message, 0, padded, 5, message.length);
    ByteBuffer window = ByteBuffer.wrap(padded, 5, message.length).slice();

    form.decoder.decode(window, DecodeLimits.DEFAULT, bed.sink);

    assertThat(bed.sink.spans()).hasSize(3);
    assertThat(window.remaining()).isEqualTo(message.length);
  }

  private static byte[] request(byte[]... spans) {
    try {
      ByteArrayOutputStream batch = new ByteArrayOutputStream();
      CodedOutputStream out = CodedOutputStream.newInstance(batch);
      for (byte[] span : spans) {
        out.writeByteArray(1, span);
      }
      out.flush();
      ByteArrayOutputStream request = new ByteArrayOutputStream();
      CodedOutputStream outer = CodedOutputStream.newInstance(request);
      outer.writeByteArray(1, batch.toByteArray());
      outer.flush();
      return request.toByteArray();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Whether the message was read; if so, spans hold only valid text, as encoders rely on it. */
  private static boolean decodes(Form form, byte[] message) {
    RecordingSpanSink sink = new RecordingSpanSink();
    try {
      form.decoder.decode(ByteBuffer.wrap(message), DecodeLimits.DEFAULT, sink);
    } catch (DecodeException e) {
      assertThat(e)
          .hasMessageStartingWith("Malformed " + form.decoder.format() + ": ")
          .satisfies(JaegerHostileTest::saysWhatIsWrong);
      return false;
    }
    for (Span span : sink.spans()) {
      assertThat(span.spanId()).isNotZero();
      assertThat(span.traceIdHigh() | span.traceIdLow()).isNotZero();
      assertThat(span.parentSpanId()).isNotEqualTo(span.spanId());
      String all = span.toString();
      assertThat(Utf8.mend(all)).isSameAs(all);
    }
    return true;
  }

  private static void saysWhatIsWrong(Throwable e) {
    assertThat(e.getMessage()).containsAnyOf("expected: ", "varint", "span more");
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }
}
