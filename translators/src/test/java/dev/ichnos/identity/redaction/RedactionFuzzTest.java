package dev.ichnos.identity.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.FuzzRun;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a text holds: nothing throws, twice is once, and no time is lost on it. */
class RedactionFuzzTest {
  private static final String[] PARTS = {
    "http",
    "://",
    "@",
    ":",
    "/",
    "?",
    "&",
    "=",
    "#",
    " ",
    "token",
    "password",
    "key",
    "REDACTED",
    "Bearer",
    "basic",
    "eyJ",
    "eyJhbGciOiJub25lIn0",
    ".",
    "Ym9iOnBhNTU=",
    "[",
    "]",
    ";",
    ",",
    "'",
    "x",
    "1",
    "é",
    "\ud83d",
    "abcdefgh12345678",
    RedactionTest.JWT
  };

  private final SecretText text = text(false);
  private final SecretText every = text(true);

  @Test
  void redact_anything_twiceIsOnce() {
    FuzzRun run = FuzzRun.of(7, 30_000);
    while (run.next()) {
      String value = any(run.random());
      for (boolean isQuery : new boolean[] {false, true}) {
        String once = text.redact(value, isQuery);
        assertThat(text.redact(once, isQuery)).as(value).isSameAs(once);
        String all = every.redact(value, isQuery);
        assertThat(every.redact(all, isQuery)).as(value).isSameAs(all);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "://",
        "://a:",
        "@",
        "=",
        "?a=",
        "token=",
        "eyJ",
        "eyJa.",
        "eyJhbGciOi.a.",
        "bearer ",
        " "
      })
  void redact_hostileText_linear(String part) {
    String value = part.repeat(1_000_000 / part.length());

    org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> text.redact("@" + value + "@", false));
  }

  private static String any(Random random) {
    StringBuilder value = new StringBuilder();
    for (int i = random.nextInt(14); i >= 0; i--) {
      value.append(PARTS[random.nextInt(PARTS.length)]);
    }
    return value.toString();
  }

  private static SecretText text(boolean allQueryValues) {
    RedactionSettings settings = new RedactionSettings(allQueryValues, Set.of(), Set.of());
    return new SecretText(new SecretNames(settings), allQueryValues);
  }
}
