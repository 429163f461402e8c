package dev.ichnos.collector.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * {@code auth}: what senders of a listener must show. One of all tokens and passwords is enough.
 *
 * @param tokens {@code bearer.tokens}: as {@code authorization: Bearer TOKEN} states them
 * @param tokensFile {@code bearer.tokens_file}: one token a line, read again when it changes
 * @param users {@code basic.users}: passwords by user name
 * @param usersFile {@code basic.users_file}: {@code user:password}, one a line, read again when it
 *     changes
 * @param reloadInterval {@code reload_interval}: how often to look whether the files have changed
 */
public record AuthConfig(
    List<Secret> tokens,
    Optional<Path> tokensFile,
    Map<String, Secret> users,
    Optional<Path> usersFile,
    Duration reloadInterval) {
  public AuthConfig {
    tokens = List.copyOf(tokens);
    users = Map.copyOf(users);
    Objects.requireNonNull(tokensFile, "tokensFile");
    Objects.requireNonNull(usersFile, "usersFile");
    TlsServerConfig.requirePositive(reloadInterval);
    if (tokens.isEmpty() && tokensFile.isEmpty() && users.isEmpty() && usersFile.isEmpty()) {
      throw new IllegalArgumentException(
          "bearer: none (expected: tokens or users, or a file with some)");
    }
  }

  /** These tokens alone. */
  public static AuthConfig bearer(List<Secret> tokens) {
    return new AuthConfig(
        tokens,
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        TlsServerConfig.DEFAULT_RELOAD_INTERVAL);
  }
}
