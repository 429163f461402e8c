package dev.ichnos.collector.exporter.local;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the part of TraceQL that is understood here: one spanset, whose comparisons are joined by
 * {@code &&}.
 *
 * <pre>
 * query      = "{" [ comparison *( "&amp;&amp;" comparison ) ] "}"
 * comparison = "true" | field operator value
 * operator   = "=" | "!=" | "&lt;" | "&lt;=" | "&gt;" | "&gt;="
 * value      = quoted text | number | duration | true | false | status | kind
 * </pre>
 */
final class TraceQlReader {
  private static final String UNDERSTOOD =
      " (understood here: one spanset such as { resource.service.name = \"x\" && span.http.method ="
          + " \"GET\" && status = error }, with =, !=, <, <=, >, >= joined by &&)";

  private final String text;
  private int at;

  private TraceQlReader(String text) {
    this.text = text;
  }

  /**
   * The comparisons of a query, all of which one span must meet; none for {@code {}}, an empty text
   * or {@code { true }}.
   *
   * @throws BadQueryException if it is not TraceQL, or more of it than is understood
   */
  static List<Condition> read(String query) throws BadQueryException {
    return query.isBlank() ? List.of() : new TraceQlReader(query).query();
  }

  private List<Condition> query() throws BadQueryException {
    expect("{");
    List<Condition> conditions = new ArrayList<>();
    if (!take("}")) {
      do {
        comparison(conditions);
      } while (take("&&"));
      expect("}");
    }
    skipBlanks();
    if (at < text.length()) {
      throw bad("something after the spanset");
    }
    return conditions;
  }

  private void comparison(List<Condition> conditions) throws BadQueryException {
    String name = word();
    if (name.equals("true")) {
      return;
    }
    SpanField field = SpanField.named(name).orElse(null);
    if (field == null) {
      throw bad(name.isEmpty() ? "no field" : "the field " + name + ", which is not known");
    }
    conditions.add(new Condition(field, operator(), value()));
  }

  private Condition.Operator operator() throws BadQueryException {
    if (take("=~") || take("!~")) {
      throw bad("a regular expression");
    }
    if (take("!=")) {
      return Condition.Operator.NOT_EQUAL;
    }
    if (take("<=")) {
      return Condition.Operator.LESS_OR_EQUAL;
    }
    if (take(">=")) {
      return Condition.Operator.GREATER_OR_EQUAL;
    }
    if (take("=")) {
      return Condition.Operator.EQUAL;
    }
    if (take("<")) {
      return Condition.Operator.LESS;
    }
    if (take(">")) {
      return Condition.Operator.GREATER;
    }
    throw bad("no comparison");
  }

  private Object value() throws BadQueryException {
    skipBlanks();
    if (at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '`')) {
      return quoted(text.charAt(at));
    }
    String word = word();
    if (word.isEmpty() || word.equals("nil")) {
      throw bad(word.isEmpty() ? "no value" : "nil");
    }
    if (word.equals("true") || word.equals("false")) {
      return Boolean.valueOf(word);
    }
    if (!Character.isDigit(word.charAt(word.length() - 1)) && GoDuration.looksLike(word)) {
      return GoDuration.parseNanos(word);
    }
    if (Character.isLetter(word.charAt(0))) {
      return word; // a status or a kind
    }
    try {
      if (word.indexOf('.') < 0) {
        return Long.valueOf(word);
      }
      return Double.valueOf(word);
    } catch (NumberFormatException e) {
      throw bad("the value " + word);
    }
  }

  private String quoted(char quote) throws BadQueryException {
    StringBuilder value = new StringBuilder();
    for (int i = at + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == quote) {
        at = i + 1;
        return value.toString();
      }
      if (c == '\\' && quote == '"' && i + 1 < text.length()) {
        c = text.charAt(++i);
        c = c == 'n' ? '\n' : c == 't' ? '\t' : c;
      }
      value.append(c);
    }
    throw bad("a text without its closing quote");
  }

  /** Everything up to a blank, an operator or a brace; quoted parts belong to it as a whole. */
  private String word() {
    skipBlanks();
    int start = at;
    boolean quoted = false;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (Character.isWhitespace(c) || "=!<>&|{}()~+*/,".indexOf(c) >= 0)) {
        break;
      }
      at++;
    }
    return text.substring(start, at);
  }

  private boolean take(String token) {
    skipBlanks();
    if (!text.startsWith(token, at)) {
      return false;
    }
    at += token.length();
    return true;
  }

  private void expect(String token) throws BadQueryException {
    if (!take(token)) {
      throw bad("no " + token);
    }
  }

  private void skipBlanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private BadQueryException bad(String what) {
    return new BadQueryException("q: " + what + " at character " + at + UNDERSTOOD);
  }
}
