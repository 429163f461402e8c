package dev.ichnos.propagation;

import dev.ichnos.model.Sampled;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code x-datadog-trace-id} and the headers beside it (DataDog/dd-trace-cpp {@code
 * extraction_util.cpp}).
 *
 * <table>
 * <caption>The headers</caption>
 * <tr><td>{@code x-datadog-trace-id}</td><td>lower half of the trace id, decimal, never 0</td></tr>
 * <tr><td>{@code x-datadog-parent-id}</td><td>span id, decimal; 0: none</td></tr>
 * <tr><td>{@code x-datadog-sampling-priority}</td><td>-1 user drop, 0 drop, 1 keep, 2 user keep</td>
 *     </tr>
 * <tr><td>{@code x-datadog-origin}</td><td>free text</td></tr>
 * <tr><td>{@code x-datadog-tags}</td><td>{@code key=value,…}, at most 512 bytes; {@code _dd.p.tid}
 *     is the upper half of the trace id in 16 hex digits, left out when it is 0</td></tr>
 * </table>
 *
 * <p>User keep is debug, as in Datadog's own B3 headers; user drop is not sampled, and kept as a
 * detail. No priority defers the decision. A malformed {@code _dd.p.tid} costs the upper half and
 * nothing else, as in Datadog's tracers.
 */
final class Datadog implements HeaderFamily {
  private static final String TRACE_ID = "x-datadog-trace-id";
  private static final String PARENT_ID = "x-datadog-parent-id";
  private static final String PRIORITY = "x-datadog-sampling-priority";
  private static final String ORIGIN = "x-datadog-origin";
  private static final String TAGS = "x-datadog-tags";
  private static final int MAX_PRIORITY_LENGTH = 10;
  private static final int MAX_ORIGIN_LENGTH = 256;
  private static final Set<Loss> CANNOT_SAY =
      Collections.unmodifiableSet(
          EnumSet.of(
              Loss.TRACE_ID,
              Loss.TRACE_ID_WIDTH,
              Loss.PARENT_SPAN_ID,
              Loss.DECISION,
              Loss.DEBUG,
              Loss.RANDOM_TRACE_ID,
              Loss.TRACE_STATE,
              Loss.DETAIL));

  @Override
  public String id() {
    return "datadog";
  }

  @Override
  public List<String> headers() {
    return List.of(TRACE_ID, PARENT_ID, PRIORITY, ORIGIN, TAGS);
  }

  @Override
  public Set<Loss> cannotSay() {
    return CANNOT_SAY;
  }

  @Override
  public HeaderReading read(HeaderLookup headers) {
    String trace = Ascii.trimmed(headers.get(TRACE_ID));
    String parent = Ascii.trimmed(headers.get(PARENT_ID));
    String priority = Ascii.trimmed(headers.get(PRIORITY));
    String origin = Ascii.trimmed(headers.get(ORIGIN));
    String tagText = Ascii.trimmed(headers.get(TAGS));
    if (trace.isEmpty()) {
      boolean absent =
          parent.isEmpty() && priority.isEmpty() && origin.isEmpty() && tagText.isEmpty();
      return absent
          ? HeaderReading.ABSENT
          : refused(TRACE_ID, trace, 0, "a decimal trace id, which the other headers need");
    }
    int bad = badDecimal(trace);
    if (bad >= 0) {
      return refused(TRACE_ID, trace, bad, "a decimal number below 2^64");
    }
    long low = Decimal.parse(trace, 0, trace.length());
    if (low == 0) {
      return refused(TRACE_ID, trace, 0, "a trace id that is not 0");
    }
    bad = parent.isEmpty() ? -1 : badDecimal(parent);
    if (bad >= 0) {
      return refused(PARENT_ID, parent, bad, "a decimal number below 2^64");
    }
    bad = badPriority(priority);
    if (bad >= 0) {
      return refused(PRIORITY, priority, bad, "-1, 0, 1 or 2");
    }
    DatadogTags tags = DatadogTags.read(tagText);
    boolean unfitOrigin =
        origin.length() > MAX_ORIGIN_LENGTH || !Ascii.isPrintable(origin, 0, origin.length());
    TraceContext context =
        TraceContext.of(
                tags.traceIdHigh(),
                low,
                tags.traceIdHigh() == 0 ? 64 : 128,
                Decimal.parse(parent, 0, parent.length()),
                sampled(priority))
            .withSampled(sampled(priority), priority.equals("2"))
            .withDetail(
                DatadogDetail.of(priority.equals("-1"), unfitOrigin ? "" : origin, tags.others()));
    return new HeaderReading.Read(
        context,
        new Leniencies()
            .add(Leniency.NO_SPAN_ID, parent.isEmpty())
            .add(Leniency.UNKNOWN_PRIORITY, !isKnown(priority))
            .add(Leniency.UNFIT_PART, unfitOrigin || tags.unfit())
            .add(Leniency.MALFORMED_TAGS, tags.malformed())
            .add(Leniency.MALFORMED_TRACE_ID_HIGH, tags.malformedTraceIdHigh())
            .add(Leniency.UPPER_CASE_HEX, tags.upperCase())
            .all());
  }

