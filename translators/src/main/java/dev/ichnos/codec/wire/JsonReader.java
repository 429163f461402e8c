package dev.ichnos.codec.wire;

import com.fasterxml.jackson.core.JsonToken;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A cursor over one JSON message (RFC 8259) that steps from token to token in the bytes themselves,
 * so that a text that recurs is found in a table without being decoded, and a number or id is read
 * where it stands. For the formats of which a mesh sends most; the others have {@link JsonMessage}.
 *
 * <p>As lenient, where one bad text would fail the whole message: a byte order mark, bytes that are
 * not UTF-8, escaped lone surrogates and raw control characters pass, in texts. All else is refused
 * where it stands, at the latest when the cursor comes there. Not thread-safe.
 */
public final class JsonReader {
  /** Deeper than any limit of ours: what a caller does not skip, it has fields for. */
  private static final int MAX_DEPTH = 1024;

  /** Down to the names within an object of a span: its fields, its tags. */
  private static final int MOST_GUESSED = 3;

  /** Of the positions at which a name was not guessed, one in four teaches. */
  private static final int SELDOM = 3;

  private static final int END = -1;

  /** So many digits are always below 2^63. */
  private static final int SHORT_NUMBER = 18;

  private static final int MOST_QUOTED = 20;

  private final KeyCache keys;
  private final ValueCache values;
  private final byte[] bytes;
  private final int start;
  private final int end;
  private final JsonStrings scan = new JsonStrings();

  /** A bit for each level that the cursor is in: set for an object, else a list. */
  private final long[] objects = new long[MAX_DEPTH / Long.SIZE];

  private int depth;
  private boolean inObject;

  private JsonToken token = JsonToken.NOT_AVAILABLE;
  private int tokenAt;
  private int at;

  /** The current text between its quotes, or the current number. */
  private int from;

  private int to;
  private boolean ascii;
  private boolean escaped;
  private boolean mended;

  /** The current name, if it is the one that came behind the last one before. */
  private @Nullable CachedText guessed;

  private @Nullable CachedText lastName;

  /**
   * Stands before the first token.
   *
   * @param message array-backed; read from position to limit, its position is not moved
   * @param keys where {@link #key} looks
   * @param values where {@link #known} looks
   */
  public JsonReader(ByteBuffer message, KeyCache keys, ValueCache values) {
    this.keys = keys;
    this.values = values;
    bytes = message.array();
    start = message.arrayOffset() + message.position();
    end = start + message.remaining();
    boolean marked =
        message.remaining() >= 3
            && bytes[start] == (byte) 0xEF
            && bytes[start + 1] == (byte) 0xBB
            && bytes[start + 2] == (byte) 0xBF;
    at = marked ? start + 3 : start;
    tokenAt = at;
  }

  /** Where the cursor stands; {@code NOT_AVAILABLE} before the first token and behind the last. */
  public JsonToken currentToken() {
    return token;
  }

  /** Where the current token starts, in bytes from the start of the message. */
  public int byteOffset() {
    return tokenAt - start;
  }

  /**
   * Steps on; {@code NOT_AVAILABLE} is the end of the message.
   *
   * @throws JsonException if the message is broken there, or ends within a list or an object
   */
  public JsonToken nextToken() throws JsonException {
    int next = significant();
    if (token == JsonToken.FIELD_NAME) {
      if (next != ':') {
        throw unexpected(next, "a colon behind a name");
      }
      at++;
      return value(significant());
    }
    if (depth == 0) {
      tokenAt = at;
      return next == END ? on(JsonToken.NOT_AVAILABLE) : value(next);
    }
    if (next == (inObject ? '}' : ']')) {
      return close();
    }
    if (token != JsonToken.START_OBJECT && token != JsonToken.START_ARRAY) {
      if (next != ',') {
        throw unexpected(next, inObject ? "a comma or }" : "a comma or ]");
      }
      at++;
      next = significant();
    }
    return inObject ? name(next) : value(next);
  }

  /**
   * Moves to the end of the current value, over everything in it.
   *
   * @return whether it was nested no deeper than {@code maxDepth}; if not, the cursor stands inside
   */
  public boolean skip(int maxDepth) throws JsonException {
    int outer = token.isStructStart() ? depth - 1 : depth;
    while (depth > outer) {
      if (depth - outer > maxDepth) {
        return false;
      }
      nextToken();
    }
    return true;
  }

  /** The bytes of the message, among which {@link #from} and {@link #to} point. */
  public byte[] array() {
    return bytes;
  }

  /** Where the current text begins, behind its quote, or the current number. */
  public int from() {
    return from;
  }

  /** Where the current text or number ends. */
  public int to() {
    return to;
  }

  /** Whether the current text holds escapes, so that its bytes are not what it says. */
  public boolean isEscaped() {
    return escaped;
  }

