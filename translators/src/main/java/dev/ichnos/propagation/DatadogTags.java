package dev.ichnos.propagation;

/**
 * The value of {@code x-datadog-tags}: {@code key=value} between commas. Only keys that begin with
 * {@code _dd.p.} travel on; the others are left out without a word, as Datadog's tracers do.
 *
 * @param traceIdHigh from {@code _dd.p.tid}; 0 when absent or malformed. The last one wins
 * @param others the other tags, as they came
 * @param malformed whether a part is no {@code key=value}; then all tags are ignored
 * @param unfit whether there are more than {@value #MAX_LENGTH} characters, or others than
 *     printable ASCII; then too
 * @param malformedTraceIdHigh whether {@code _dd.p.tid} is not 16 hex digits
 * @param upperCase whether its hex digits are upper-case
 */
record DatadogTags(
    long traceIdHigh,
    String others,
    boolean malformed,
    boolean unfit,
    boolean malformedTraceIdHigh,
    boolean upperCase) {
  static final int MAX_LENGTH = 512;

  private static final String PROPAGATED = "_dd.p.";
  private static final String TRACE_ID_HIGH = "_dd.p.tid=";
  private static final DatadogTags NONE = new DatadogTags(0, "", false, false, false, false);

  static DatadogTags read(String value) {
    if (value.isEmpty()) {
      return NONE;
    }
    if (value.length() > MAX_LENGTH || !Ascii.isPrintable(value, 0, value.length())) {
      return new DatadogTags(0, "", false, true, false, false);
    }
    long high = 0;
    boolean badHigh = false;
    boolean upperCase = false;
    StringBuilder others = new StringBuilder();
    for (int start = 0; start <= value.length(); ) {
      int end = Ascii.indexOf(value, ',', start, value.length());
      int equals = Ascii.indexOf(value, '=', start, end);
      if (equals == start || equals == end) {
        return new DatadogTags(0, "", true, false, false, false);
      }
      if (value.startsWith(TRACE_ID_HIGH, start)) {
        int digits = equals + 1;
        badHigh = end - digits != 16 || Hex.end(value, digits, end) != end;
        high = badHigh ? 0 : Hex.parse(value, digits, end);
        upperCase = !badHigh && Hex.hasUpperCase(value, digits, end);
      } else if (value.startsWith(PROPAGATED, start)) {
        others.append(others.isEmpty() ? "" : ",").append(value, start, end);
      }
      start = end + 1;
    }
    return new DatadogTags(high, others.toString(), false, false, badHigh, upperCase);
  }

  /** The upper half first, which is worth more than the others if there is no room for all. */
  static String write(long traceIdHigh, String others) {
    if (traceIdHigh == 0) {
      return others;
    }
    String high = TRACE_ID_HIGH + Hex.of(traceIdHigh);
    boolean fits = !others.isEmpty() && high.length() + 1 + others.length() <= MAX_LENGTH;
    return fits ? high + "," + others : high;
  }
}
