package dev.ichnos.propagation;

import dev.ichnos.model.Sampled;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The B3 headers, one part each (openzipkin/b3-propagation).
 *
 * <pre>
 * x-b3-traceid       16 or 32 lower-case hex digits
 * x-b3-spanid        16
 * x-b3-parentspanid  16; absent at the root
 * x-b3-sampled       0 or 1; absent: deferred, or debug
 * x-b3-flags         1: debug, which implies sampled; anything else says nothing
 * </pre>
 *
 * <p>Jaeger's clients write ids without their leading zeros, and tracers older than the
 * specification {@code true} and {@code false}. A trace id without a span id is what a mesh
 * captures that was told of one header only; as evidence it still names the trace.
 */
final class B3Multi implements HeaderFamily {
  private static final String TRACE_ID = "x-b3-traceid";
  private static final String SPAN_ID = "x-b3-spanid";
  private static final String PARENT_SPAN_ID = "x-b3-parentspanid";
  private static final String SAMPLED = "x-b3-sampled";
  private static final String FLAGS = "x-b3-flags";
  private static final List<String> HEADERS =
      List.of(TRACE_ID, SPAN_ID, PARENT_SPAN_ID, SAMPLED, FLAGS);
  private static final Set<Loss> CANNOT_SAY =
      Collections.unmodifiableSet(
          EnumSet.of(Loss.TRACE_ID, Loss.RANDOM_TRACE_ID, Loss.TRACE_STATE, Loss.DETAIL));

  @Override
  public String id() {
    return "b3multi";
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
    String trace = Ascii.trimmed(headers.get(TRACE_ID));
    String span = Ascii.trimmed(headers.get(SPAN_ID));
    String parent = Ascii.trimmed(headers.get(PARENT_SPAN_ID));
    String decision = Ascii.trimmed(headers.get(SAMPLED));
    String flags = Ascii.trimmed(headers.get(FLAGS));

    HeaderReading.@Nullable Refused wrong = checkDecision(decision);
    if (wrong == null) {
      wrong = checkId(TRACE_ID, trace, 32);
    }
    if (wrong == null) {
      wrong = checkId(SPAN_ID, span, 16);
    }
    if (wrong == null && !isZeros(parent)) {
      wrong = checkId(PARENT_SPAN_ID, parent, 16);
    }
    if (wrong == null && trace.isEmpty() && !(span.isEmpty() && parent.isEmpty())) {
      wrong = new HeaderReading.Refused(TRACE_ID, "", 0, "a trace id, as other B3 ids are there");
    }
    if (wrong != null) {
      return wrong;
    }

    Leniencies leniencies = new Leniencies();
    boolean debug = flags.equals("1");
    Sampled sampled = debug ? Sampled.SAMPLED : sampled(decision);
    leniencies
        .add(Leniency.WORD_FOR_DECISION, decision.length() > 1)
        .add(Leniency.UNKNOWN_FLAGS, !(flags.isEmpty() || debug || flags.equals("0")))
        .add(Leniency.DEBUG_OVER_NOT_SAMPLED, debug && sampled(decision) == Sampled.NOT_SAMPLED);
    if (trace.isEmpty()) {
      boolean saysNothing = sampled == Sampled.DEFERRED;
      return saysNothing
          ? HeaderReading.ABSENT
          : new HeaderReading.Read(TraceContext.decision(sampled, debug), leniencies.all());
    }

    int digits = trace.length();
    long spanId = id(span);
    leniencies
        .add(Leniency.NO_SPAN_ID, spanId == 0)
        .add(Leniency.ZERO_PARENT, !parent.isEmpty() && isZeros(parent))
        .add(Leniency.UPPER_CASE_HEX, hasUpperCase(trace, span, parent))
        .add(Leniency.SHORT_ID, isShort(trace) && digits != 32)
        .add(Leniency.SHORT_ID, isShort(span) || isShort(parent));
    TraceContext context =
        new TraceContext(
            digits > 16 ? Hex.parse(trace, 0, digits - 16) : 0,
            Hex.parse(trace, Math.max(0, digits - 16), digits),
            digits > 16 ? 128 : 64,
            spanId,
            spanId == 0 ? 0 : id(parent),
            sampled,
            debug,
            false,
            "",
            FamilyDetail.NONE);
    return new HeaderReading.Read(context, leniencies.all());
  }

  @Override
  public HeaderWriting write(TraceContext context) {
    Set<Loss> losses =
        new Losses()
            .add(Loss.TRACE_ID, context.hasTraceId() && !context.hasSpan())
            .addW3c(context)
            .addDetail(context)
            .all();
    Map<String, String> headers = new LinkedHashMap<>();
    if (context.hasSpan()) {
      headers.put(TRACE_ID, traceId(context));
      headers.put(SPAN_ID, Hex.of(context.spanId()));
      if (context.parentSpanId() != 0) {
        headers.put(PARENT_SPAN_ID, Hex.of(context.parentSpanId()));
      }
    }
    if (context.debug()) {
      // The specification: debug implies sampled, which is then not sent along.
      headers.put(FLAGS, "1");
    } else if (context.sampled() != Sampled.DEFERRED) {
      headers.put(SAMPLED, context.sampled() == Sampled.SAMPLED ? "1" : "0");
    }
    return new HeaderWriting(Collections.unmodifiableMap(headers), losses);
  }

  private static String traceId(TraceContext context) {
    if (context.traceIdBits() == 64) {
      return Hex.of(context.traceIdLow());
    }
    byte[] digits = new byte[32];
    Hex.write(context.traceIdLow(), digits, Hex.write(context.traceIdHigh(), digits, 0));
    return Ascii.string(digits, 32);
  }

  private static HeaderReading.@Nullable Refused checkDecision(String decision) {
    if (decision.isEmpty()
        || decision.equals("1")
        || decision.equals("0")
        || decision.equalsIgnoreCase("true")
        || decision.equalsIgnoreCase("false")) {
      return null;
    }
    return new HeaderReading.Refused(SAMPLED, decision, 0, "0 or 1");
  }

  private static HeaderReading.@Nullable Refused checkId(String header, String id, int most) {
    int end = Hex.end(id, 0, id.length());
    if (end != id.length() || end > most) {
      return new HeaderReading.Refused(
          header, id, Math.min(end, most), "up to " + most + " hex digits");
    }
    if (end > 0 && isZeros(id)) {
      return new HeaderReading.Refused(header, id, 0, "an id that is not all zeros");
    }
    return null;
  }

  private static Sampled sampled(String decision) {
    if (decision.isEmpty()) {
      return Sampled.DEFERRED;
    }
    return decision.equals("1") || decision.length() == 4 ? Sampled.SAMPLED : Sampled.NOT_SAMPLED;
  }

  private static long id(String digits) {
    return Hex.parse(digits, 0, digits.length());
  }

  private static boolean isZeros(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) != '0') {
        return false;
      }
    }
    return true;
  }

  private static boolean isShort(String id) {
    return !id.isEmpty() && id.length() != 16;
  }

  private static boolean hasUpperCase(String trace, String span, String parent) {
    return Hex.hasUpperCase(trace, 0, trace.length())
        || Hex.hasUpperCase(span, 0, span.length())
        || Hex.hasUpperCase(parent, 0, parent.length());
  }
}
