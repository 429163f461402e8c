package dev.ichnos.codec.cloudtrace;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.SpanDecoder;
import dev.ichnos.codec.SpanSink;
import dev.ichnos.codec.wire.JsonMessage;
import dev.ichnos.model.Format;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code google.devtools.cloudtrace.v2.BatchWriteSpansRequest} in protobuf's JSON, as the
 * REST form of the API takes it, or the single {@code Span} of {@code CreateSpan}. Members may have
 * either spelling, {@code spanId} or {@code span_id}. docs/formats/cloud-trace-in.md has every
 * rule.
 */
public final class CloudTraceJsonDecoder implements SpanDecoder {
  private final @Nullable String singleName;

  /** Reads requests of many spans. */
  public CloudTraceJsonDecoder() {
    this.singleName = null;
  }

  private CloudTraceJsonDecoder(String singleName) {
    this.singleName = singleName;
  }

  /**
   * Reads messages that are one span.
   *
   * @param name {@code projects/P/traces/T/spans/S}, of a span that does not say it itself: it
   *     stands in the request's path
   */
  public static CloudTraceJsonDecoder ofSingleSpan(String name) {
    return new CloudTraceJsonDecoder(Objects.requireNonNull(name, "name"));
  }

  @Override
  public Format format() {
    return CloudTraceFormats.CLOUDTRACE_V2_JSON;
  }

  @Override
  public void decode(ByteBuffer message, DecodeLimits limits, SpanSink out) throws DecodeException {
    try (JsonMessage json = JsonMessage.open(message)) {
      JsonSpanReader reader = new JsonSpanReader(json, limits, out);
      try {
        if (singleName == null) {
          reader.request();
        } else {
          reader.single(singleName);
        }
      } catch (IOException e) {
        throw reader.broken(json.errorOffset(e), JsonMessage.describe(e));
      }
    } catch (IOException e) {
      throw new DecodeException(format(), JsonMessage.describe(e));
    }
  }
}
