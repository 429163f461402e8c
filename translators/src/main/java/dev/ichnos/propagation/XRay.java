package dev.ichnos.propagation;

import dev.ichnos.model.Sampled;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code x-amzn-trace-id: Root=1-8HEX-24HEX;Parent=16HEX;Sampled=N}, AWS' header (X-Ray developer
 * guide, tracing header).
 *
 * <p>The fields come in any order, each at most once, with blanks around them. The digits of Root
 * are the trace id; the first eight were meant as a time in seconds, which X-Ray checks on spans
 * and this header does not. N is {@code 1}, {@code 0}, or {@code ?}: deferred, as is no Sampled. A
 * load balancer writes Root alone: a trace without a span; a client may write Sampled alone: a
 * decision. Other fields ({@code Self}, {@code Lineage}, a user's own) are kept as they came.
 */
final class XRay implements HeaderFamily {
  private static final String HEADER = "x-amzn-trace-id";
  private static final int ROOT_LENGTH = 35;
  private static final int MAX_OTHERS = 256;
  private static final Set<Loss> CANNOT_SAY =
      Collections.unmodifiableSet(
          EnumSet.of(
              Loss.TRACE_ID_WIDTH,
              Loss.PARENT_SPAN_ID,
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
    String value = Ascii.trimmed(headers.get(HEADER));
    return value.isEmpty() ? HeaderReading.ABSENT : new Fields(value).read();
  }

  @Override
  public HeaderWriting write(TraceContext context) {
    StringBuilder value = new StringBuilder(96);
    if (context.hasTraceId()) {
      String hex = context.traceId().hex();
      value.append("Root=1-").append(hex, 0, 8).append('-').append(hex, 8, 32);
    }
    if (context.hasSpan()) {
      value.append(";Parent=").append(Hex.of(context.spanId()));
    }
    if (context.sampled() != Sampled.DEFERRED) {
      value.append(value.isEmpty() ? "" : ";").append("Sampled=");
      value.append(context.sampled() == Sampled.SAMPLED ? '1' : '0');
    }
    boolean ownDetail = context.detail() instanceof XRayDetail && !value.isEmpty();
    if (ownDetail) {
      value.append(';').append(((XRayDetail) context.detail()).fields());
    }
    return new HeaderWriting(
        value.isEmpty() ? Map.of() : Collections.singletonMap(HEADER, value.toString()),
        new Losses()
            .add(Loss.TRACE_ID_WIDTH, context.hasTraceId() && context.traceIdBits() == 64)
            .add(Loss.PARENT_SPAN_ID, context.parentSpanId() != 0)
            .add(Loss.DEBUG, context.debug())
            .addW3c(context)
            .add(Loss.DETAIL, context.detail() != FamilyDetail.NONE && !ownDetail)
            .all());
  }

  /** One reading of one value. */
  private static final class Fields {
    private final String value;
    private final StringBuilder others = new StringBuilder();
    private int root = -1;
    private int parent = -1;
    private int sampled = -1;
    private boolean unfit;

    Fields(String value) {
      this.value = value;
    }

    HeaderReading read() {
      for (int start = 0; start < value.length(); ) {
        int end = Ascii.indexOf(value, ';', start, value.length());
        HeaderReading.Refused refused = field(trimmedStart(start, end), end);
        if (refused != null) {
          return refused;
        }
        start = end + 1;
      }
      Sampled decision = decision();
      if (root < 0) {
        return parent >= 0 || decision == Sampled.DEFERRED
            ? refused(value.length(), "Root=1-8HEX-24HEX")
            : new HeaderReading.Read(
                TraceContext.decision(decision, false).withDetail(detail()),
                new Leniencies().add(Leniency.UNFIT_PART, unfit).all());
      }
      long high =
          Hex.parse(value, root + 2, root + 10) << 32 | Hex.parse(value, root + 11, root + 19);
      long low = Hex.parse(value, root + 19, root + ROOT_LENGTH);
      if ((high | low) == 0) {
        return refused(root, "a trace id that is not all zeros");
      }
      long span = parent < 0 ? 0 : Hex.parse(value, parent, parent + 16);
      return new HeaderReading.Read(
          TraceContext.of(high, low, 128, span, decision).withDetail(detail()),
          new Leniencies()
              .add(Leniency.NO_SPAN_ID, parent >= 0 && span == 0)
              .add(Leniency.UNFIT_PART, unfit)
              .add(
                  Leniency.UPPER_CASE_HEX,
                  Hex.hasUpperCase(value, root, root + ROOT_LENGTH)
                      || (parent >= 0 && Hex.hasUpperCase(value, parent, parent + 16)))
              .all());
    }

    /** Null if the field between these indexes is in order. */
    private HeaderReading.@Nullable Refused field(int start, int semicolon) {
      int end = semicolon;
      while (end > start && Ascii.isBlank(value.charAt(end - 1))) {
        end--;
      }
      if (start == end) {
        return null;
      }
      int equals = Ascii.indexOf(value, '=', start, end);
      if (equals == end || equals == start) {
        return refused(equals, "NAME=VALUE");
      }
      int from = equals + 1;
      switch (value.substring(start, equals)) {
        case "Root" -> {
          if (root >= 0 || !isRoot(from, end)) {
            return refused(from, root >= 0 ? "one Root" : "1-8HEX-24HEX");
          }
          root = from;
        }
        case "Parent" -> {
          if (parent >= 0 || end - from != 16 || Hex.end(value, from, end) != end) {
            return refused(from, parent >= 0 ? "one Parent" : "16 hex digits of a span id");
          }
          parent = from;
        }
        case "Sampled" -> {
          if (sampled >= 0 || end - from != 1 || "01?".indexOf(value.charAt(from)) < 0) {
            return refused(from, sampled >= 0 ? "one Sampled" : "0, 1 or ?");
          }
          sampled = from;
        }
        default -> keep(start, end);
      }
      return null;
    }

    private void keep(int start, int end) {
      if (others.length() + 1 + end - start > MAX_OTHERS || !Ascii.isPrintable(value, start, end)) {
        unfit = true;
        return;
      }
      others.append(others.isEmpty() ? "" : ";").append(value, start, end);
    }

    private boolean isRoot(int from, int end) {
      return end - from == ROOT_LENGTH
          && value.startsWith("1-", from)
          && Hex.end(value, from + 2, end) == from + 10
          && value.charAt(from + 10) == '-'
          && Hex.end(value, from + 11, end) == end;
    }

    private Sampled decision() {
      char c = sampled < 0 ? '?' : value.charAt(sampled);
      return c == '?' ? Sampled.DEFERRED : c == '1' ? Sampled.SAMPLED : Sampled.NOT_SAMPLED;
    }

    private FamilyDetail detail() {
      return others.isEmpty() ? FamilyDetail.NONE : new XRayDetail(others.toString());
    }

    private int trimmedStart(int from, int to) {
      int i = from;
      while (i < to && Ascii.isBlank(value.charAt(i))) {
        i++;
      }
      return i;
    }

    private HeaderReading.Refused refused(int position, String expected) {
      return new HeaderReading.Refused(HEADER, value, position, expected);
    }
  }
}
