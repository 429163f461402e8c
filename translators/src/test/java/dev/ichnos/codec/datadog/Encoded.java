package dev.ichnos.codec.datadog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.EncodeReport;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import dev.ichnos.model.SpanFixtures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * A batch as it was encoded, read back by the oracle. Whatever a test looks at, the size must have
 * been said exactly and the Agent must find nothing to change.
 */
final class Encoded {
  final byte[] bytes;
  final Object message;
  final EncodeReport report;

  private Encoded(byte[] bytes, EncodeReport report) throws IOException {
    this.bytes = bytes;
    this.message = MsgpackOracle.decode(bytes);
    this.report = report;
  }

  static Encoded v04(Span... spans) throws IOException {
    return v04(DatadogOptions.defaults(), spans);
  }

  static Encoded v04(DatadogOptions options, Span... spans) throws IOException {
    return of(DatadogEncoder.v04(options), SpanFixtures.batch(spans));
  }

  static Encoded of(DatadogEncoder encoder, SpanBatch batch) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    EncodeReport report = encoder.encode(batch, out);
    Encoded encoded = new Encoded(out.toByteArray(), report);
    assertThat(encoder.encodedSize(batch)).isEqualTo(encoded.bytes.length);
    AgentRules.check(encoded.chunks());
    assertThat(encoder.traceCount(batch)).isEqualTo(encoded.chunks().size());
    return encoded;
  }

  /** The chunks of either version, as lists of spans. */
  List<?> chunks() {
    if (message instanceof List<?> chunks) {
      return chunks;
    }
    return ((List<?>) payload().get("chunks"))
        .stream().map(chunk -> ((Map<?, ?>) chunk).get("spans")).toList();
  }

  /** The whole message of v0.7. */
  Map<String, Object> payload() {
    return map(message);
  }

  Map<String, Object> span(int chunk, int place) {
    return map(((List<?>) chunks().get(chunk)).get(place));
  }

  /** The first span of the first chunk. */
  Map<String, Object> span() {
    return span(0, 0);
  }

  Map<String, Object> meta() {
    return map(span().get("meta"));
  }

  Map<String, Object> metrics() {
    return map(span().get("metrics"));
  }

  Object meta(String key) {
    return meta().get(key);
  }

  Object metric(String key) {
    return metrics().get(key);
  }

  /** A map of the message, whose keys are text. */
  @SuppressWarnings("unchecked")
  static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }
}
