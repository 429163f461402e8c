package dev.ichnos.collector;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.ichnos.propagation.HeaderFamily;
import dev.ichnos.propagation.HeaderReading;
import dev.ichnos.propagation.HeaderWriting;
import dev.ichnos.propagation.TraceContext;
import java.io.IOException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * What {@code headers --json} prints: {@code families}, each with {@code family}, {@code given} and
 * either {@code context}, {@code lenient} and {@code written}, or {@code refused}, or neither where
 * the headers say nothing. Ids are hex, and left out where there are none.
 */
final class HeadersJson {
  private HeadersJson() {}

  static void write(JsonGenerator json, List<GivenFamily> families) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("families");
    for (GivenFamily given : families) {
      json.writeStartObject();
      json.writeStringField("family", given.family().id());
      JsonLines.writeTexts(json, "given", given.headers());
      if (given.reading() instanceof HeaderReading.Read read) {
        json.writeObjectFieldStart("context");
        write(json, read.context());
        json.writeEndObject();
        writeNames(json, "lenient", read.leniencies());
        json.writeArrayFieldStart("written");
        for (HeaderFamily other : given.others()) {
          write(json, other, other.write(read.context()));
        }
        json.writeEndArray();
      } else if (given.reading() instanceof HeaderReading.Refused refused) {
        write(json, refused);
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, TraceContext context) throws IOException {
    if (context.hasTraceId()) {
      json.writeStringField("trace_id", context.traceId().hex());
      json.writeNumberField("trace_id_bits", context.traceIdBits());
    }
    writeId(json, "span_id", context.spanId());
    writeId(json, "parent_span_id", context.parentSpanId());
    json.writeStringField("sampled", lowerCase(context.sampled()));
    json.writeBooleanField("debug", context.debug());
    json.writeBooleanField("random_trace_id", context.randomTraceId());
    if (!context.traceState().isEmpty()) {
      json.writeStringField("trace_state", context.traceState());
    }
    if (!context.detail().parts().isEmpty()) {
      JsonLines.writeTexts(json, "detail", context.detail().parts());
    }
  }

  private static void write(JsonGenerator json, HeaderReading.Refused refused) throws IOException {
    json.writeObjectFieldStart("refused");
    json.writeStringField("header", refused.header());
    json.writeNumberField("position", refused.position());
    json.writeStringField("expected", refused.expected());
    json.writeStringField("message", refused.message());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, HeaderFamily family, HeaderWriting writing)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("family", family.id());
    JsonLines.writeTexts(json, "headers", writing.headers());
    writeNames(json, "lost", writing.losses());
    json.writeEndObject();
  }

  private static void writeId(JsonGenerator json, String name, long id) throws IOException {
    if (id != 0) {
      json.writeStringField(name, HexFormat.of().toHexDigits(id));
    }
  }

  private static void writeNames(
      JsonGenerator json, String name, Collection<? extends Enum<?>> values) throws IOException {
    json.writeArrayFieldStart(name);
    for (Enum<?> value : values) {
      json.writeString(lowerCase(value));
    }
    json.writeEndArray();
  }

  private static String lowerCase(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
