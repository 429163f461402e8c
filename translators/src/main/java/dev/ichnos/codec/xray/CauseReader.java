package dev.ichnos.codec.xray;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.ichnos.codec.DecodeException;
import dev.ichnos.semconv.OtelKeys;
import dev.ichnos.semconv.XRayKeys;
import java.io.IOException;

/**
 * Reads a {@code cause}: exceptions, which become events, or the id of one that another subsegment
 * has.
 */
final class CauseReader {
  private static final String UNKNOWN_LINE = "?";

  private final XRayJson json;
  private final JsonParser parser;

  CauseReader(XRayJson json) {
    this.json = json;
    this.parser = json.parser();
  }

  void read(SegmentDraft segment) throws IOException, DecodeException {
    segment.failed = true;
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      json.putText(segment.attributes, XRayKeys.EXCEPTION_ID);
      return;
    }
    if (!json.isObject()) {
      return;
    }
    for (String name = json.nextField(); name != null; name = json.nextField()) {
      switch (name) {
        case "working_directory" ->
            json.putText(segment.attributes, XRayKeys.CAUSE_PREFIX + "working_directory");
        case "paths" -> json.put(segment.attributes, XRayKeys.CAUSE_PREFIX + "paths");
        case "exceptions" -> exceptions(segment);
        default -> json.skip();
      }
    }
  }

  private void exceptions(SegmentDraft segment) throws IOException, DecodeException {
    if (!json.isList()) {
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (json.isObject()) {
        exception(segment);
      }
    }
  }

  private void exception(SegmentDraft segment) throws IOException, DecodeException {
    AttributesDraft what = new AttributesDraft(json.limits);
    String type = "";
    String message = "";
    String stack = "";
    for (String name = json.nextField(); name != null; name = json.nextField()) {
      switch (name) {
        case "type" -> type = json.text();
        case "message" -> message = json.text();
        case "stack" -> stack = stack();
        case "id" -> json.putText(what, XRayKeys.EXCEPTION_ID);
        case "remote" -> json.putFlag(what, XRayKeys.EXCEPTION_PREFIX + name);
        case "truncated", "skipped" -> json.putNumber(what, XRayKeys.EXCEPTION_PREFIX + name);
        case "cause" -> json.putText(what, XRayKeys.EXCEPTION_PREFIX + name);
        default -> json.skip();
      }
    }
    put(what, OtelKeys.EXCEPTION_TYPE, type);
    put(what, OtelKeys.EXCEPTION_MESSAGE, message);
    if (!stack.isEmpty()) {
      String first = message.isEmpty() ? type : type + ": " + message;
      put(what, OtelKeys.EXCEPTION_STACKTRACE, first + "\n" + stack);
    }
    segment.exception(what.build());
    if (segment.failure.isEmpty()) {
      segment.failure = message;
    }
  }

  private void put(AttributesDraft what, String key, String value) {
    if (!value.isEmpty()) {
      what.put(key, value, json);
    }
  }

  /** Frames as Java prints them, the innermost first. */
  private String stack() throws IOException, DecodeException {
    if (!json.isList()) {
      return "";
    }
    StringBuilder lines = new StringBuilder();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (json.isObject()) {
        frame(lines);
      }
    }
    return lines.toString();
  }

  private void frame(StringBuilder lines) throws IOException, DecodeException {
    String label = "";
    String path = "";
    String line = UNKNOWN_LINE;
    for (String name = json.nextField(); name != null; name = json.nextField()) {
      switch (name) {
        case "label" -> label = json.text();
        case "path" -> path = json.text();
        case "line" -> line = parser.currentToken().isNumeric() ? parser.getText() : json.text();
        default -> json.skip();
      }
    }
    lines.append("\tat ").append(label).append('(').append(path).append(':').append(line);
    lines.append(")\n");
  }
}
