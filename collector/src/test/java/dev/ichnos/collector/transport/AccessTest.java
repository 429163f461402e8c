package dev.ichnos.collector.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.AuthConfig;
import dev.ichnos.collector.config.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {
  private static final AuthConfig BOTH =
      new AuthConfig(
          List.of(new Secret("first"), new Secret("second=")),
          Optional.empty(),
          Map.of("proxy", new Secret("pass:wörd ")),
          Optional.empty(),
          Duration.ofSeconds(1));

  private final FileWatch watch = new FileWatch(new Metrics());
  @TempDir private Path directory;

  @AfterEach
  void close() {
    watch.close();
  }

  @Test
  void admits_withoutAuth_everybody() throws IOException {
    Access open = Access.of(Optional.empty(), watch);
    assertThat(open.isOpen()).isTrue();
    assertThat(open.admits(null)).isTrue();
    assertThat(open.admits("Bearer whatever")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer first", "bearer second=", "BEARER   first  "})
  void admits_knownToken(String authorization) throws IOException {
    assertThat(access(BOTH).admits(authorization)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic ", "basic "})
  void admits_knownPassword(String scheme) throws IOException {
    assertThat(access(BOTH).admits(scheme + base64("proxy:pass:wörd "))).isTrue();
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(
      strings = {
        "first",
        "Bearer",
        "Bearer ",
        "Bearer firs",
        "Bearer firstt",
        "Bearer First",
        "Bearer first second=",
        "Bearer first, Bearer first",
        "Basic first",
        "Basic Zmlyc3Q=",
        "Basic !",
        "Bearer proxy:pass:wörd",
        "Digest first",
        " first"
      })
  void admits_anythingElse_no(String authorization) throws IOException {
    assertThat(access(BOTH).admits(authorization)).isFalse();
  }

  @Test
  void admits_otherUserOrWord_no() throws IOException {
    Access access = access(BOTH);
    assertThat(access.admits("Basic " + base64("proxy:pass:wörd"))).isFalse();
    assertThat(access.admits("Basic " + base64("admin:pass:wörd "))).isFalse();
    assertThat(access.admits("Basic " + base64("proxy"))).isFalse();
  }

  @Test
  void challenge_namesWhatIsTaken() throws IOException {
    assertThat(access(BOTH).challenge())
        .isEqualTo("Bearer realm=\"ichnos\", Basic realm=\"ichnos\", charset=\"UTF-8\"");
    assertThat(access(AuthConfig.bearer(List.of(new Secret("x")))).challenge())
        .isEqualTo("Bearer realm=\"ichnos\"");
  }

  @Test
  void files_areReadAndReadAgain() throws IOException {
    Path tokens = Files.writeString(directory.resolve("tokens"), "# ours\n\n one \ntwo\r\n");
    Path users = Files.writeString(directory.resolve("users"), "a:b\nc:d:e\n");
    Access access = access(files(tokens, users));

    assertThat(access.admits("Bearer one")).isTrue();
    assertThat(access.admits("Bearer two")).isTrue();
    assertThat(access.admits("Bearer # ours")).isFalse();
    assertThat(access.admits("Basic " + base64("c:d:e"))).isTrue();
    assertThat(access.admits("Bearer a:b")).isFalse();

    Files.writeString(tokens, "three\n");

    await().untilAsserted(() -> assertThat(access.admits("Bearer three")).isTrue());
    assertThat(access.admits("Bearer one")).isFalse();
    assertThat(access.admits("Basic " + base64("a:b"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"user", ":word", "user:", "user:$2y$05$abc", "user:{SHA}abc", "#\n"})
  void usersFile_unusable_showsNothingOfIt(String text) throws IOException {
    Path tokens = Files.writeString(directory.resolve("tokens"), "one");
    Path users = Files.writeString(directory.resolve("users"), text);

    assertThatThrownBy(() -> access(files(tokens, users)))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("auth.basic.users_file: " + users + ": ")
        .hasMessageNotContaining("abc")
        .hasMessageNotContaining("word\n");
  }

  @Test
  void tokensFile_withHeaderLines_isRefused() throws IOException {
    Path tokens = Files.writeString(directory.resolve("tokens"), "Bearer one");
    Path users = Files.writeString(directory.resolve("users"), "a:b");

    assertThatThrownBy(() -> access(files(tokens, users)))
        .hasMessage(
            "auth.bearer.tokens_file: "
                + tokens
                + ": a token with a space (expected: one token a line)");
  }

  private static AuthConfig files(Path tokens, Path users) {
    return new AuthConfig(
        List.of(), Optional.of(tokens), Map.of(), Optional.of(users), Duration.ofMillis(10));
  }

  private Access access(AuthConfig config) throws IOException {
    return Access.of(Optional.of(config), watch);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
