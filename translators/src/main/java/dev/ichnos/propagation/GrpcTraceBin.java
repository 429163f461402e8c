package dev.ichnos.propagation;

import dev.ichnos.model.Sampled;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code grpc-trace-bin}: OpenCensus' binary form, 29 bytes in base64 (census-instrumentation
 * opencensus-specs {@code encodings/BinaryEncoding.md}).
 *
 * <pre>
 * byte 0       version, 0
 * 00 + 16      trace id
 * 01 + 8       span id
 * 02 + 1       options: bit 0 is sampled; left out: 0
 * </pre>
 *
 * <p>A field of another number ends what can be read, as its length is unknown. Sent as gRPC sends
 * every {@code -bin} header: unpadded base64; padded is read too.
 */
public final class GrpcTraceBin implements HeaderFamily {
  private static final String HEADER = "grpc-trace-bin";
  private static final int LENGTH = 29;

  /** How long each known field is, by its number. */
  private static final int[] LENGTHS = {16, 8, 1};

  private static final Base64.Encoder UNPADDED = Base64.getEncoder().withoutPadding();
  private static final Set<Loss> CANNOT_SAY =
      Collections.unmodifiableSet(
          EnumSet.of(
              Loss.TRACE_ID,
              Loss.TRACE_ID_WIDTH,
              Loss.PARENT_SPAN_ID,
              Loss.DEFERRED,
              Loss.DECISION,
              Loss.DEBUG,
              Loss.RANDOM_TRACE_ID,
              Loss.TRACE_STATE,
              Loss.DETAIL));

  GrpcTraceBin() {}

  @Override
  public String id() {
    return HEADER;
  }

  @Override
  public List<String> headers() {
    return List.of(HEADER);
  }

  @Override
  public Set<Loss> cannotSay() {
    return CANNOT_SAY;
  }

  @Override
  public HeaderReading read(HeaderLookup headers) {
    String value = headers.get(HEADER);
    if (value == null) {
      return HeaderReading.ABSENT;
    }
    int start = Ascii.trimmedStart(value);
    int end = Ascii.trimmedEnd(value, start);
    if (start == end) {
      return HeaderReading.ABSENT;
    }
    int unpadded = end;
    // Padding fills the last group of four, so there is none of it elsewhere.
    while ((end - start) % 4 == 0 && unpadded > end - 2 && value.charAt(unpadded - 1) == '=') {
      unpadded--;
    }
    int bad = Base64Text.end(value, start, unpadded);
    if (bad != unpadded) {
      return new HeaderReading.Refused(HEADER, value, bad, "a base64 digit");
    }
    if ((unpadded - start) % 4 == 1) {
      return new HeaderReading.Refused(HEADER, value, end, "a whole number of bytes in base64");
    }
    byte[] bytes = new byte[Math.min(LENGTH + 1, (unpadded - start) * 3 / 4)];
    Base64Text.decode(value, start, bytes);
    return readFields(bytes, value, start);
  }

  /**
   * Reads the bytes as gRPC's metadata holds them, base64 undone.
   *
   * @return never {@link HeaderReading#ABSENT}; the value in a refusal is base64 again
   */
  public HeaderReading read(byte[] bytes) {
    byte[] head = bytes.length > LENGTH + 1 ? Arrays.copyOf(bytes, LENGTH + 1) : bytes;
    return readFields(head, UNPADDED.encodeToString(head), 0);
  }

  /** Reads at most one byte more than the known fields take up; {@code value} is for refusals. */
  private static HeaderReading readFields(byte[] bytes, String value, int start) {
    if (bytes.length == 0 || bytes[0] != 0) {
      return refused(value, start, 0, "version 0");
    }
    ByteBuffer fields = ByteBuffer.wrap(bytes);
    long high = 0;
    long low = 0;
    long span = 0;
    int options = 0;
    int seen = 0;
    int at = 1;
    while (at < bytes.length && bytes[at] >= 0 && bytes[at] < LENGTHS.length) {
      int field = bytes[at];
      if ((seen >> field & 1) != 0) {
        return refused(value, start, at, "no field " + field + " twice");
      }
      seen |= 1 << field;
      int next = at + 1 + LENGTHS[field];
      if (next > bytes.length) {
        return refused(value, start, bytes.length, "all bytes of field " + field);
      }
      if (field == 0) {
        high = fields.getLong(at + 1);
        low = fields.getLong(at + 9);
      } else if (field == 1) {
        span = fields.getLong(at + 1);
      } else {
        options = bytes[at + 1];
      }
      at = next;
    }
    if ((high | low) == 0) {
      return refused(value, start, 1, "a trace id (field 0) that is not all zeros");
    }
    Sampled sampled = (options & 1) == 1 ? Sampled.SAMPLED : Sampled.NOT_SAMPLED;
    return new HeaderReading.Read(
        TraceContext.of(high, low, 128, span, sampled),
        new Leniencies()
            .add(Leniency.NO_SPAN_ID, span == 0)
            .add(Leniency.UNKNOWN_FIELD, at < bytes.length)
            .all());
  }

  @Override
  public HeaderWriting write(TraceContext context) {
    if (!context.hasSpan()) {
      return new HeaderWriting(Map.of(), Losses.ofEverything(context));
    }
    Set<Loss> losses =
        new Losses()
            .add(Loss.TRACE_ID_WIDTH, context.traceIdBits() == 64)
            .add(Loss.PARENT_SPAN_ID, context.parentSpanId() != 0)
            .add(Loss.DEFERRED, context.sampled() == Sampled.DEFERRED)
            .add(Loss.DEBUG, context.debug())
            .addW3c(context)
            .addDetail(context)
            .all();
    ByteBuffer out = ByteBuffer.allocate(LENGTH);
    out.put((byte) 0).put((byte) 0).putLong(context.traceIdHigh()).putLong(context.traceIdLow());
    out.put((byte) 1).putLong(context.spanId());
    out.put((byte) 2).put((byte) (context.sampled() == Sampled.SAMPLED ? 1 : 0));
    String value = UNPADDED.encodeToString(out.array());
    return new HeaderWriting(Collections.singletonMap(HEADER, value), losses);
  }

  /** Names the byte in the text, and as position the digit that holds its first bits. */
  private static HeaderReading refused(String value, int start, int index, String expected) {
    return new HeaderReading.Refused(
        HEADER, value, start + index * 4 / 3, expected + " (byte " + index + ")");
  }
}
