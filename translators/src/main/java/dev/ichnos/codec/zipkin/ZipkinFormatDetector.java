package dev.ichnos.codec.zipkin;

import dev.ichnos.model.Format;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * Tells Zipkin's formats apart by the bytes of a message, since senders state one and send another.
 *
 * <p>The forms of lists cannot be taken for each other:
 *
 * <ul>
 *   <li>JSON: white space, an opening bracket, white space, then an opening brace, a closing
 *       bracket or the end. In protobuf an opening bracket could only be a length, behind which a
 *       span's first field stands.
 *   <li>thrift: the type of the elements, 12 (struct), then their number in four bytes. 11 (string)
 *       is what reporters of 2018 wrote for the same list (openzipkin/zipkin-reporter-java issue
 *       133). In protobuf both would be groups, which spans do not have; in JSON they are illegal.
 *   <li>protobuf: 10, a length that the message has room for, then one of a span's fields.
 * </ul>
 *
 * <p>A span of JSON is of version 1 if it has {@code binaryAnnotations} or an annotation with an
 * {@code endpoint}, and of version 2 if it has {@code kind}, {@code tags}, {@code shared}, {@code
 * localEndpoint} or {@code remoteEndpoint}. The first span that has fields of one version alone
 * decides. Zipkin's own server (SpanBytesDecoderDetector @ 3.5) looks for such names anywhere in
 * the text, tag values included.
 */
public final class ZipkinFormatDetector {
  private static final byte[] ANNOTATIONS = ascii("annotations");
  private static final byte[] ENDPOINT = ascii("endpoint");
  private static final byte[] BINARY_ANNOTATIONS = ascii("binaryAnnotations");
  private static final byte[][] OF_V2 = {
    ascii("kind"), ascii("localEndpoint"), ascii("tags"), ascii("remoteEndpoint"), ascii("shared")
  };

  /** Depth of a span's own keys, and of an annotation's. */
  private static final int SPAN_DEPTH = 2;

  private static final int ANNOTATION_DEPTH = 4;

  private static final int HIGHEST_SPAN_FIELD = 13;

  private final byte[] bytes;
  private final int start;
  private final int end;

  private ZipkinFormatDetector(ByteBuffer message) {
    bytes = message.array();
    start = message.arrayOffset() + message.position();
    end = message.arrayOffset() + message.limit();
  }

  /**
   * The format of a message.
   *
   * @param message array-backed; its position does not move
   * @param stated what its sender says it is; the answer when the bytes do not say otherwise
   * @param json the version of JSON that it is if its spans are of either
   */
  public static Format detect(ByteBuffer message, Format stated, Format json) {
    Objects.requireNonNull(stated, "stated");
    Objects.requireNonNull(json, "json");
    ZipkinFormatDetector detector = new ZipkinFormatDetector(message);
    if (detector.isJsonList()) {
      return detector.versionOf(json);
    }
    if (detector.isThriftList()) {
      return ZipkinFormats.ZIPKIN_V1_THRIFT;
    }
    return detector.isProtoList() ? ZipkinFormats.ZIPKIN_PROTO : stated;
  }

  private boolean isJsonList() {
    int at = skipSpace(start);
    if (at == end || bytes[at] != '[') {
      return false;
    }
    at = skipSpace(at + 1);
    return at == end || bytes[at] == '{' || bytes[at] == ']';
  }

  private boolean isThriftList() {
    if (end - start < 5 || (bytes[start] != 12 && bytes[start] != 11)) {
      return false;
    }
    int spans = ByteBuffer.wrap(bytes, start + 1, 4).getInt();
    return spans >= 0 && spans <= end - start - 5;
  }

  private boolean isProtoList() {
    if (start == end || bytes[start] != 10) {
      return false;
    }
    int at = start + 1;
    long length = 0;
    for (int shift = 0; at < end && shift < 35; shift += 7) {
      byte part = bytes[at++];
      length |= (part & 0x7fL) << shift;
      if (part >= 0) {
        return length > 0 && length <= end - at && isSpanField(bytes[at] & 0xff);
      }
    }
    return false;
  }

  private static boolean isSpanField(int tag) {
    int type = tag & 7;
    int field = tag >>> 3;
    return field >= 1 && field <= HIGHEST_SPAN_FIELD && (type <= 2 || type == 5);
  }

  /** Walks through the keys of spans until one span has those of one version alone. */
  private Format versionOf(Format json) {
    int depth = 0;
    boolean v1 = false;
    boolean v2 = false;
    boolean inAnnotations = false;
    for (int at = start; at < end; at++) {
      switch (bytes[at]) {
        case '"' -> {
          int close = closingQuote(at + 1);
          if (depth == SPAN_DEPTH && isKey(close)) {
            inAnnotations = is(ANNOTATIONS, at + 1, close);
            v1 |= is(BINARY_ANNOTATIONS, at + 1, close);
            v2 |= isOfV2(at + 1, close);
          } else if (depth == ANNOTATION_DEPTH && inAnnotations) {
            v1 |= is(ENDPOINT, at + 1, close) && isKey(close);
          }
          at = close;
        }
        case '[', '{' -> depth++;
        case ']', '}' -> {
          depth--;
          if (depth == SPAN_DEPTH - 1 && v1 != v2) {
            return version(v1);
          }
          if (depth == SPAN_DEPTH - 1) {
            v1 = false;
            v2 = false;
          }
        }
        default -> {
          // Of no meaning here.
        }
      }
    }
    return v1 == v2 ? json : version(v1);
  }

  private static Format version(boolean v1) {
    return v1 ? ZipkinFormats.ZIPKIN_V1_JSON : ZipkinFormats.ZIPKIN_V2_JSON;
  }

  private boolean isOfV2(int from, int close) {
    for (byte[] key : OF_V2) {
      if (is(key, from, close)) {
        return true;
      }
    }
    return false;
  }

  private boolean is(byte[] text, int from, int close) {
    return Arrays.equals(text, 0, text.length, bytes, from, close);
  }

  private boolean isKey(int close) {
    int at = skipSpace(Math.min(close + 1, end));
    return at < end && bytes[at] == ':';
  }

  /** Where the text ends that begins here; the end of the message if it does not. */
  private int closingQuote(int from) {
    int at = from;
    while (at < end && bytes[at] != '"') {
      at += bytes[at] == '\\' ? 2 : 1;
    }
    return Math.min(at, end);
  }

  private int skipSpace(int from) {
    int at = from;
    while (at < end
        && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t')) {
      at++;
    }
    return at;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
