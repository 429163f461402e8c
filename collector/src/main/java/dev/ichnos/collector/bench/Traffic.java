package dev.ichnos.collector.bench;

import java.io.IOException;

/**
 * All spans of a run, numbered from 0 in the order in which they are sent, and the messages that
 * hold them: message <i>m</i> of <i>n</i> spans holds the numbers <i>mn</i> to <i>mn + n - 1</i>.
 * Three messages are a block, one for each {@link Role}, and their spans at the same place are one
 * trace. Safe for many threads.
 */
final class Traffic {
  private static final long MAX_QUERY = 100_000_000;

  private final int batch;
  private final SpanIds ids;
  private final Template[] templates = new Template[EnvoySpans.PODS * Role.count()];

  /**
   * The traffic of one run.
   *
   * @param batch spans of a message
   */
  Traffic(MessageFormat format, int batch, SpanIds ids) throws IOException {
    this.batch = batch;
    this.ids = ids;
    for (int i = 0; i < templates.length; i++) {
      Role role = Role.at(i % Role.count());
      templates[i] = Template.of(format, EnvoySpans.of(i / Role.count(), role, batch));
    }
  }

  /**
   * One message.
   *
   * @param endEpochMicros when the requests ended that it reports; the same for all of a block
   */
  byte[] message(long message, long endEpochMicros) {
    Template template = templates[(int) (message % templates.length)];
    byte[] bytes = template.copy();
    long block = message / Role.count();
    boolean root = Role.at((int) (message % Role.count())).root();
    long firstRoot = ((block + 1) * Role.count() - 1) * batch;
    long[] values = new long[Field.COUNT];
    for (int i = 0; i < batch; i++) {
      long number = message * batch + i;
      long trace = block * batch + i;
      // Envoy's root spans have the lower half of their trace's id.
      long traceIdLow = ids.id(firstRoot + i);
      values[Field.TRACE_ID_HIGH.place()] = SpanIds.mixed(~traceIdLow);
      values[Field.TRACE_ID_LOW.place()] = traceIdLow;
      values[Field.SPAN_ID.place()] = ids.id(number);
      values[Field.PARENT_SPAN_ID.place()] = root ? 0 : ids.id(number + batch);
      values[Field.START.place()] = endEpochMicros;
      values[Field.END.place()] = endEpochMicros;
      values[Field.REQUEST_ID.place()] = SpanIds.mixed(traceIdLow + 1) | Long.MIN_VALUE;
      values[Field.QUERY.place()] = trace % MAX_QUERY;
      template.fill(bytes, i, values);
    }
    return bytes;
  }
}
