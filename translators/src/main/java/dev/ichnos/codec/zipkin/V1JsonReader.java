package dev.ichnos.codec.zipkin;

import com.fasterxml.jackson.core.JsonToken;
import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.SpanSink;
import dev.ichnos.codec.wire.JsonException;
import dev.ichnos.codec.wire.JsonReader;
import org.jspecify.annotations.Nullable;

/** Reads the spans of one message of v1 JSON into a {@link V1SpanDraft}. */
final class V1JsonReader implements JsonSpanList.SpanReader {
  private final JsonSpanList list;
  private final JsonReader in;
  private final V1SpanDraft span;
  private final JsonFields fields;

  private boolean v1Field;
  private boolean v2Field;

  V1JsonReader(JsonSpanList list) {
    this.list = list;
    this.in = list.reader();
    this.span = new V1SpanDraft(list.limits());
    this.fields = new JsonFields(list, span.span);
  }

  @Override
  public SpanDraft draft() {
    return span.span;
  }

  @Override
  public void clear() {
    span.clear();
    v1Field = false;
    v2Field = false;
  }

  @Override
  public void readField(String name) throws JsonException, DecodeException {
    switch (name) {
      case "annotations" -> annotations();
      case "binaryAnnotations" -> binaryAnnotations();
      case "kind", "localEndpoint", "remoteEndpoint", "tags" -> {
        v2Field = true;
        list.skip();
      }
      default -> fields.readCommon(name);
    }
  }

  @Override
  public void endFields() throws DecodeException {
    if (v2Field && !v1Field && list.atFirst()) {
      throw list.malformed(
          "a span of Zipkin v2 (expected: v1 spans; v2 spans go to /api/v2/spans)");
    }
  }

  @Override
  public void finish(SpanSink out) {
    span.finish(out);
  }

  private void annotations() throws JsonException, DecodeException {
    if (!fields.isList()) {
      return;
    }
    while (in.nextToken() != JsonToken.END_ARRAY) {
      if (fields.isObject()) {
        annotation(span.nextAnnotation());
      }
    }
  }

  private void annotation(V1Annotation annotation) throws JsonException, DecodeException {
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String field = in.key();
      if (in.nextToken() == JsonToken.VALUE_NULL) {
        continue;
      }
      switch (field) {
        case "timestamp" -> annotation.epochNanos = fields.annotationTime();
        case "value" -> annotation.value = fields.text();
        case "endpoint" -> {
          v1Field = true;
          fields.endpoint(annotation.endpoint);
        }
        default -> list.skip();
      }
    }
    if (annotation.value.isEmpty()) {
      span.span.mended(MendReason.FIELD_LEFT_OUT);
      return;
    }
    span.addAnnotation();
  }

  private void binaryAnnotations() throws JsonException, DecodeException {
    v1Field = true;
    if (!fields.isList()) {
      return;
    }
    while (in.nextToken() != JsonToken.END_ARRAY) {
      if (fields.isObject()) {
        binaryAnnotation(span.nextBinaryAnnotation());
      }
    }
  }

  private void binaryAnnotation(V1BinaryAnnotation annotation)
      throws JsonException, DecodeException {
    @Nullable String key = null;
    @Nullable String value = null;
    JsonToken type = JsonToken.VALUE_NULL;
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String field = in.key();
      if (in.nextToken() == JsonToken.VALUE_NULL) {
        continue;
      }
      switch (field) {
        case "key" -> key = fields.key();
        case "value" -> {
          type = in.currentToken();
          value = value(type);
        }
        case "endpoint" -> fields.endpoint(annotation.endpoint);
        default -> list.skip();
      }
    }
    if (key == null || value == null) {
      span.span.mended(MendReason.FIELD_LEFT_OUT);
      return;
    }
    annotation.key = key;
    if (!type.isBoolean()) {
      annotation.text = value;
      span.addBinaryAnnotation();
    } else {
      if (!V1BinaryAnnotation.isPeer(key)) {
        span.span.mended(MendReason.VALUE_TYPE);
      }
      span.addBoolean(type == JsonToken.VALUE_TRUE);
    }
  }

  /** Null for what has no text. */
  private @Nullable String value(JsonToken type) throws JsonException, DecodeException {
    if (type.isStructStart()) {
      list.skip();
      return null;
    }
    // Whether a boolean is a mended tag or an address hangs on the key, which may come behind.
    return type.isBoolean() ? "" : fields.text();
  }
}
