package dev.ichnos.codec.wire;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One JSON message while it is read: a streaming parser over bytes that were made valid UTF-8, and
 * what every JSON format needs around it.
 *
 * <p>Lenient where one bad text would fail the whole message: bytes that are not UTF-8, escaped
 * lone surrogates and raw control characters pass. Field names come out of a table that all
 * messages share, so that recurring attribute keys exist once. Not thread-safe; must be closed.
 */
public final class JsonMessage implements AutoCloseable {
  // Interning names in the JVM's own table is slow for hostile ones; the factory's is bounded.
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
          .build();

  private static final int LONGEST_ERROR = 160;

  /** From here on Jackson tells of its source, which it does not show. */
  private static final String START_MARKER = " (start marker at";

  private final JsonParser parser;
  private final boolean mended;
  private final boolean escapes;

  private JsonMessage(JsonParser parser, boolean mended, boolean escapes) {
    this.parser = parser;
    this.mended = mended;
    this.escapes = escapes;
  }

  /**
   * Starts to read; the parser stands before the first token.
   *
   * @param message array-backed; read from position to limit, its position is not moved
   * @throws IOException if the first bytes are in no encoding that JSON knows
   */
  @SuppressWarnings("ReferenceEquality") // another instance is how mending is told
  public static JsonMessage open(ByteBuffer message) throws IOException {
    ByteBuffer valid = Utf8.mend(message);
    int offset = valid.arrayOffset() + valid.position();
    JsonParser parser = FACTORY.createParser(valid.array(), offset, valid.remaining());
    boolean escapes = hasBackslash(valid.array(), offset, offset + valid.remaining());
    return new JsonMessage(parser, valid != message, escapes);
  }

  /** The parser, to be moved by the caller. */
  public JsonParser parser() {
    return parser;
  }

  /** The text of the current token, valid; {@link #wasMended} says whether it was made so. */
  public String text() throws IOException {
    return valid(parser.getText());
  }

  /** The name of the current field, valid; the same object whenever the name recurs. */
  public String name() throws IOException {
    return valid(parser.currentName());
  }

  private String valid(String text) {
    return escapes ? Utf8.mend(text) : text;
  }

  /**
   * Whether {@code text}, just read, came as something that is not valid. In a message that had to
   * be mended somewhere, a text in which the sender itself wrote U+FFFD counts as well.
   */
  public boolean wasMended(String text) {
    return (mended || escapes) && text.indexOf('\uFFFD') >= 0;
  }

  /**
   * Moves to the end of the current value, over everything in it.
   *
   * @return whether it was nested no deeper than {@code maxDepth}; if not, the parser stands inside
   */
  public boolean skip(int maxDepth) throws IOException {
    int depth = 0;
    JsonToken token = parser.currentToken();
    while (true) {
      if (token.isStructStart() && ++depth > maxDepth) {
        return false;
      }
      if (token.isStructEnd()) {
        depth--;
      }
      if (depth <= 0) {
        return true;
      }
      token = parser.nextToken();
    }
  }

  /** Where the current token starts, in bytes from the start of the (mended) message. */
  public long byteOffset() {
    return Math.max(0, parser.currentTokenLocation().getByteOffset());
  }

  /** Where JSON is broken, in bytes from the start of the (mended) message. */
  public long errorOffset(IOException broken) {
    @Nullable JsonLocation location =
        broken instanceof JacksonException jackson ? jackson.getLocation() : null;
    if (location == null) {
      location = parser.currentLocation();
    }
    return Math.max(0, location.getByteOffset());
  }

  /** What is wrong with broken JSON, for people to read, in one line of printable ASCII. */
  public static String describe(IOException broken) {
    String text =
        broken instanceof JacksonException jackson
            ? jackson.getOriginalMessage()
            : broken.getMessage();
    StringBuilder line = new StringBuilder();
    for (int i = 0; text != null && i < text.length() && i < LONGEST_ERROR; i++) {
      char c = text.charAt(i);
      if (c == '\n' || text.startsWith(START_MARKER, i)) {
        break;
      }
      line.append(c < ' ' || c > '~' ? '?' : c);
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }

  /** Only an escape can write a lone surrogate, and most messages have none. */
  private static boolean hasBackslash(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == '\\') {
        return true;
      }
    }
    return false;
  }
}
