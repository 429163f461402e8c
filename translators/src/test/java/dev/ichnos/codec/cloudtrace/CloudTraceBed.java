package dev.ichnos.codec.cloudtrace;

import com.google.devtools.cloudtrace.v2.AttributeValue;
import com.google.devtools.cloudtrace.v2.BatchWriteSpansRequest;
import com.google.devtools.cloudtrace.v2.Span;
import dev.ichnos.codec.EncodeReport;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.SpanBatch;
import dev.ichnos.model.SpanFixtures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Encodes and reads back through the generated classes, with what must hold of every request. */
final class CloudTraceBed {
  static final String PROJECT = "test-project";
  static final long NOW = SpanFixtures.START + 60_000_000_000L;

  private static final CloudTraceEncoder ENCODER =
      new CloudTraceEncoder(CloudTraceOptions.of(PROJECT));

  final BatchWriteSpansRequest request;
  final EncodeReport report;

  private CloudTraceBed(BatchWriteSpansRequest request, EncodeReport report) {
    this.request = request;
    this.report = report;
  }

  /**
   * Encodes the spans; fails where the size is not exact or a message is not as short as it can.
   */
  static CloudTraceBed encode(dev.ichnos.model.Span... spans) throws IOException {
    SpanBatch batch = SpanFixtures.batch(spans);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    EncodeReport report = ENCODER.encode(batch, out);
    byte[] bytes = out.toByteArray();
    BatchWriteSpansRequest request = BatchWriteSpansRequest.parseFrom(bytes);
    if (ENCODER.encodedSize(batch) != bytes.length) {
      throw new AssertionError(
          "encodedSize %d but %d bytes".formatted(ENCODER.encodedSize(batch), bytes.length));
    }
    if (request.getSerializedSize() != bytes.length) {
      // A key that is written twice, or a default value that is written at all.
      throw new AssertionError(
          "%d bytes (expected: %d)".formatted(bytes.length, request.getSerializedSize()));
    }
    return new CloudTraceBed(request, report);
  }

  /** A span with these attributes, encoded. */
  static CloudTraceBed encode(Attributes attributes) throws IOException {
    return encode(plain().attributes(attributes).build());
  }

  /** A span that has only what every span must have. */
  static dev.ichnos.model.Span.Builder plain() {
    return dev.ichnos.model.Span.builder()
        .traceId(SpanFixtures.TRACE_HIGH, SpanFixtures.TRACE_LOW)
        .spanId(7)
        .name("plain")
        .startEpochNanos(SpanFixtures.START)
        .endEpochNanos(SpanFixtures.START + 1);
  }

  Span span() {
    return request.getSpans(0);
  }

  Map<String, AttributeValue> attributes() {
    return span().getAttributes().getAttributeMapMap();
  }

  /** The text of a span's attribute; empty when there is none. */
  String text(String key) {
    return attributes()
        .getOrDefault(key, AttributeValue.getDefaultInstance())
        .getStringValue()
        .getValue();
  }

  /** What Cloud Trace would refuse. */
  List<String> broken() {
    return CloudTraceRules.broken(request, NOW);
  }
}
