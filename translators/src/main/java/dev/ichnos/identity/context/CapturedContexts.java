package dev.ichnos.identity.context;

import dev.ichnos.identity.context.OwnFamilies.Own;
import dev.ichnos.identity.rule.ReceivedIds;
import dev.ichnos.model.AttributeList;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Format;
import dev.ichnos.model.KeyPlaces;
import dev.ichnos.model.Span;
import dev.ichnos.model.StringVisitor;
import dev.ichnos.propagation.HeaderFamilies;
import dev.ichnos.propagation.HeaderFamily;
import dev.ichnos.propagation.HeaderReading;
import dev.ichnos.propagation.TraceContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the headers that were captured as attributes on spans of one format, one span after the
 * other: {@link #read} takes a span, the other methods tell of it until the next. Not thread-safe;
 * never throws for what a peer sent; allocates nothing for a span without such headers.
 *
 * <p>A header stands under its own name or behind {@code http.request.header.}, {@code
 * request.header.}, {@code http.header.} or {@code header.}, in any case, as a string or as a list
 * of strings. Where two keys hold one header, the first wins.
 *
 * <p>Only what is <em>evidence</em> is kept: families that the sender's own tracer does not write
 * (docs/trace-ids.md has the table). Whatever names the trace that the span was received in is
 * still evidence, of its parent, unless the tracer may have written it.
 */
public final class CapturedContexts {
  private static final int LONGEST_VALUE = 8192;
  private static final int MOST_VALUES = 8;
  private static final List<HeaderFamily> FAMILIES = HeaderFamilies.all();
  private static final int[] HEADERS =
      FAMILIES.stream().mapToInt(CapturedContexts::headers).toArray();

  private static final KeyPlaces PLACES = new KeyPlaces(HeaderKeys::of);

  private final OwnFamilies own;
  private final int wanted;
  private final @Nullable String[] values = new @Nullable String[HeaderKeys.NAMES.size()];
  private int present;
  private List<CapturedContext> evidence = List.of();

  /**
   * @param format in which the spans came: says which families are the sender's own
   */
  public CapturedContexts(Format format) {
    own = OwnFamilies.of(format);
    int evidenceOf = 1 << HeaderKeys.REQUEST_ID;
    for (int i = 0; i < HEADERS.length; i++) {
      evidenceOf |= own.own(i) == Own.ALWAYS ? 0 : HEADERS[i];
    }
    wanted = evidenceOf;
  }

  /** Reads the span's attributes; whether there is evidence on them. */
  public boolean read(Span span) {
    present = 0;
    evidence = List.of();
    Attributes attributes = span.attributes();
    KeyPlaces.Order order = PLACES.of(attributes);
    for (int i = 0; i < order.count(); i++) {
      int header = order.meaning(i);
      if ((wanted & 1 << header) != 0) {
        keep(header, value(attributes, order.place(i)));
      }
    }
    if ((present & ~(1 << HeaderKeys.REQUEST_ID)) != 0) {
      evidence = contexts(span);
    }
    return !evidence.isEmpty();
  }

  /**
   * The contexts that are evidence, at most one of a family, in the order of {@link
   * HeaderFamilies#all}. Each has a trace id; its span id may be 0. Immutable.
   */
  public List<CapturedContext> evidence() {
    return evidence;
  }

  /** The request id, as it came; empty when there is none. */
  public String requestId() {
    String value =
        (present & 1 << HeaderKeys.REQUEST_ID) == 0 ? null : values[HeaderKeys.REQUEST_ID];
    return value == null ? "" : value;
  }

  private List<CapturedContext> contexts(Span span) {
    List<CapturedContext> found = new ArrayList<>(4);
    for (int i = 0; i < HEADERS.length; i++) {
      if ((present & HEADERS[i]) == 0) {
        continue;
      }
      HeaderFamily family = FAMILIES.get(i);
      if (family.read(this::value) instanceof HeaderReading.Read read
          && read.context().hasTraceId()
          && !(own.own(i) == Own.IF_SAME_TRACE && isOfSameTrace(read.context(), span))) {
        found.add(new CapturedContext(family.id(), read.context()));
      }
    }
    return List.copyOf(found);
  }

  private static boolean isOfSameTrace(TraceContext context, Span span) {
    return ReceivedIds.sameTrace(
        context.traceIdHigh(),
        context.traceIdLow(),
        ReceivedIds.traceIdHigh(span),
        ReceivedIds.traceIdLow(span));
  }

  private @Nullable String value(String header) {
    int index = HeaderKeys.of(header);
    return index == HeaderKeys.NONE || (present & 1 << index) == 0 ? null : values[index];
  }

  private static int headers(HeaderFamily family) {
    int headers = 0;
    for (String header : family.headers()) {
      int index = HeaderKeys.of(header);
      headers |= index == HeaderKeys.NONE ? 0 : 1 << index;
    }
    return headers;
  }

  private void keep(int index, String value) {
    if ((present & 1 << index) == 0 && !value.isEmpty() && value.length() <= LONGEST_VALUE) {
      present |= 1 << index;
      values[index] = value;
    }
  }

  private static String value(Attributes attributes, int place) {
    String value = attributes.textAt(place);
    if (!value.isEmpty()) {
      return value;
    }
    Fields fields = new Fields();
    attributes.visit(place, fields);
    return fields.joined.toString();
  }

  /** Several fields of one name are one value (RFC 9110, section 5.3). */
  private static final class Fields implements StringVisitor {
    private final StringBuilder joined = new StringBuilder();

    @Override
    public void stringValue(String key, String value) {
      if (value.length() <= LONGEST_VALUE) {
        joined.append(joined.isEmpty() ? "" : ",").append(value);
      }
    }

    @Override
    public void listValue(String key, AttributeList value) {
      if (value.size() <= MOST_VALUES) {
        value.forEach(this);
      }
    }
  }
}
