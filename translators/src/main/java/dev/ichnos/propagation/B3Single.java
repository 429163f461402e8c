package dev.ichnos.propagation;

import dev.ichnos.model.Sampled;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code b3: TRACE-SPAN[-STATE[-PARENT]]}, or {@code b3: STATE} alone (openzipkin/b3-propagation).
 *
 * <p>TRACE is 16 or 32 lower-case hex digits, SPAN and PARENT 16; STATE is {@code 0}, {@code 1} or
 * {@code d} (debug). Hence the lengths 1, 33, 35, 49, 51, 52 and 68, and no other. No state: the
 * decision is deferred. A parent needs a state before it; Brave writes it without one if deferred,
 * and that is read.
 */
final class B3Single implements HeaderFamily {
  private static final String HEADER = "b3";
  private static final int ID = 16;
  private static final Set<Loss> CANNOT_SAY =
      Collections.unmodifiableSet(
          EnumSet.of(
              Loss.TRACE_ID,
              Loss.PARENT_SPAN_ID,
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
    if (end - start == 1) {
      char state = value.charAt(start);
      if (!isState(state)) {
        return refused(value, start, "0, 1 or d");
      }
      return new HeaderReading.Read(TraceContext.decision(sampled(state), state == 'd'));
    }
    return readIds(value, start, end);
  }

  private static HeaderReading readIds(String value, int start, int end) {
    int traceEnd = Hex.end(value, start, end);
    int digits = traceEnd - start;
    if (digits != ID && digits != 2 * ID) {
      return refused(
          value, Math.min(traceEnd, start + 2 * ID), "16 or 32 hex digits of a trace id");
    }
    long high = digits == ID ? 0 : Hex.parse(value, start, start + ID);
    long low = Hex.parse(value, traceEnd - ID, traceEnd);
    if ((high | low) == 0) {
      return refused(value, start, "a trace id that is not all zeros");
    }
    if (!dashAt(value, traceEnd, end)) {
      return refused(value, traceEnd, "- and a span id");
    }
    int spanEnd = traceEnd + 1 + ID;
    int stop = Hex.end(value, traceEnd + 1, Math.min(spanEnd, end));
    if (stop != spanEnd) {
      return refused(value, stop, "16 hex digits of a span id");
    }
    long span = Hex.parse(value, traceEnd + 1, spanEnd);
    if (span == 0) {
      return refused(value, traceEnd + 1, "a span id that is not all zeros");
    }
    char state = 0;
    long parent = 0;
    boolean zeroParent = false;
    boolean parentAlone = false;
    int at = spanEnd;
    if (at < end) {
      if (!dashAt(value, at, end)) {
        return refused(value, at, "the end, or - and a sampling state");
      }
      state = at + 1 < end ? value.charAt(at + 1) : 0;
      parentAlone = Hex.end(value, at + 1, Math.min(at + 1 + ID, end)) == at + 1 + ID;
      if (parentAlone) {
        state = 0;
      } else if (!isState(state)) {
        return refused(value, at + 1, "0, 1 or d");
      } else {
        at += 2;
      }
    }
    if (at < end) {
      if (!dashAt(value, at, end)) {
        return refused(value, at, "the end, or - and a parent span id");
      }
      int parentEnd = at + 1 + ID;
      stop = Hex.end(value, at + 1, Math.min(parentEnd, end));
      if (stop != parentEnd) {
        return refused(value, stop, "16 hex digits of a parent span id");
      }
      if (parentEnd != end) {
        return refused(value, parentEnd, "the end");
      }
      parent = Hex.parse(value, at + 1, parentEnd);
      zeroParent = parent == 0;
    }
    TraceContext context =
        new TraceContext(
            high,
            low,
            4 * digits,
            span,
            parent,
            sampled(state),
            state == 'd',
            false,
            "",
            FamilyDetail.NONE);
    return new HeaderReading.Read(
        context,
        new Leniencies()
            .add(Leniency.UPPER_CASE_HEX, Hex.hasUpperCase(value, start, end))
            .add(Leniency.ZERO_PARENT, zeroParent)
            .add(Leniency.PARENT_WITHOUT_STATE, parentAlone)
            .all());
  }

  @Override
  public HeaderWriting write(TraceContext context) {
    boolean deferred = context.sampled() == Sampled.DEFERRED;
    Set<Loss> losses =
        new Losses()
            .add(Loss.TRACE_ID, context.hasTraceId() && !context.hasSpan())
            .add(Loss.PARENT_SPAN_ID, deferred && context.parentSpanId() != 0)
            .addW3c(context)
            .addDetail(context)
            .all();
    if (!context.hasSpan() && deferred) {
      return new HeaderWriting(Map.of(), losses);
    }
    return new HeaderWriting(Collections.singletonMap(HEADER, value(context)), losses);
  }

  private static String value(TraceContext context) {
    byte[] out = new byte[4 * ID + 4];
    int at = 0;
    if (context.hasSpan()) {
      if (context.traceIdBits() == 128) {
        at = Hex.write(context.traceIdHigh(), out, at);
      }
      at = Hex.write(context.traceIdLow(), out, at);
      out[at++] = '-';
      at = Hex.write(context.spanId(), out, at);
      if (context.sampled() == Sampled.DEFERRED) {
        return Ascii.string(out, at);
      }
      out[at++] = '-';
    }
    out[at++] = (byte) (context.debug() ? 'd' : context.sampled() == Sampled.SAMPLED ? '1' : '0');
    if (context.parentSpanId() != 0) {
      out[at++] = '-';
      at = Hex.write(context.parentSpanId(), out, at);
    }
    return Ascii.string(out, at);
  }

  private static boolean dashAt(String value, int at, int end) {
    return at < end && value.charAt(at) == '-';
  }

  private static boolean isState(char c) {
    return c == '0' || c == '1' || c == 'd';
  }

  private static Sampled sampled(char state) {
    return state == 0 ? Sampled.DEFERRED : state == '0' ? Sampled.NOT_SAMPLED : Sampled.SAMPLED;
  }

  private static HeaderReading refused(String value, int position, String expected) {
    return new HeaderReading.Refused(HEADER, value, position, expected);
  }
}
