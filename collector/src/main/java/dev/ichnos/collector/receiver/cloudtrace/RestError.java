package dev.ichnos.collector.receiver.cloudtrace;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.ichnos.collector.transport.HttpReply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Errors as Google's REST APIs write them (google.aip.dev/193). */
final class RestError {
  static final String JSON = "application/json; charset=UTF-8";

  private static final JsonFactory FACTORY = new JsonFactory();

  private RestError() {}

  static HttpReply of(int status, String mediaType, String message) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = FACTORY.createGenerator(out, JsonEncoding.UTF8)) {
      json.writeStartObject();
      json.writeObjectFieldStart("error");
      json.writeNumberField("code", status);
      json.writeStringField("message", message);
      json.writeStringField("status", name(status));
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // the stream never throws
    }
    return HttpReply.of(status, JSON, out.toByteArray());
  }

  /** The google.rpc.Code that Google's APIs give with an HTTP status. */
  private static String name(int status) {
    return switch (status) {
      case 400, 415 -> "INVALID_ARGUMENT";
      case 404, 405 -> "NOT_FOUND";
      case 413 -> "RESOURCE_EXHAUSTED";
      case 501 -> "UNIMPLEMENTED";
      case 503 -> "UNAVAILABLE";
      default -> "INTERNAL";
    };
  }
}
