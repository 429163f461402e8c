package dev.ichnos.codec.datadog;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.DropReason;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.SpanSink;
import dev.ichnos.codec.wire.BadValueException;
import dev.ichnos.codec.wire.JsonMessage;
import dev.ichnos.codec.wire.JsonNumbers;
import dev.ichnos.codec.wire.KeyCache;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Reads chunks of spans in JSON, as old tracers and scripts send them: a list of lists of spans, or
 * (v0.1) of spans, each then a chunk of its own.
 */
final class JsonChunkReader {
  private static final String EXPECTED = " (expected: a JSON list of lists of spans)";

  private final JsonMessage message;
  private final JsonParser parser;
  private final DecodeLimits limits;
  private final SpanSink out;
  private final IncomingSpan span;
  private final IncomingChunk chunk;
  private final ChunkPlace place;

  private JsonChunkReader(
      JsonMessage message, DecodeLimits limits, KeyCache keys, ResourceDraft sender, SpanSink out) {
    this.message = message;
    this.parser = message.parser();
    this.limits = limits;
    this.out = out;
    ResourceTable resources = new ResourceTable();
    span = new IncomingSpan(limits, keys, resources);
    chunk = new IncomingChunk(resources);
    chunk.defaults.putAll(sender);
    place = new ChunkPlace(limits.maxSpans());
  }

  static void read(
      ByteBuffer message, DecodeLimits limits, KeyCache keys, ResourceDraft sender, SpanSink out)
      throws DecodeException {
    try (JsonMessage json = JsonMessage.open(message)) {
      JsonChunkReader reader = new JsonChunkReader(json, limits, keys, sender, out);
      try {
        reader.chunks();
      } catch (IOException e) {
        throw malformed(json.errorOffset(e), JsonMessage.describe(e) + EXPECTED);
      }
    } catch (IOException e) {
      throw new DecodeException(
          DatadogFormats.DATADOG_V04_JSON, JsonMessage.describe(e) + EXPECTED);
    }
  }

  private void chunks() throws IOException, DecodeException {
    JsonToken first = parser.nextToken();
    if (first == null || first == JsonToken.VALUE_NULL) {
      return;
    }
    if (first != JsonToken.START_ARRAY) {
      throw malformed("found " + first + EXPECTED);
    }
    for (place.chunk = 0; parser.nextToken() != JsonToken.END_ARRAY; place.chunk++) {
      chunk.clear();
      place.span = 0;
      if (parser.currentToken() == JsonToken.START_ARRAY) {
        for (; parser.nextToken() != JsonToken.END_ARRAY; place.span++) {
          span();
        }
      } else if (parser.currentToken() != JsonToken.VALUE_NULL) {
        span();
      }
      chunk.finish(out);
    }
    if (parser.nextToken() != null) {
      throw malformed("found " + parser.currentToken() + " behind the list (expected: nothing)");
    }
  }

  private void span() throws IOException, DecodeException {
    if (!place.begin()) {
      throw malformed(place.tooMany());
    }
    long at = message.byteOffset();
    span.begin(chunk.next());
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      String problem = place.at(at) + parser.currentToken() + " (expected: a span object)";
      span.drop(DropReason.MALFORMED_SPAN, problem);
      skip();
    } else {
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String field = parser.currentName();
        if (parser.nextToken() != JsonToken.VALUE_NULL) {
          field(field);
        }
      }
      place.requireIds(span, at);
    }
    span.end();
  }

  private void field(String name) throws IOException, DecodeException {
    switch (name) {
      case "service" -> span.service = text();
      case "name" -> span.operation = text();
      case "resource" -> span.resource = text();
      case "type" -> span.type = text();
      case "trace_id" -> span.traceId = number();
      case "span_id" -> span.spanId = number();
      case "parent_id" -> span.parentId = number();
      case "start" -> span.start = number();
      case "duration" -> {
        span.duration = number();
        span.hasDuration = true;
      }
      case "error" ->
          span.failed =
              parser.currentToken().isBoolean() ? parser.getBooleanValue() : number() != 0;
      case "meta" -> meta();
      case "metrics" -> metrics();
      case "meta_struct", "span_links", "span_events" -> leaveOut(); // newer than senders of JSON
      default -> skip();
    }
  }

  private String text() throws IOException, DecodeException {
    if (!parser.currentToken().isScalarValue()) {
      leaveOut();
      return "";
    }
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      span.mended(MendReason.VALUE_TYPE);
    }
    String text = message.text();
    if (message.wasMended(text)) {
      span.mended(MendReason.INVALID_UTF8);
    }
    return text;
  }

  /** A whole number as its 64 bits; 0 for what is none. */
  private long number() throws IOException, DecodeException {
    if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT
        && parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        && parser.getBigIntegerValue().signum() > 0
        && parser.getBigIntegerValue().bitLength() <= Long.SIZE) {
      return parser.getBigIntegerValue().longValue();
    }
    if (!parser.currentToken().isScalarValue()) {
      leaveOut();
      return 0;
    }
    try {
      if (!JsonNumbers.isPlain(parser)) {
        span.mended(MendReason.NUMBER_SHAPE);
      }
      return JsonNumbers.longValue(parser);
    } catch (BadValueException e) {
      span.mended(MendReason.FIELD_LEFT_OUT);
      return 0;
    }
  }

  private void meta() throws IOException, DecodeException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      leaveOut();
      return;
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = key();
      if (parser.nextToken().isScalarValue()) {
        if (parser.currentToken() != JsonToken.VALUE_NULL) {
          span.meta(key, text());
        }
      } else {
        leaveOut();
      }
    }
  }

  private void metrics() throws IOException, DecodeException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      leaveOut();
      return;
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = key();
      switch (parser.nextToken()) {
        case VALUE_NUMBER_FLOAT -> span.metric(key, parser.getDoubleValue());
        case VALUE_NUMBER_INT -> {
          if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            span.metric(key, parser.getDoubleValue());
          } else {
            span.metric(key, parser.getLongValue());
          }
        }
        case VALUE_STRING -> {
          span.mended(MendReason.VALUE_TYPE);
          span.meta(key, text());
        }
        case VALUE_NULL -> {}
        default -> leaveOut();
      }
    }
  }

  private String key() throws IOException {
    String key = message.name();
    if (message.wasMended(key)) {
      span.mended(MendReason.INVALID_UTF8);
    }
    return key;
  }

  private void leaveOut() throws IOException, DecodeException {
    span.mended(MendReason.FIELD_LEFT_OUT);
    skip();
  }

  private void skip() throws IOException, DecodeException {
    if (!message.skip(limits.maxDepth())) {
      throw malformed("nested too deep (expected: at most " + limits.maxDepth() + ")");
    }
  }

  private DecodeException malformed(String problem) {
    return malformed(message.byteOffset(), problem);
  }

  private static DecodeException malformed(long offset, String problem) {
    return new DecodeException(DatadogFormats.DATADOG_V04_JSON, "byte " + offset + ": " + problem);
  }
}
