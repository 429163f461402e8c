package dev.ichnos.collector.mapping;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.ichnos.codec.EncodeReport;
import dev.ichnos.model.Format;
import dev.ichnos.model.SpanBatch;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;

/** A message that would be sent: its bytes before compression, and how they read. */
public final class MappedMessage {
  private final Format format;
  private final SpanBatch batch;
  private final byte[] bytes;
  private final EncodeReport report;

  MappedMessage(Format format, SpanBatch batch, byte[] bytes, EncodeReport report) {
    this.format = Objects.requireNonNull(format, "format");
    this.batch = Objects.requireNonNull(batch, "batch");
    this.bytes = bytes;
    this.report = Objects.requireNonNull(report, "report");
  }

  public Format format() {
    return format;
  }

  public int spans() {
    return batch.size();
  }

  public int bytes() {
    return bytes.length;
  }

  /** What the format could not say. */
  public EncodeReport report() {
    return report;
  }

  /** Whether both say the same, byte for byte. */
  public boolean isSameAs(MappedMessage other) {
    return format.equals(other.format) && Arrays.equals(bytes, other.bytes);
  }

  /**
   * Writes it as one JSON value: JSON as it is, OTLP's protobuf as OTLP/JSON, Zipkin's as v2 JSON,
   * Datadog's msgpack key by key, Cloud Trace's protobuf with its own field names.
   */
  public void write(JsonGenerator json) throws IOException {
    MessageJson.write(format, batch, bytes, json);
  }
}
