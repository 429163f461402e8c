package dev.ichnos.codec.otlp;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.ichnos.codec.EncodeReport;
import dev.ichnos.codec.SpanEncoder;
import dev.ichnos.model.Format;
import dev.ichnos.model.SpanBatch;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/**
 * Writes batches as OTLP in JSON: lowerCamelCase names, hex ids, 64-bit numbers as text, enums as
 * numbers, NaN and the infinities as text, bytes in base64. Groups as {@link OtlpProtoEncoder}
 * does, and is as exact.
 *
 * <p>{@link #encodedSize} writes the message to nowhere, and costs as much as encoding it.
 */
public final class OtlpJsonEncoder implements SpanEncoder {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
          .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
          .enable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
          .build();

  private final String outerName;

  /** Writes OTLP's own {@code {"resourceSpans":[...]}}. */
  public OtlpJsonEncoder() {
    this("resourceSpans");
  }

  /**
   * Writes the groups under another name.
   *
   * @param outerName such as {@code batches}, which Tempo's first query API says
   */
  public OtlpJsonEncoder(String outerName) {
    this.outerName = Objects.requireNonNull(outerName, "outerName");
  }

  @Override
  public Format format() {
    return OtlpFormats.OTLP_JSON;
  }

  @Override
  public int encodedSize(SpanBatch batch) {
    CountingStream count = new CountingStream();
    try {
      encode(batch, count);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // the stream never throws
    }
    return Math.toIntExact(count.size);
  }

  @Override
  public EncodeReport encode(SpanBatch batch, OutputStream out) throws IOException {
    try (JsonGenerator json = FACTORY.createGenerator(out, JsonEncoding.UTF8)) {
      new JsonRequestWriter(json).request(outerName, SpanGroups.of(batch.spans()));
    }
    return EncodeReport.COMPLETE;
  }

  private static final class CountingStream extends OutputStream {
    long size;

    @Override
    public void write(int b) {
      size++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      size += length;
    }
  }
}
