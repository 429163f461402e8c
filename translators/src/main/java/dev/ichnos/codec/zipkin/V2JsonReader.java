package dev.ichnos.codec.zipkin;

import com.fasterxml.jackson.core.JsonToken;
import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.SpanSink;
import dev.ichnos.codec.wire.JsonException;
import dev.ichnos.codec.wire.JsonReader;
import dev.ichnos.model.SpanKind;
import org.jspecify.annotations.Nullable;

/** Reads the spans of one message of v2 JSON into a {@link SpanDraft}. */
final class V2JsonReader implements JsonSpanList.SpanReader {
  private final JsonSpanList list;
  private final JsonReader in;
  private final SpanDraft span;
  private final JsonFields fields;

  private boolean v1Field;
  private boolean v2Field;

  V2JsonReader(JsonSpanList list) {
    this.list = list;
    this.in = list.reader();
    this.span = new SpanDraft(list.limits());
    this.fields = new JsonFields(list, span);
  }

  @Override
  public SpanDraft draft() {
    return span;
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
      case "kind" -> kind();
      case "localEndpoint" -> endpoint(span.local);
      case "remoteEndpoint" -> endpoint(span.remote);
      case "annotations" -> annotations();
      case "tags" -> tags();
      case "shared" -> span.shared = fields.flag();
      case "binaryAnnotations" -> {
        v1Field = true;
        list.skip();
      }
      default -> fields.readCommon(name);
    }
  }

  @Override
  public void endFields() throws DecodeException {
    if (v1Field && !v2Field && list.atFirst()) {
      throw list.malformed(
          "a span of Zipkin v1 (expected: v2 spans; v1 spans go to /api/v1/spans)");
    }
  }

  @Override
  public void finish(SpanSink out) {
    span.finish(out);
  }

  private void kind() throws JsonException, DecodeException {
    v2Field = true;
    String text = fields.key();
    switch (text) {
      case "CLIENT" -> span.kind = SpanKind.CLIENT;
      case "SERVER" -> span.kind = SpanKind.SERVER;
      case "PRODUCER" -> span.kind = SpanKind.PRODUCER;
      case "CONSUMER" -> span.kind = SpanKind.CONSUMER;
      case "" -> {}
      default -> span.mended(MendReason.FIELD_LEFT_OUT);
    }
  }

  private void endpoint(EndpointDraft endpoint) throws JsonException, DecodeException {
    v2Field = true;
    fields.endpoint(endpoint);
  }

  private void annotations() throws JsonException, DecodeException {
    if (!fields.isList()) {
      return;
    }
    while (in.nextToken() != JsonToken.END_ARRAY) {
      if (fields.isObject()) {
        annotation();
      }
    }
  }

  private void annotation() throws JsonException, DecodeException {
    long time = 0;
    String value = "";
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String field = in.key();
      if (in.nextToken() == JsonToken.VALUE_NULL) {
        continue;
      }
      switch (field) {
        case "timestamp" -> time = fields.annotationTime();
        case "value" -> value = fields.key();
        case "endpoint" -> {
          v1Field = true;
          list.skip();
        }
        default -> list.skip();
      }
    }
    if (value.isEmpty()) {
      span.mended(MendReason.FIELD_LEFT_OUT);
      return;
    }
    span.annotation(time, value);
  }

  private void tags() throws JsonException, DecodeException {
    v2Field = true;
    if (!fields.isObject()) {
      return;
    }
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String key = in.key();
      boolean mended = in.wasMended();
      if (!in.nextToken().isScalarValue() || in.currentToken() == JsonToken.VALUE_NULL) {
        fields.leaveOut();
        continue;
      }
      if (mended) {
        span.mended(MendReason.INVALID_UTF8);
      }
      @Nullable String known = fields.known();
      if (known == null) {
        span.tag(key, fields.text());
      } else {
        span.sharedTag(key, known);
      }
    }
  }
}
