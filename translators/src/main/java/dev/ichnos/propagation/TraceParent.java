package dev.ichnos.propagation;

import dev.ichnos.model.Sampled;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code traceparent: 00-TRACE-SPAN-FLAGS} and {@code tracestate} (W3C Trace Context, level 2).
 *
 * <p>Version, TRACE, SPAN and FLAGS are 2, 32, 16 and 2 lower-case hex digits, 55 characters in
 * all; flag 1 is sampled, flag 2 a random trace id. Version {@code ff} is none. A later version may
 * go on behind a {@code -}; only its ids and the sampled flag are read. The specification has no
 * upper case; Envoy reads it, and so do we.
 *
 * <p>{@code tracestate} holds what vendors add, and is read only next to a good {@code
 * traceparent}. If it is malformed it is left out; the ids stay good.
 */
final class TraceParent implements HeaderFamily {
  private static final String PARENT = "traceparent";
  private static final String STATE = "tracestate";
  private static final List<String> HEADERS = List.of(PARENT, STATE);
  private static final int TRACE = 3;
  private static final int SPAN = 36;
  private static final int FLAGS = 53;
  private static final int LENGTH = 55;
  private static final int SAMPLED = 1;
  private static final int RANDOM = 2;
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

  @Override
  public String id() {
    return PARENT;
  }

  @Override
  public List<String> headers() {
    return HEADERS;
  }

  @Override
  public Set<Loss> cannotSay() {
    return CANNOT_SAY;
  }

  @Override
  public HeaderReading read(HeaderLookup headers) {
    String value = headers.get(PARENT);
    if (value == null) {
      return HeaderReading.ABSENT;
    }
    int start = Ascii.trimmedStart(value);
    int end = Ascii.trimmedEnd(value, start);
    if (start == end) {
      return HeaderReading.ABSENT;
    }
    int wrong = firstWrong(value, start, end);
    if (wrong >= 0) {
      return refused(value, wrong, expectedAt(wrong - start));
    }
    if (isFf(value, start)) {
      return refused(value, start, "a version other than ff");
    }
    boolean version0 = value.startsWith("00", start);
    if (end > start + LENGTH && (version0 || value.charAt(start + LENGTH) != '-')) {
      return refused(value, start + LENGTH, version0 ? "the end" : "the end or -");
    }
    long high = Hex.parse(value, start + TRACE, start + TRACE + 16);
    long low = Hex.parse(value, start + TRACE + 16, start + SPAN - 1);
    if ((high | low) == 0) {
      return refused(value, start + TRACE, "a trace id that is not all zeros");
    }
    long span = Hex.parse(value, start + SPAN, start + FLAGS - 1);
    if (span == 0) {
      return refused(value, start + SPAN, "a span id that is not all zeros");
    }
    int flags = (int) Hex.parse(value, start + FLAGS, start + LENGTH);
    String state = Ascii.trimmed(headers.get(STATE));
    int members = TraceStates.members(state);
    TraceContext context =
        new TraceContext(
            high,
            low,
            128,
            span,
            0,
            (flags & SAMPLED) != 0 ? Sampled.SAMPLED : Sampled.NOT_SAMPLED,
            false,
            version0 && (flags & RANDOM) != 0,
            members > 0 ? state : "",
            FamilyDetail.NONE);
    return new HeaderReading.Read(
        context,
        new Leniencies()
            .add(Leniency.UPPER_CASE_HEX, Hex.hasUpperCase(value, start, start + LENGTH))
            .add(Leniency.FUTURE_VERSION, !version0)
            .add(Leniency.BAD_TRACE_STATE, members == TraceStates.MALFORMED)
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
            .addDetail(context)
            .all();
    String parent = parent(context);
    if (context.traceState().isEmpty()) {
      return new HeaderWriting(Collections.singletonMap(PARENT, parent), losses);
    }
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(PARENT, parent);
    headers.put(STATE, context.traceState());
    return new HeaderWriting(Collections.unmodifiableMap(headers), losses);
  }

  private static String parent(TraceContext context) {
    byte[] out = new byte[LENGTH];
    out[0] = '0';
    out[1] = '0';
    out[TRACE - 1] = '-';
    int at = Hex.write(context.traceIdHigh(), out, TRACE);
    out[Hex.write(context.traceIdLow(), out, at)] = '-';
    out[Hex.write(context.spanId(), out, SPAN)] = '-';
    int flags =
        (context.sampled() == Sampled.SAMPLED ? SAMPLED : 0)
            | (context.randomTraceId() ? RANDOM : 0);
    out[FLAGS] = '0';
    out[FLAGS + 1] = (byte) ('0' + flags);
    return Ascii.string(out, LENGTH);
  }

  /** Index of the first character that breaks the form of the first 55; -1 if they are good. */
  private static int firstWrong(String value, int start, int end) {
    for (int i = 0; i < LENGTH; i++) {
      if (start + i == end) {
        return end;
      }
      char c = value.charAt(start + i);
      boolean dash = i == TRACE - 1 || i == SPAN - 1 || i == FLAGS - 1;
      if (dash ? c != '-' : !Hex.isDigit(c)) {
        return start + i;
      }
    }
    return -1;
  }

  private static String expectedAt(int index) {
    if (index < TRACE - 1) {
      return "2 hex digits of a version";
    }
    if (index == TRACE - 1 || index == SPAN - 1 || index == FLAGS - 1) {
      return "-";
    }
    if (index < SPAN) {
      return "32 hex digits of a trace id";
    }
    return index < FLAGS ? "16 hex digits of a span id" : "2 hex digits of flags";
  }

  private static boolean isFf(String value, int start) {
    return (value.charAt(start) | 0x20) == 'f' && (value.charAt(start + 1) | 0x20) == 'f';
  }

  private static HeaderReading refused(String value, int position, String expected) {
    return new HeaderReading.Refused(PARENT, value, position, expected);
  }
}