  /** What the current name, text, number or boolean says, valid. */
  public String text() {
    mended = false;
    if (token != JsonToken.VALUE_STRING && token != JsonToken.FIELD_NAME) {
      return new String(bytes, tokenAt, at - tokenAt, StandardCharsets.ISO_8859_1);
    }
    if (from == to) {
      return "";
    }
    if (escaped) {
      return unescaped();
    }
    return ascii
        ? new String(bytes, from, to - from, StandardCharsets.ISO_8859_1)
        : decoded(from, to);
  }

  /** The current name or text, which comes often: the same object whenever it recurs. */
  public String key() {
    if (escaped || !ascii) {
      return keys.get(text());
    }
    mended = false;
    if (guessed != null) {
      return guessed.text;
    }
    CachedText known = keys.find(bytes, from, to - from, scan.hash());
    if (known == null) {
      return text();
    }
    if (token == JsonToken.FIELD_NAME && depth <= MOST_GUESSED) {
      learn(known);
    }
    return known.text;
  }

  /** Seldom: a name may have two others behind it, and threads that write hold each other up. */
  private void learn(CachedText name) {
    if (lastName != null && lastName.hashOfNext != name.hash && (from & SELDOM) == 0) {
      lastName.hashOfNext = name.hash;
    }
    lastName = name;
  }

  /** The current text if it recurs, so that it need not be made; null if not. */
  public @Nullable String known() {
    if (escaped || !ascii) {
      return null;
    }
    mended = false;
    return values.get(bytes, from, to - from, scan.hash());
  }

  /** Whether the text that was last made came as something that is not valid. */
  public boolean wasMended() {
    return mended;
  }

  /**
   * The current token as a number, exactly.
   *
   * @param truncate whether to cut off what stands behind the decimal point
   * @throws BadValueException if it is no number, has a fraction that is not cut off, or needs more
   *     than 64 bits; the cursor still stands on the token
   */
  public long longValue(boolean truncate) throws BadValueException {
    if (token == JsonToken.VALUE_NUMBER_INT && to - from <= SHORT_NUMBER) {
      return shortNumber();
    }
    if (!token.isNumeric() && token != JsonToken.VALUE_STRING) {
      throw new BadValueException(token.toString(), JsonNumbers.EXPECTED);
    }
    return JsonNumbers.parse(text(), truncate);
  }

  private long shortNumber() {
    boolean negative = bytes[from] == '-';
    long number = 0;
    for (int i = negative ? from + 1 : from; i < to; i++) {
      number = number * 10 + (bytes[i] - '0');
    }
    return negative ? -number : number;
  }

  /** The next byte that is no white space, at which the cursor then stands. */
  private int significant() {
    while (at < end) {
      byte next = bytes[at];
      if (next > ' ' || !(next == ' ' || next == '\n' || next == '\r' || next == '\t')) {
        return next & 0xFF;
      }
      at++;
    }
    return END;
  }

  private JsonToken name(int first) throws JsonException {
    if (first != '"') {
      throw unexpected(first, "a name in quotes");
    }
    @Nullable CachedText guess =
        lastName == null || depth > MOST_GUESSED ? null : keys.guess(lastName.hashOfNext);
    if (guess == null || !guess.isQuoted(bytes, at + 1, end)) {
      string();
    } else {
      guessed(guess);
      lastName = guess;
    }
    return on(JsonToken.FIELD_NAME);
  }

  private JsonToken value(int first) throws JsonException {
    tokenAt = at;
    switch (first) {
      case '"' -> {
        string();
        return on(JsonToken.VALUE_STRING);
      }
      case '{' -> {
        return open(true, JsonToken.START_OBJECT);
      }
      case '[' -> {
        return open(false, JsonToken.START_ARRAY);
      }
      case 't' -> {
        return literal("true", JsonToken.VALUE_TRUE);
      }
      case 'f' -> {
        return literal("false", JsonToken.VALUE_FALSE);
      }
      case 'n' -> {
        return literal("null", JsonToken.VALUE_NULL);
      }
      default -> {
        if (first == '-' || isDigit(first)) {
          return number();
        }
        throw isLetter(first) ? unrecognized() : unexpected(first, "a value");
      }
    }
  }

  private JsonToken on(JsonToken now) {
    token = now;
    return now;
  }

  private JsonToken open(boolean object, JsonToken opened) throws JsonException {
    if (depth == MAX_DEPTH) {
      throw broken(at, "nested deeper than " + MAX_DEPTH);
    }
    long bit = 1L << depth;
    int word = depth / Long.SIZE;
    objects[word] = object ? (objects[word] | bit) : (objects[word] & ~bit);
    depth++;
    inObject = object;
    at++;
    return on(opened);
  }

  private JsonToken close() {
    tokenAt = at++;
    token = inObject ? JsonToken.END_OBJECT : JsonToken.END_ARRAY;
    depth--;
    inObject = depth > 0 && ((objects[(depth - 1) / Long.SIZE] >>> (depth - 1)) & 1) != 0;
    return token;
  }

