package dev.ichnos.propagation;

import dev.ichnos.model.Sampled;
import dev.ichnos.model.TraceId;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code sw8}: eight fields between dashes (SkyWalking's cross process propagation header, version
 * 3).
 *
 * <pre>
 * 0  sample: 1, or 0 for a trace that is most likely not recorded
 * 1  trace id, a text         4  service
 * 2  segment id, a text       5  service instance
 * 3  index of the span there  6  endpoint
 *                             7  address by which the sender reaches the receiver
 * </pre>
 *
 * <p>All but 0 and 3 are base64 of UTF-8. {@link SkyWalkingIds} maps the ids. What comes from
 * {@code sw8} is written as it came; any other context gets a UUID for the trace, a segment id that
 * reads back as its span id, and a dash for the four names, which SkyWalking's agents refuse if
 * empty.
 */
final class SkyWalking implements HeaderFamily {
  private static final String HEADER = "sw8";
  private static final int FIELDS = 8;
  private static final int SPAN_INDEX = 3;
  private static final int MAX_LENGTH = 4096;
  private static final List<String> NAMES =
      List.of(
          "0 or 1",
          "a trace id in base64",
          "a segment id in base64",
          "the index of a span, 0 to 2147483647",
          "a service in base64",
          "a service instance in base64",
          "an endpoint in base64",
          "an address in base64");
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
    if (value.isEmpty()) {
      return HeaderReading.ABSENT;
    }
    if (value.length() > MAX_LENGTH) {
      return refused(value, MAX_LENGTH, "at most " + MAX_LENGTH + " characters");
    }
    String[] fields = new String[FIELDS];
    int start = 0;
    for (int i = 0; i < FIELDS; i++) {
      int end = Ascii.indexOf(value, '-', start, value.length());
      boolean last = i == FIELDS - 1;
      if (end == value.length() != last) {
        return refused(value, end, last ? "the end, after 8 fields" : "8 fields between dashes");
      }
      Optional<String> field = field(i, value.substring(start, end));
      if (field.isEmpty()) {
        return refused(value, start, NAMES.get(i));
      }
      fields[i] = field.get();
      start = end + 1;
    }
    SkyWalkingDetail detail =
        new SkyWalkingDetail(
            fields[1],
            fields[2],
            Integer.parseInt(fields[SPAN_INDEX]),
            fields[4],
            fields[5],
            fields[6],
            fields[7]);
    TraceId traceId = detail.mappedTraceId();
    Sampled sampled = fields[0].equals("1") ? Sampled.SAMPLED : Sampled.NOT_SAMPLED;
    TraceContext context =
        TraceContext.of(traceId.high(), traceId.low(), 128, detail.mappedSpanId(), sampled);
    // What we wrote for another family's context says nothing beyond it.
    boolean own = detail.equals(SkyWalkingDetail.forContext(context));
    return new HeaderReading.Read(own ? context : context.withDetail(detail));
  }

  @Override
  public HeaderWriting write(TraceContext context) {
    if (!context.hasSpan()) {
      return new HeaderWriting(Map.of(), Losses.ofEverything(context));
    }
    boolean kept =
        context.detail() instanceof SkyWalkingDetail came
            && came.mappedTraceId().equals(context.traceId())
            && came.mappedSpanId() == context.spanId();
    SkyWalkingDetail written =
        kept ? (SkyWalkingDetail) context.detail() : SkyWalkingDetail.forContext(context);
    String value =
        String.join(
            "-",
            context.sampled() == Sampled.SAMPLED ? "1" : "0",
            base64(written.traceId()),
            base64(written.segmentId()),
            Integer.toString(written.spanIndex()),
            base64(written.service()),
            base64(written.instance()),
            base64(written.endpoint()),
            base64(written.address()));
    return new HeaderWriting(
        Collections.singletonMap(HEADER, value),
        new Losses()
            .add(Loss.TRACE_ID_WIDTH, context.traceIdBits() == 64)
            .add(Loss.PARENT_SPAN_ID, context.parentSpanId() != 0)
            .add(Loss.DEFERRED, context.sampled() == Sampled.DEFERRED)
            .add(Loss.DEBUG, context.debug())
            .addW3c(context)
            .add(Loss.DETAIL, !kept && context.detail() != FamilyDetail.NONE)
            .all());
  }

  /** The field as text; empty if it is malformed. */
  private static Optional<String> field(int index, String field) {
    if (index == 0) {
      return field.equals("0") || field.equals("1") ? Optional.of(field) : Optional.empty();
    }
    if (index == SPAN_INDEX) {
      boolean number =
          !field.isEmpty()
              && Decimal.end(field, 0, field.length()) == field.length()
              && Decimal.fits(field, 0, field.length());
      long value = number ? Decimal.parse(field, 0, field.length()) : -1;
      return value >= 0 && value <= Integer.MAX_VALUE
          ? Optional.of(Long.toString(value))
          : Optional.empty();
    }
    boolean mayBeEmpty = index > SPAN_INDEX;
    return text(field).filter(text -> mayBeEmpty || !text.isEmpty());
  }

  private static Optional<String> text(String base64) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(base64));
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
    } catch (IllegalArgumentException | CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static HeaderReading refused(String value, int position, String expected) {
    return new HeaderReading.Refused(HEADER, value, position, expected);
  }
}
