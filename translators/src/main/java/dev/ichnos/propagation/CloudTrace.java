package dev.ichnos.propagation;

import dev.ichnos.model.Sampled;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code x-cloud-trace-context: TRACE[/SPAN][;o=N]}, Google's legacy header.
 *
 * <p>TRACE is 32 hex digits; SPAN is an <em>unsigned decimal</em> number of 64 bits, up to 20
 * digits, where 0 means none; bit 0 of N (0 to 3) says sampled. Google's load balancers leave
 * {@code ;o=} out, which <em>defers</em> the decision and does not mean "not sampled". Either half
 * of the trace id may be zeros: a 64-bit B3 id that was padded looks like that. A span in hex is
 * refused: of 2000 hex ids one has only decimal digits and would silently become another id.
 */
final class CloudTrace implements HeaderFamily {
  private static final String HEADER = "x-cloud-trace-context";
  private static final int TRACE_DIGITS = 32;
  private static final int MAX_SPAN_DIGITS = 20;
  private static final Set<Loss> CANNOT_SAY =
      Collections.unmodifiableSet(
          EnumSet.of(
              Loss.TRACE_ID_WIDTH,
              Loss.PARENT_SPAN_ID,
              Loss.DECISION,
              Loss.DEBUG,
              Loss.RANDOM_TRACE_ID,
              Loss.TRACE_STATE,
              Loss.DETAIL));

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
    int traceEnd = start + TRACE_DIGITS;
    int stop = Hex.end(value, start, Math.min(traceEnd, end));
    if (stop != traceEnd) {
      return refused(value, stop, "32 hex digits of a trace id");
    }
    long high = Hex.parse(value, start, start + 16);
    long low = Hex.parse(value, start + 16, traceEnd);
    if ((high | low) == 0) {
      return refused(value, start, "a trace id that is not all zeros");
    }
    int at = traceEnd;
    long span = 0;
    if (at < end && value.charAt(at) == '/') {
      int spanEnd = Decimal.end(value, at + 1, end);
      if (spanEnd == at + 1 || (spanEnd < end && value.charAt(spanEnd) != ';')) {
        return refused(value, spanEnd, "a span id in decimal digits");
      }
      if (spanEnd - at - 1 > MAX_SPAN_DIGITS || !Decimal.fits(value, at + 1, spanEnd)) {
        return refused(value, at + 1, "a span id of at most 18446744073709551615");
      }
      span = Decimal.parse(value, at + 1, spanEnd);
      at = spanEnd;
    }
    Sampled sampled = Sampled.DEFERRED;
    char options = '0';
    if (at < end) {
      if (!value.startsWith(";o=", at)) {
        return refused(value, at, at == traceEnd ? "the end, / or ;o=" : "the end or ;o=");
      }
      at += 3;
      options = at < end ? value.charAt(at) : 0;
      if (options < '0' || options > '3') {
        return refused(value, Math.min(at, end), "0, 1, 2 or 3");
      }
      if (at + 1 != end) {
        return refused(value, at + 1, "the end");
      }
      sampled = (options & 1) == 1 ? Sampled.SAMPLED : Sampled.NOT_SAMPLED;
    }
    return new HeaderReading.Read(
        TraceContext.of(high, low, 128, span, sampled),
        new Leniencies()
            .add(Leniency.UPPER_CASE_HEX, Hex.hasUpperCase(value, start, traceEnd))
            .add(Leniency.UNKNOWN_FLAGS, options > '1')
            .all());
  }

  @Override
  public HeaderWriting write(TraceContext context) {
    if (!context.hasTraceId()) {
      return new HeaderWriting(Map.of(), Losses.ofEverything(context));
    }
    Set<Loss> losses =
        new Losses()
            .add(Loss.TRACE_ID_WIDTH, context.traceIdBits() == 64)
            .add(Loss.PARENT_SPAN_ID, context.parentSpanId() != 0)
            .add(Loss.DEBUG, context.debug())
            .addW3c(context)
            .addDetail(context)
            .all();
    byte[] out = new byte[TRACE_DIGITS + 1 + MAX_SPAN_DIGITS + 4];
    int at = Hex.write(context.traceIdLow(), out, Hex.write(context.traceIdHigh(), out, 0));
    out[at++] = '/';
    // Without a span: 0, since more readers take /0 than take no span at all.
    at = Decimal.write(context.spanId(), out, at);
    if (context.sampled() != Sampled.DEFERRED) {
      out[at++] = ';';
      out[at++] = 'o';
      out[at++] = '=';
      out[at++] = (byte) (context.sampled() == Sampled.SAMPLED ? '1' : '0');
    }
    return new HeaderWriting(Collections.singletonMap(HEADER, Ascii.string(out, at)), losses);
  }

  private static HeaderReading refused(String value, int position, String expected) {
    return new HeaderReading.Refused(HEADER, value, position, expected);
  }
}
