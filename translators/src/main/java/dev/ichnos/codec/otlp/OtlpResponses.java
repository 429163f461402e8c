package dev.ichnos.codec.otlp;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.CodedOutputStream;
import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.wire.BadValueException;
import dev.ichnos.codec.wire.JsonMessage;
import dev.ichnos.codec.wire.JsonNumbers;
import dev.ichnos.codec.wire.ProtoException;
import dev.ichnos.codec.wire.ProtoFields;
import dev.ichnos.codec.wire.ProtoReader;
import dev.ichnos.codec.wire.Utf8;
import dev.ichnos.model.Format;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * The answers to an export that was taken: ExportTraceServiceResponse (opentelemetry-proto
 * collector/trace/v1/trace_service.proto @ 1.11).
 *
 * <pre>
 * response         1 partial_success
 * partial_success  1 rejected_spans int64   2 error_message
 * </pre>
 *
 * <p>Full success leaves partial_success out; a message with no rejected spans is a warning. Pure
 * functions; {@code format} is one of {@link OtlpFormats}, the encoding of the request.
 */
public final class OtlpResponses {
  private static final int LENGTH = ProtoReader.LENGTH;
  private static final int PARTIAL_SUCCESS = (1 << 3) | LENGTH;
  private static final int REJECTED_SPANS = (1 << 3) | ProtoReader.VARINT;
  private static final int ERROR_MESSAGE = (2 << 3) | LENGTH;
  private static final ProtoFields RESPONSE =
      ProtoFields.of(new ProtoFields.Field(1, LENGTH, "partial_success"));
  private static final ProtoFields PARTIAL =
      ProtoFields.of(
          new ProtoFields.Field(1, ProtoReader.VARINT, "rejected_spans"),
          new ProtoFields.Field(2, LENGTH, "error_message"));

  /** Deep enough for any answer; what is nested deeper is no answer. */
  private static final int MAX_DEPTH = 32;

  private OtlpResponses() {}

  /**
   * What a backend said about an export that it took.
   *
   * @param rejectedSpans spans that it will not store, 0 when it took all; never negative
   * @param errorMessage why, or a warning; empty when there is nothing to say
   */
  public record PartialSuccess(long rejectedSpans, String errorMessage) {
    /** All spans were taken. */
    public static final PartialSuccess NONE = new PartialSuccess(0, "");

    public PartialSuccess {
      rejectedSpans = Math.max(0, rejectedSpans);
      Objects.requireNonNull(errorMessage, "errorMessage");
    }
  }

  /** The answer that every span was taken. */
  public static byte[] success(Format format) {
    return partialSuccess(format, PartialSuccess.NONE);
  }

  /** The answer that says what was not taken; {@link PartialSuccess#NONE} is full success. */
  public static byte[] partialSuccess(Format format, PartialSuccess partial) {
    boolean full = partial.equals(PartialSuccess.NONE);
    if (format.equals(OtlpFormats.OTLP_JSON)) {
      return OtlpErrors.json(
          json -> {
            if (full) {
              return;
            }
            json.writeObjectFieldStart("partialSuccess");
            json.writeStringField("rejectedSpans", Long.toString(partial.rejectedSpans));
            json.writeStringField("errorMessage", Utf8.mend(partial.errorMessage));
            json.writeEndObject();
          });
    }
    if (full) {
      return new byte[0];
    }
    try {
      ByteArrayOutputStream inner = new ByteArrayOutputStream();
      CodedOutputStream out = CodedOutputStream.newInstance(inner);
      if (partial.rejectedSpans != 0) {
        out.writeInt64(1, partial.rejectedSpans);
      }
      if (!partial.errorMessage.isEmpty()) {
        out.writeString(2, Utf8.mend(partial.errorMessage));
      }
      out.flush();
      ByteArrayOutputStream outer = new ByteArrayOutputStream();
      out = CodedOutputStream.newInstance(outer);
      out.writeByteArray(1, inner.toByteArray());
      out.flush();
      return outer.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // no stream here throws
    }
  }

  /**
   * Reads a backend's answer; an empty body is full success.
   *
   * @throws DecodeException if the body is no answer in this format
   */
  public static PartialSuccess decode(Format format, byte[] body) throws DecodeException {
    if (body.length == 0) {
      return PartialSuccess.NONE;
    }
    return format.equals(OtlpFormats.OTLP_JSON) ? decodeJson(body) : decodeProto(body);
  }

  private static PartialSuccess decodeProto(byte[] body) throws DecodeException {
    ProtoReader in = new ProtoReader(ByteBuffer.wrap(body));
    long rejected = 0;
    String message = "";
    try {
      int tag;
      while ((tag = in.readTag()) != 0) {
        if (tag != PARTIAL_SUCCESS) {
          in.skipUnknown(tag, RESPONSE);
          continue;
        }
        int outer = in.enter();
        while ((tag = in.readTag()) != 0) {
          switch (tag) {
            case REJECTED_SPANS -> rejected = in.readVarint();
            case ERROR_MESSAGE -> {
              int length = in.readLength();
              message = Utf8.decode(body, in.position(), length);
              in.advance(length);
            }
            default -> in.skipUnknown(tag, PARTIAL);
          }
        }
        in.leave(outer);
      }
    } catch (ProtoException e) {
      throw e.toDecodeException(OtlpFormats.OTLP_PROTO);
    }
    return new PartialSuccess(rejected, message);
  }

  private static PartialSuccess decodeJson(byte[] body) throws DecodeException {
    try (JsonMessage message = JsonMessage.open(ByteBuffer.wrap(body))) {
      PartialSuccess partial = PartialSuccess.NONE;
      JsonParser parser = message.parser();
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new DecodeException(OtlpFormats.OTLP_JSON, "no object (expected: a response)");
      }
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        boolean object = parser.nextToken() == JsonToken.START_OBJECT;
        if (object && (name.equals("partialSuccess") || name.equals("partial_success"))) {
          partial = partialJson(message);
        } else {
          skip(message);
        }
      }
      return partial;
    } catch (IOException e) {
      throw new DecodeException(OtlpFormats.OTLP_JSON, JsonMessage.describe(e));
    }
  }

  private static PartialSuccess partialJson(JsonMessage message)
      throws IOException, DecodeException {
    JsonParser parser = message.parser();
    long rejected = 0;
    String text = "";
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      JsonToken token = parser.nextToken();
      if (name.equals("rejectedSpans") || name.equals("rejected_spans")) {
        rejected = rejected(message);
      } else if (token == JsonToken.VALUE_STRING
          && (name.equals("errorMessage") || name.equals("error_message"))) {
        text = message.text();
      } else {
        skip(message);
      }
    }
    return new PartialSuccess(rejected, text);
  }

  private static long rejected(JsonMessage message) throws IOException, DecodeException {
    try {
      return JsonNumbers.longValue(message.parser());
    } catch (BadValueException e) {
      skip(message);
      return 0;
    }
  }

  /** Steps over the current value. */
  static void skip(JsonMessage message) throws IOException, DecodeException {
    if (!message.skip(MAX_DEPTH)) {
      throw new DecodeException(
          OtlpFormats.OTLP_JSON, "nested deeper than the " + MAX_DEPTH + " of the limit");
    }
  }
}
