package dev.ichnos.codec.cloudtrace;

import dev.ichnos.codec.EncodeReport;
import dev.ichnos.codec.SpanEncoder;
import dev.ichnos.codec.wire.ProtoWriter;
import dev.ichnos.codec.wire.ResourceMemo;
import dev.ichnos.model.Format;
import dev.ichnos.model.KeyOrders;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/**
 * Writes batches as {@code BatchWriteSpansRequest}s of one project, straight to the wire, every
 * limit of Cloud Trace kept.
 *
 * <p>The report counts each text that was shortened, and every attribute, event, link and stack
 * frame that had no place; the same stands on the spans, in their dropped and truncated counts.
 * Spans that can never be sent (no ids, no times, an end before the start) are left out and counted
 * as dropped. The encoder has no clock: {@link CloudTraceAdmission} says what is outside the time
 * window. It writes every span to the project of its options, whatever {@link ProjectId} says. A
 * request without spans only names the project; Cloud Trace answers it with INVALID_ARGUMENT.
 *
 * <p>What it works out of keys and resources it remembers, bounded: one encoder is to be used for
 * many batches. Safe for many threads.
 */
public final class CloudTraceEncoder implements SpanEncoder {
  private static final int BUFFER = 8192;

  private final CloudTraceOptions options;
  private final String requestName;
  private final KeyOrders<EntryOrder> orders = new KeyOrders<>(EntryOrder::new);
  private final ResourceMemo<ResourceProfile> profiles;

  public CloudTraceEncoder(CloudTraceOptions options) {
    this.options = Objects.requireNonNull(options, "options");
    this.requestName = "projects/" + options.projectId();
    this.profiles = new ResourceMemo<>(resource -> ResourceProfile.of(resource, options));
  }

  /** The project that spans are written to. */
  public String projectId() {
    return options.projectId();
  }

  @Override
  public Format format() {
    return CloudTraceFormats.CLOUDTRACE_V2_PROTO;
  }

  @Override
  public int encodedSize(SpanBatch batch) {
    SpanMessage message = new SpanMessage(options, orders, profiles, new EncodeCounts());
    ProtoTape tape = new ProtoTape();
    tape.text(CloudTraceFields.REQUEST_NAME, requestName);
    long size = tape.size();
    for (Span span : batch.spans()) {
      if (CloudTraceAdmission.always(span) == CloudTraceAdmission.ADMISSIBLE) {
        tape.clear();
        record(span, message, tape);
        size += tape.size();
      }
    }
    return Math.toIntExact(size);
  }

  @Override
  public EncodeReport encode(SpanBatch batch, OutputStream out) throws IOException {
    EncodeCounts counts = new EncodeCounts();
    SpanMessage message = new SpanMessage(options, orders, profiles, counts);
    ProtoWriter writer = new ProtoWriter(out, BUFFER);
    ProtoTape tape = new ProtoTape();
    tape.text(CloudTraceFields.REQUEST_NAME, requestName);
    tape.writeTo(writer);
    for (Span span : batch.spans()) {
      if (CloudTraceAdmission.always(span) != CloudTraceAdmission.ADMISSIBLE) {
        counts.dropped();
        continue;
      }
      tape.clear();
      record(span, message, tape);
      tape.writeTo(writer);
    }
    writer.flush();
    return counts.report();
  }

  private static void record(Span span, SpanMessage message, ProtoTape tape) {
    int mark = tape.begin(CloudTraceFields.REQUEST_SPANS);
    message.record(span, tape);
    tape.end(mark);
  }
}
