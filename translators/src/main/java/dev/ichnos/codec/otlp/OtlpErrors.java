package dev.ichnos.codec.otlp;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.wire.BadValueException;
import dev.ichnos.codec.wire.JsonMessage;
import dev.ichnos.codec.wire.JsonNumbers;
import dev.ichnos.codec.wire.Utf8;
import dev.ichnos.model.Format;
import dev.ichnos.proto.rpc.RetryDelay;
import dev.ichnos.proto.rpc.RetryInfo;
import dev.ichnos.proto.rpc.RpcDetail;
import dev.ichnos.proto.rpc.RpcStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * The answers to an export that was refused: google.rpc.Status, the body of an OTLP/HTTP error and
 * the value of gRPC's {@code grpc-status-details-bin}, with or without the RetryInfo that says when
 * to come again (googleapis google/rpc/{status,error_details}.proto).
 *
 * <p>Pure functions; {@code format} is one of {@link OtlpFormats}, the encoding of the request.
 */
public final class OtlpErrors {
  private static final String RETRY_INFO = "type.googleapis.com/google.rpc.RetryInfo";

  /** What google.protobuf.Duration can say, about 10,000 years. */
  private static final long MAX_SECONDS = 315_576_000_000L;

  private static final int LONGEST_DELAY = 32;
  private static final int MOST_DIGITS = 18;
  private static final JsonFactory FACTORY = new JsonFactory();

  private OtlpErrors() {}

  /**
   * An error.
   *
   * @param code gRPC's number of the status, such as 3 for INVALID_ARGUMENT
   * @param message for people, empty when absent
   * @param retryDelay after which the same request may succeed; never negative
   */
  public record RpcError(int code, String message, Optional<Duration> retryDelay) {
    public RpcError {
      Objects.requireNonNull(message, "message");
      Objects.requireNonNull(retryDelay, "retryDelay");
    }
  }

  /** The bytes of an error. */
  public static byte[] encode(Format format, RpcError error) {
    return format.equals(OtlpFormats.OTLP_JSON) ? encodeJson(error) : encodeProto(error);
  }

  /**
   * Reads an error; an empty body is one of code 0 without a message.
   *
   * @throws DecodeException if the body is none; many proxies answer in HTML
   */
  public static RpcError decode(Format format, byte[] body) throws DecodeException {
    if (body.length == 0) {
      return new RpcError(0, "", Optional.empty());
    }
    return format.equals(OtlpFormats.OTLP_JSON) ? decodeJson(body) : decodeProto(body);
  }

  private static byte[] encodeProto(RpcError error) {
    RpcStatus.Builder status =
        RpcStatus.newBuilder().setCode(error.code).setMessage(Utf8.mend(error.message));
    error.retryDelay.ifPresent(
        delay -> {
          RetryDelay.Builder written =
              RetryDelay.newBuilder().setSeconds(delay.toSeconds()).setNanos(delay.toNanosPart());
          RetryInfo info = RetryInfo.newBuilder().setRetryDelay(written).build();
          status.addDetails(
              RpcDetail.newBuilder().setTypeUrl(RETRY_INFO).setValue(info.toByteString()));
        });
    return status.build().toByteArray();
  }

  private static RpcError decodeProto(byte[] body) throws DecodeException {
    try {
      RpcStatus status = RpcStatus.parseFrom(body);
      Optional<Duration> retryDelay = Optional.empty();
      for (RpcDetail detail : status.getDetailsList()) {
        if (detail.getTypeUrl().equals(RETRY_INFO)) {
          RetryDelay delay = RetryInfo.parseFrom(detail.getValue()).getRetryDelay();
          retryDelay = Optional.of(bounded(delay.getSeconds(), delay.getNanos()));
        }
      }
      return new RpcError(status.getCode(), status.getMessage(), retryDelay);
    } catch (InvalidProtocolBufferException e) {
      throw new DecodeException(
          OtlpFormats.OTLP_PROTO, e.getMessage() + " (expected: a google.rpc.Status)");
    }
  }

