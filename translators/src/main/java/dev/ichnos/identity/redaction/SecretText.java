package dev.ichnos.identity.redaction;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Takes secrets out of one text, by the names before them and by their form. One walk over the text
 * for each of the four characters without which there is none ({@code = @ J} and the space), and
 * none at all over texts that are too short. Never throws; the time is linear in the text.
 */
final class SecretText {
  /** What stands where a secret was. */
  static final String REDACTED = "REDACTED";

  private static final int SHORTEST = 6;
  private static final int SHORTEST_TOKEN = 8;
  private static final int SURELY_TOKEN = 20;

  /** Bounds the time; no text that people write needs more than two. */
  private static final int MOST_ROUNDS = 8;

  private final SecretNames names;
  private final boolean allQueryValues;

  SecretText(SecretNames names, boolean allQueryValues) {
    this.names = names;
    this.allQueryValues = allQueryValues;
  }

  /**
   * The text without its secrets; the same instance if there are none.
   *
   * @param isQuery whether the text is a query, without the {@code ?} before it
   */
  @SuppressWarnings("ReferenceEquality") // a text without secrets stays the same instance
  String redact(String text, boolean isQuery) {
    if (text.length() < SHORTEST) {
      return text;
    }
    String result = text;
    // What is taken out may have hidden what stands beside it: until nothing more is found.
    for (int round = 0; round < MOST_ROUNDS; round++) {
      String before = result;
      result = once(before, isQuery);
      if (result == before) {
        break;
      }
    }
    return result;
  }

  private String once(String text, boolean isQuery) {
    String result = text;
    if (result.indexOf('@') >= 0) {
      result = userInformation(result);
    }
    if (result.indexOf('=') >= 0) {
      result = parameters(result, isQuery);
    }
    if (result.indexOf('J') >= 0) {
      result = jsonWebTokens(result);
    }
    if (result.indexOf(' ') >= 0) {
      result = schemes(result);
    }
    return result;
  }

  /** {@code scheme://user:password@host}: as OpenTelemetry's conventions have it redacted. */
  private static String userInformation(String text) {
    Cuts cuts = new Cuts(text);
    for (int at = text.indexOf("://"); at >= 0; at = text.indexOf("://", at + 3)) {
      int from = at + 3;
      int to = -1;
      int colon = -1;
      int i = from;
      for (; i < text.length() && isAuthority(text.charAt(i)); i++) {
        if (text.charAt(i) == '@') {
          to = i;
        } else if (text.charAt(i) == ':' && colon < 0) {
          colon = i;
        }
      }
      if (to > from) {
        boolean password = colon >= 0 && colon < to;
        cuts.put(from, to, password ? REDACTED + ":" + REDACTED : REDACTED);
      }
    }
    return cuts.done();
  }

  private static boolean isAuthority(char c) {
    return c > ' ' && c != '/' && c != '?' && c != '#' && c != '"' && c != '<' && c != '>';
  }

  /** {@code name=value} in queries, fragments, connection strings and messages. */
  private String parameters(String text, boolean isQuery) {
    Cuts cuts = new Cuts(text);
    boolean inQuery = isQuery;
    int nameFrom = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '?', '#' -> {
          inQuery = true;
          nameFrom = i + 1;
        }
        case '&', ';', ',', '[', '(', '{' -> nameFrom = i + 1;
        case ' ', '\t', '\r', '\n', '"', '\'', '<', '>' -> {
          inQuery = isQuery;
          nameFrom = i + 1;
        }
        case '=' -> {
          int nameTo = i > nameFrom && text.charAt(i - 1) == ']' ? i - 1 : i;
          boolean secret =
              (inQuery && allQueryValues && nameTo > nameFrom)
                  || names.isParameter(text, nameFrom, nameTo, inQuery);
          if (secret) {
            int to = valueEnd(text, i + 1, inQuery);
            if (to > i + 1) {
              cuts.put(i + 1, to, REDACTED);
            }
            i = to - 1;
          }
          nameFrom = i + 1;
        }
        default -> {}
      }
    }
    return cuts.done();
  }

  private static int valueEnd(String text, int from, boolean inQuery) {
    int i = from;
    while (i < text.length()) {
      char c = text.charAt(i);
      boolean ends =
          c == '&'
              || c <= ' '
              || c == '"'
              || c == '\''
              || c == '<'
              || c == '>'
              || (inQuery ? c == '#' : c == ';');
      if (ends) {
        return i;
      }
      i++;
    }
    return i;
  }

  /** {@code eyJ….eyJ….…}: the header of every JWT begins with a brace and a quote, in base64. */
  private static String jsonWebTokens(String text) {
    Cuts cuts = new Cuts(text);
    int i = text.indexOf("eyJ");
    while (i >= 0) {
      int to = i;
      if (i == 0 || !isBase64Url(text.charAt(i - 1))) {
        to = jsonWebToken(text, i);
        if (to > i) {
          cuts.put(i, to, REDACTED);
        }
      }
      i = text.indexOf("eyJ", Math.max(to, i + 3));
    }
    return cuts.done();
  }

  /** Where the token ends that begins here; {@code from} if there is none. */
  private static int jsonWebToken(String text, int from) {
    int dots = 0;
    int i = from;
    for (; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.' && dots < 4 && i - from >= SHORTEST_TOKEN) {
        dots++;
      } else if (!isBase64Url(c)) {
        break;
      }
    }
    return dots >= 2 ? i : from;
  }

  private static boolean isBase64Url(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_';
  }

  /** {@code Bearer …}, {@code Basic …}. */
  private static String schemes(String text) {
    Cuts cuts = new Cuts(text);
    for (int space = text.indexOf(' '); space >= 0; space = text.indexOf(' ', space + 1)) {
      boolean bearer = endsWith(text, space, "bearer");
      if (!bearer && !endsWith(text, space, "basic")) {
        continue;
      }
      int from = space + 1;
      int to = from;
      while (to < text.length() && isToken(text.charAt(to))) {
        to++;
      }
      if (bearer ? looksLikeToken(text, from, to) : isBasic(text, from, to)) {
        cuts.put(from, to, REDACTED);
      }
    }
    return cuts.done();
  }

  private static boolean endsWith(String text, int end, String scheme) {
    int from = end - scheme.length();
    return from >= 0
        && text.regionMatches(true, from, scheme, 0, scheme.length())
        && (from == 0 || !Character.isLetterOrDigit(text.charAt(from - 1)));
  }

  private static boolean isToken(char c) {
    return isBase64Url(c) || c == '.' || c == '~' || c == '+' || c == '/' || c == '=';
  }

  /** Rather than a word of a sentence about such tokens. */
  private static boolean looksLikeToken(String text, int from, int to) {
    if (to - from < SHORTEST_TOKEN) {
      return false;
    }
    boolean digit = to - from >= SURELY_TOKEN;
    for (int i = from; i < to && !digit; i++) {
      digit = text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    return digit;
  }

  /** A user and a password, with a colon between them, in base64. */
  private static boolean isBasic(String text, int from, int to) {
    if (to - from < 4) {
      return false;
    }
    try {
      byte[] decoded =
          Base64.getDecoder()
              .decode(text.substring(from, to).getBytes(StandardCharsets.ISO_8859_1));
      for (byte b : decoded) {
        if (b == ':') {
          return true;
        }
      }
      return false;
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }
}
