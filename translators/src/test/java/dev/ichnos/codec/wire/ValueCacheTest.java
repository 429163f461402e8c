package dev.ichnos.codec.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ValueCacheTest {
  private final ValueCache values = new ValueCache();

  @Test
  void get_firstTime_isNothing_thenOneString() {
    assertThat(get("reviews-v1")).isNull();

    String second = get("reviews-v1");

    assertThat(second).isEqualTo("reviews-v1");
    assertThat(get("reviews-v1")).isSameAs(second);
  }

  @Test
  void get_manyThatComeTwice_doNotDisplaceOneThatRecurs() {
    get("reviews-v1");
    String recurring = get("reviews-v1");
    assertThat(get("reviews-v1")).isSameAs(recurring);

    for (int i = 0; i < 100_000; i++) {
      assertThat(get("/orders/" + i)).isNull();
      assertThat(get("/orders/" + i)).isEqualTo("/orders/" + i);
    }

    assertThat(get("reviews-v1")).isSameAs(recurring);
  }

  @Test
  void get_longOrNotAscii_isNeverKept() {
    for (String text : new String[] {"x".repeat(193), "größe", "\u00e9".repeat(9)}) {
      assertThat(get(text)).isNull();
      assertThat(get(text)).isNull();
      assertThat(get(text)).isNull();
    }
  }

  @Test
  void get_anything_isThatTextOrNothing() {
    Random random = new Random(3);
    Map<String, String> kept = new HashMap<>();
    for (int i = 0; i < 200_000; i++) {
      String text = "v".repeat(random.nextInt(20)) + random.nextInt(3_000);
      String found = get(text);
      if (found != null) {
        assertThat(found).isEqualTo(text);
        kept.put(text, found);
      }
    }
    assertThat(kept).hasSizeGreaterThan(1_000);
  }

  private String get(String text) {
    byte[] bytes = ("<" + text + ">").getBytes(UTF_8);
    return values.get(bytes, 1, bytes.length - 2);
  }
}