  @Override
  public HeaderWriting write(TraceContext context) {
    boolean foreignDetail =
        context.detail() != FamilyDetail.NONE && !(context.detail() instanceof DatadogDetail);
    if (context.traceIdLow() == 0) {
      return new HeaderWriting(Map.of(), Losses.ofEverything(context));
    }
    DatadogDetail detail =
        context.detail() instanceof DatadogDetail own ? own : DatadogDetail.EMPTY;
    String tags = DatadogTags.write(context.traceIdHigh(), detail.tags());
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(TRACE_ID, Long.toUnsignedString(context.traceIdLow()));
    headers.put(PARENT_ID, Long.toUnsignedString(context.spanId()));
    if (context.sampled() != Sampled.DEFERRED) {
      headers.put(PRIORITY, priority(context, detail));
    }
    if (!detail.origin().isEmpty()) {
      headers.put(ORIGIN, detail.origin());
    }
    if (!tags.isEmpty()) {
      headers.put(TAGS, tags);
    }
    return new HeaderWriting(
        Collections.unmodifiableMap(headers),
        new Losses()
            .add(Loss.TRACE_ID_WIDTH, context.traceIdHigh() == 0 && context.traceIdBits() == 128)
            .add(Loss.PARENT_SPAN_ID, context.parentSpanId() != 0)
            .addW3c(context)
            .add(
                Loss.DETAIL,
                foreignDetail
                    || !tags.endsWith(detail.tags())
                    || (detail.userDrop() && context.sampled() != Sampled.NOT_SAMPLED))
            .all());
  }

  private static String priority(TraceContext context, DatadogDetail detail) {
    if (context.sampled() == Sampled.NOT_SAMPLED) {
      return detail.userDrop() ? "-1" : "0";
    }
    return context.debug() ? "2" : "1";
  }

  private static Sampled sampled(String priority) {
    if (priority.isEmpty()) {
      return Sampled.DEFERRED;
    }
    boolean positive = priority.charAt(0) != '-' && priority.chars().anyMatch(c -> c != '0');
    return positive ? Sampled.SAMPLED : Sampled.NOT_SAMPLED;
  }

  private static boolean isKnown(String priority) {
    return priority.isEmpty()
        || priority.equals("-1")
        || (priority.length() == 1 && priority.charAt(0) <= '2');
  }

  /** Index of what is wrong with a number; -1 if it is one. */
  private static int badDecimal(String number) {
    int end = Decimal.end(number, 0, number.length());
    if (end < number.length()) {
      return end;
    }
    return Decimal.fits(number, 0, end) ? -1 : 0;
  }

  private static int badPriority(String priority) {
    if (priority.isEmpty()) {
      return -1;
    }
    int start = priority.charAt(0) == '-' ? 1 : 0;
    int end = Decimal.end(priority, start, Math.min(priority.length(), MAX_PRIORITY_LENGTH));
    return end == start || end < priority.length() ? end : -1;
  }

  private static HeaderReading refused(String header, String value, int at, String expected) {
    return new HeaderReading.Refused(header, value, at, expected);
  }
}