  private static Duration bounded(long seconds, int nanos) {
    if (seconds < 0 || nanos < 0) {
      return Duration.ZERO;
    }
    return Duration.ofSeconds(Math.min(seconds, MAX_SECONDS), nanos);
  }

  private static byte[] encodeJson(RpcError error) {
    return json(
        json -> {
          json.writeNumberField("code", error.code);
          json.writeStringField("message", Utf8.mend(error.message));
          if (error.retryDelay.isPresent()) {
            json.writeArrayFieldStart("details");
            json.writeStartObject();
            json.writeStringField("@type", RETRY_INFO);
            json.writeStringField("retryDelay", delayText(error.retryDelay.get()));
            json.writeEndObject();
            json.writeEndArray();
          }
        });
  }

  /** As protobuf's JSON writes durations: {@code 5s}, {@code 0.25s}. */
  private static String delayText(Duration delay) {
    BigDecimal seconds =
        BigDecimal.valueOf(delay.toSeconds()).add(BigDecimal.valueOf(delay.toNanosPart(), 9));
    return seconds.signum() == 0 ? "0s" : seconds.stripTrailingZeros().toPlainString() + "s";
  }

  private static RpcError decodeJson(byte[] body) throws DecodeException {
    int code = 0;
    String text = "";
    Optional<Duration> retryDelay = Optional.empty();
    try (JsonMessage message = JsonMessage.open(ByteBuffer.wrap(body))) {
      JsonParser parser = message.parser();
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new DecodeException(
            OtlpFormats.OTLP_JSON, "no object (expected: a google.rpc.Status)");
      }
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        JsonToken token = parser.nextToken();
        if (name.equals("code") && token.isScalarValue()) {
          code = code(parser);
        } else if (name.equals("message") && token == JsonToken.VALUE_STRING) {
          text = message.text();
        } else if (name.equals("details") && token == JsonToken.START_ARRAY) {
          retryDelay = details(message);
        } else {
          OtlpResponses.skip(message);
        }
      }
      return new RpcError(code, text, retryDelay);
    } catch (IOException e) {
      throw new DecodeException(OtlpFormats.OTLP_JSON, JsonMessage.describe(e));
    }
  }

  private static int code(JsonParser parser) throws IOException {
    try {
      return (int) JsonNumbers.longValue(parser);
    } catch (BadValueException e) {
      return 0;
    }
  }

  private static Optional<Duration> details(JsonMessage message)
      throws IOException, DecodeException {
    Optional<Duration> retryDelay = Optional.empty();
    JsonParser parser = message.parser();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        OtlpResponses.skip(message);
        continue;
      }
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        boolean isText = parser.nextToken() == JsonToken.VALUE_STRING;
        if (isText && (name.equals("retryDelay") || name.equals("retry_delay"))) {
          retryDelay = delay(parser.getText());
        } else {
          OtlpResponses.skip(message);
        }
      }
    }
    return retryDelay;
  }

  private static Optional<Duration> delay(String text) {
    if (!text.endsWith("s") || text.length() > LONGEST_DELAY) {
      return Optional.empty();
    }
    try {
      BigDecimal seconds = new BigDecimal(text.substring(0, text.length() - 1));
      if (Math.abs(seconds.scale()) > MOST_DIGITS) {
        return Optional.empty();
      }
      if (seconds.signum() <= 0) {
        return Optional.of(Duration.ZERO);
      }
      if (seconds.compareTo(BigDecimal.valueOf(MAX_SECONDS)) >= 0) {
        return Optional.of(Duration.ofSeconds(MAX_SECONDS));
      }
      long nanos = seconds.remainder(BigDecimal.ONE).movePointRight(9).longValue();
      return Optional.of(Duration.ofSeconds(seconds.longValue(), nanos));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The members of one JSON object. */
  interface Members {
    void write(JsonGenerator json) throws IOException;
  }

  static byte[] json(Members members) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = FACTORY.createGenerator(out, JsonEncoding.UTF8)) {
      json.writeStartObject();
      members.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // the stream never throws
    }
    return out.toByteArray();
  }
}
