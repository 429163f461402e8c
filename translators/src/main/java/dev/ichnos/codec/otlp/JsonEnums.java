package dev.ichnos.codec.otlp;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.wire.BadValueException;
import dev.ichnos.model.SpanKind;
import dev.ichnos.model.Status;
import java.io.IOException;

/** Reads enums, by number as OTLP's JSON has them, or by name as protobuf's own JSON does. */
final class JsonEnums {
  private static final String KIND_PREFIX = "SPAN_KIND_";
  private static final String CODE_PREFIX = "STATUS_CODE_";

  private final JsonFields fields;
  private final JsonParser parser;

  JsonEnums(JsonFields fields) {
    this.fields = fields;
    this.parser = fields.parser;
  }

  /** The kind; {@code UNSPECIFIED}, and counted, when it is not known. */
  SpanKind kind() throws IOException, DecodeException {
    return SpanKind.ofNumber(enumNumber(KIND_PREFIX));
  }

  /** The status code; {@code UNSET}, and counted, when it is not known. */
  Status.Code statusCode() throws IOException, DecodeException {
    return Status.Code.ofNumber(enumNumber(CODE_PREFIX));
  }

  /** An enum's number, given as such or by name; 0 when it is not known. */
  private int enumNumber(String prefix) throws IOException, DecodeException {
    boolean kind = prefix.equals(KIND_PREFIX);
    try {
      long number = fields.number();
      if (number == (kind ? kindNumber(number) : codeNumber(number))) {
        return (int) number;
      }
    } catch (BadValueException e) {
      if (parser.currentToken() == JsonToken.VALUE_STRING) {
        fields.findings.mend(MendReason.VALUE_TYPE);
        return enumByName(parser.getText(), prefix);
      }
      fields.skip();
    }
    fields.findings.mend(MendReason.VALUE_TYPE);
    return 0;
  }

  private static int kindNumber(long number) {
    return SpanKind.ofNumber((int) number).number();
  }

  private static int codeNumber(long number) {
    return Status.Code.ofNumber((int) number).number();
  }

  private static int enumByName(String name, String prefix) {
    if (!name.startsWith(prefix)) {
      return 0;
    }
    String known = name.substring(prefix.length());
    if (prefix.equals(KIND_PREFIX)) {
      for (SpanKind kind : SpanKind.values()) {
        if (kind.name().equals(known)) {
          return kind.number();
        }
      }
    } else {
      for (Status.Code code : Status.Code.values()) {
        if (code.name().equals(known)) {
          return code.number();
        }
      }
    }
    return 0;
  }
}
