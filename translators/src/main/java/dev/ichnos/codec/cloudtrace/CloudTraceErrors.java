package dev.ichnos.codec.cloudtrace;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.ichnos.codec.wire.Utf8;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Errors as the REST forms of Google's APIs write them (google.aip.dev/193): {@code
 * {"error":{"code":400,"message":"...","status":"INVALID_ARGUMENT"}}}.
 */
public final class CloudTraceErrors {
  private static final JsonFactory FACTORY = new JsonFactory();

  private CloudTraceErrors() {}

  /**
   * The body of an error.
   *
   * @param httpStatus from 400 on
   * @param message for people
   */
  public static byte[] json(int httpStatus, String message) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = FACTORY.createGenerator(out, JsonEncoding.UTF8)) {
      json.writeStartObject();
      json.writeObjectFieldStart("error");
      json.writeNumberField("code", httpStatus);
      json.writeStringField("message", Utf8.mend(message));
      json.writeStringField("status", code(httpStatus));
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // the stream never throws
    }
    return out.toByteArray();
  }

  /** The google.rpc.Code that Google's APIs give with an HTTP status. */
  private static String code(int httpStatus) {
    return switch (httpStatus) {
      case 400, 415 -> "INVALID_ARGUMENT";
      case 401 -> "UNAUTHENTICATED";
      case 404, 405 -> "NOT_FOUND";
      case 413 -> "RESOURCE_EXHAUSTED";
      case 503 -> "UNAVAILABLE";
      default -> "INTERNAL";
    };
  }
}
