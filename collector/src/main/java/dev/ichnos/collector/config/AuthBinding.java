package dev.ichnos.collector.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@link AuthConfig}. */
final class AuthBinding {
  /** RFC 6750 section 2.1, and what else senders make of it; no spaces. */
  private static final Pattern TOKEN = Pattern.compile("[!-~]{1,8192}");

  private static final Pattern USER = Pattern.compile("[!-9;-~]{1,256}");
  private static final Pattern PASSWORD = Pattern.compile("[ -~]{1,1024}");

  private AuthBinding() {}

  /** Absent where the file has no such section. */
  static Optional<AuthConfig> read(Section section) {
    int problems = section.binding().problems().size();
    Section bearer = section.section("bearer");
    Section basic = section.section("basic");
    List<Secret> tokens = bearer.secrets("tokens", TOKEN);
    Optional<Path> tokensFile = bearer.optional("tokens_file", "path", Path::of);
    Map<String, Secret> users = users(basic);
    Optional<Path> usersFile = basic.optional("users_file", "path", Path::of);
    var reloadInterval =
        section.duration("reload_interval", TlsServerConfig.DEFAULT_RELOAD_INTERVAL);
    bearer.finish();
    basic.finish();
    section.finish();
    boolean none =
        tokens.isEmpty() && tokensFile.isEmpty() && users.isEmpty() && usersFile.isEmpty();
    if (section.present() && none && section.binding().problems().size() == problems) {
      section.missing(
          "bearer", "bearer.tokens, bearer.tokens_file, basic.users or basic.users_file");
    }
    if (none) {
      return Optional.empty();
    }
    return section.bind(
        () -> Optional.of(new AuthConfig(tokens, tokensFile, users, usersFile, reloadInterval)),
        Optional.empty());
  }

  private static Map<String, Secret> users(Section basic) {
    Section section = basic.section("users");
    basic.binding().known(ServerBinding.GROUP + ".auth.basic.users", "map of text", "");
    Map<String, Secret> users = new LinkedHashMap<>();
    for (YamlNode.Entry entry : section.all()) {
      if (USER.matcher(entry.key()).matches()) {
        section.secret(entry.key(), PASSWORD).ifPresent(word -> users.put(entry.key(), word));
      } else {
        section.spoil(entry.key(), "not a user (expected: ASCII without spaces and colons)");
      }
    }
    return users;
  }
}