  private JsonToken literal(String word, JsonToken meant) throws JsonException {
    int behind = at + word.length();
    for (int i = 0; i < word.length(); i++) {
      if (at + i >= end || bytes[at + i] != word.charAt(i)) {
        throw unrecognized();
      }
    }
    if (behind < end && isLetter(bytes[behind])) {
      throw unrecognized();
    }
    at = behind;
    return on(meant);
  }

  private JsonToken number() throws JsonException {
    from = at;
    if (bytes[at] == '-') {
      at++;
    }
    boolean zero = at < end && bytes[at] == '0';
    int first = at;
    digits();
    if (zero && at > first + 1) {
      throw broken(first + 1, "Invalid numeric value: a zero in front");
    }
    token = JsonToken.VALUE_NUMBER_INT;
    if (at < end && bytes[at] == '.') {
      at++;
      digits();
      token = JsonToken.VALUE_NUMBER_FLOAT;
    }
    if (at < end && (bytes[at] | 0x20) == 'e') {
      at++;
      if (at < end && (bytes[at] == '-' || bytes[at] == '+')) {
        at++;
      }
      digits();
      token = JsonToken.VALUE_NUMBER_FLOAT;
    }
    to = at;
    return token;
  }

  /** At least one. */
  private void digits() throws JsonException {
    int first = at;
    while (at < end && isDigit(bytes[at])) {
      at++;
    }
    if (at == first) {
      throw unexpected(at < end ? bytes[at] & 0xFF : END, "a digit");
    }
  }

  /** Steps over a text that was guessed right. */
  private void guessed(CachedText guess) {
    tokenAt = at;
    from = at + 1;
    to = from + guess.length();
    at = to + 1;
    escaped = false;
    ascii = true;
    guessed = guess;
  }

  /** Steps over a text, whose quote the cursor stands on. */
  private void string() throws JsonException {
    tokenAt = at;
    from = at + 1;
    escaped = false;
    ascii = true;
    guessed = null;
    int stop = from;
    while (true) {
      stop = scan.stop(bytes, stop, end);
      ascii &= scan.isAscii();
      if (stop == end) {
        throw broken(end, "Unexpected end of the message within a text");
      }
      if (bytes[stop] == '"') {
        break;
      }
      escaped = true;
      stop = escape(stop + 1);
    }
    to = stop;
    at = stop + 1;
  }

  /** What stands behind a backslash; returns where it ends. */
  private int escape(int letter) throws JsonException {
    if (letter == end) {
      throw broken(end, "Unexpected end of the message within an escape");
    }
    if (bytes[letter] != 'u') {
      if (JsonStrings.isEscape(bytes[letter])) {
        return letter + 1;
      }
      throw broken(letter, "Unrecognized character escape " + quote(bytes[letter] & 0xFF));
    }
    for (int i = letter + 1; i <= letter + 4; i++) {
      if (i >= end) {
        throw broken(end, "Unexpected end of the message within an escape");
      }
      if (!HexIds.areDigits(bytes, i, 1)) {
        throw broken(i, "Unexpected character " + quote(bytes[i] & 0xFF) + ", not a hex digit");
      }
    }
    return letter + 5;
  }

  private String decoded(int first, int behind) {
    int length = behind - first;
    String text = Utf8.decode(bytes, first, length);
    mended |= Utf8.wasMended(text, bytes, first, length);
    return text;
  }

  private String unescaped() {
    StringBuilder text = new StringBuilder(to - from);
    int run = from;
    for (int i = from; i < to; ) {
      if (bytes[i] != '\\') {
        i++;
        continue;
      }
      text.append(decoded(run, i));
      if (bytes[i + 1] == 'u') {
        text.append((char) HexIds.parse(bytes, i + 2, 4));
        i += 6;
      } else {
        text.append(JsonStrings.meaning(bytes[i + 1]));
        i += 2;
      }
      run = i;
    }
    String raw = text.append(decoded(run, to)).toString();
    String valid = Utf8.mend(raw);
    mended |= !valid.equals(raw);
    return valid;
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLetter(int c) {
    int lower = c | 0x20;
    return lower >= 'a' && lower <= 'z';
  }

  private JsonException unrecognized() {
    int behind = at;
    while (behind < end && behind < at + MOST_QUOTED && isLetter(bytes[behind])) {
      behind++;
    }
    String word = new String(bytes, at, behind - at, StandardCharsets.ISO_8859_1);
    return broken(at, "Unrecognized token '" + word + "'");
  }

  private JsonException unexpected(int found, String wanted) {
    return found == END
        ? broken(end, "Unexpected end of the message, not " + wanted)
        : broken(at, "Unexpected character " + quote(found) + ", not " + wanted);
  }

  private JsonException broken(int where, String problem) {
    return new JsonException(where - start, problem);
  }

  private static String quote(int c) {
    return c > ' ' && c <= '~' ? "('" + (char) c + "' (code " + c + "))" : "(code " + c + ")";
  }
}
