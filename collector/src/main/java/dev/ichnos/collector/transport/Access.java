package dev.ichnos.collector.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ichnos.collector.config.AuthConfig;
import dev.ichnos.collector.config.Secret;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who may use a listener: everybody, or whoever states one of its tokens (RFC 6750 section 2.1) or
 * passwords (RFC 7617) in {@code authorization}.
 *
 * <p>Only digests of what is accepted are kept, and what is stated is compared, as a digest, with
 * every one of them: the time that this takes tells nothing, neither of tokens nor of whether there
 * is such a user. Safe for many threads.
 */
final class Access {
  /** For everybody. */
  static final Access OPEN = new Access(List::of, "");

  private static final String BEARER = "bearer";
  private static final String BASIC = "basic";

  private final Supplier<List<byte[]>> accepted;
  private final String challenge;

  private Access(Supplier<List<byte[]>> accepted, String challenge) {
    this.accepted = accepted;
    this.challenge = challenge;
  }

  /**
   * As the configuration wants it.
   *
   * @throws IOException if a file of it cannot be read or used, naming key and path
   */
  static Access of(Optional<AuthConfig> auth, FileWatch watch) throws IOException {
    if (auth.isEmpty()) {
      return OPEN;
    }
    AuthConfig config = auth.get();
    List<NamedFile> files = new ArrayList<>(2);
    config.tokensFile().ifPresent(p -> files.add(new NamedFile("auth.bearer.tokens_file", p)));
    config.usersFile().ifPresent(p -> files.add(new NamedFile("auth.basic.users_file", p)));
    List<String> schemes = new ArrayList<>(2);
    if (!config.tokens().isEmpty() || config.tokensFile().isPresent()) {
      schemes.add("Bearer realm=\"ichnos\"");
    }
    if (!config.users().isEmpty() || config.usersFile().isPresent()) {
      schemes.add("Basic realm=\"ichnos\", charset=\"UTF-8\"");
    }
    return new Access(
        watch.make(files, config.reloadInterval(), contents -> accepted(config, files, contents)),
        String.join(", ", schemes));
  }

  /** Whether nothing needs to be shown. */
  boolean isOpen() {
    return challenge.isEmpty();
  }

  /** What {@code www-authenticate} says to those who are not admitted. */
  String challenge() {
    return challenge;
  }

  /**
   * Whether this value of {@code authorization} is good enough.
   *
   * @param authorization absent or empty when nothing was stated
   */
  boolean admits(@Nullable String authorization) {
    if (isOpen()) {
      return true;
    }
    byte[] stated = stated(authorization == null ? "" : authorization);
    boolean known = false;
    for (byte[] digest : accepted.get()) {
      known |= MessageDigest.isEqual(digest, stated);
    }
    return known;
  }

  private static byte[] stated(String authorization) {
    int space = authorization.indexOf(' ');
    String scheme = space < 0 ? "" : authorization.substring(0, space).toLowerCase(Locale.ROOT);
    String rest = authorization.substring(space + 1).strip();
    if (!scheme.equals(BASIC)) {
      return digest(scheme, rest);
    }
    try {
      return digest(scheme, new String(Base64.getDecoder().decode(rest), UTF_8));
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private static List<byte[]> accepted(
      AuthConfig config, List<NamedFile> files, List<byte[]> contents) throws IOException {
    List<byte[]> accepted = new ArrayList<>();
    for (Secret token : config.tokens()) {
      accepted.add(digest(BEARER, token.reveal()));
    }
    config.users().forEach((user, word) -> accepted.add(digest(BASIC, user + ":" + word.reveal())));
    for (int i = 0; i < files.size(); i++) {
      NamedFile file = files.get(i);
      boolean users = config.usersFile().isPresent() && i == files.size() - 1;
      List<String> lines =
          new String(contents.get(i), UTF_8)
              .lines()
              .map(String::strip)
              .filter(line -> !line.isEmpty() && !line.startsWith("#"))
              .toList();
      if (lines.isEmpty()) {
        throw file.problem("nothing in it", users ? "user:password lines" : "tokens", null);
      }
      for (String line : lines) {
        check(file, line, users);
        accepted.add(digest(users ? BASIC : BEARER, line));
      }
    }
    return List.copyOf(accepted);
  }

  /** Says nothing of the line itself. */
  private static void check(NamedFile file, String line, boolean user) throws IOException {
    int colon = line.indexOf(':');
    if (user && (colon < 1 || colon == line.length() - 1)) {
      throw file.problem("a line that is no user", "user:password", null);
    }
    String word = line.substring(colon + 1);
    if (user && (word.startsWith("$") || word.startsWith("{SHA}"))) {
      throw file.problem("a hashed password", "user:password, the password itself", null);
    }
    if (!user && line.indexOf(' ') >= 0) {
      throw file.problem("a token with a space", "one token a line", null);
    }
  }

  private static byte[] digest(String scheme, String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest((scheme + ' ' + text).getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every JDK", e);
    }
  }
}
