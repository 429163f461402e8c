package dev.ichnos.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyPlacesTest {
  private final List<String> asked = new ArrayList<>();
  private final KeyPlaces places = new KeyPlaces(this::meaning);

  /** The number in keys such as {@code k7}; even ones mean nothing. */
  private int meaning(String key) {
    asked.add(key);
    int number = Integer.parseInt(key.substring(1));
    return number % 2 == 0 ? KeyPlaces.NOTHING : number;
  }

  @Test
  void of_someKeys_tellsThoseThatMeanSomething() {
    KeyPlaces.Order order = places.of(attributes("k4", "k7", "k2", "k9"));

    assertThat(read(order)).containsExactly("1=7", "3=9");
  }

  @Test
  void of_sameKeysAgain_isRemembered() {
    KeyPlaces.Order first = places.of(attributes("k4", "k7"));
    asked.clear();

    assertThat(places.of(attributes(new String("k4"), new String("k7")))).isSameAs(first);
    assertThat(asked).isEmpty();
  }

  @Test
  void of_noKeys_meansNothing() {
    assertThat(places.of(Attributes.EMPTY).count()).isZero();
  }

  @Test
  void of_veryManyOrLongKeys_isNotRemembered() {
    String[] many = new String[129];
    for (int i = 0; i < many.length; i++) {
      many[i] = "k" + i;
    }
    String longest = "k" + "0".repeat(63) + "1";

    for (Attributes attributes : List.of(attributes(many), attributes(longest))) {
      places.of(attributes);
      asked.clear();
      places.of(attributes);
      assertThat(asked).isNotEmpty();
    }
  }

  @Test
  void of_anyOrders_isWhatEachKeyMeans() {
    Random random = new Random(5);
    for (int round = 0; round < 20_000; round++) {
      List<String> keys = new ArrayList<>();
      List<String> expected = new ArrayList<>();
      int size = random.nextInt(6);
      for (int i = 0; i < size; i++) {
        int number = 10 * i + random.nextInt(4);
        keys.add("k" + number);
        if (number % 2 == 1) {
          expected.add(i + "=" + number);
        }
      }
      assertThat(read(places.of(attributes(keys.toArray(String[]::new))))).isEqualTo(expected);
    }
  }

  private static List<String> read(KeyPlaces.Order order) {
    List<String> read = new ArrayList<>();
    for (int i = 0; i < order.count(); i++) {
      read.add(order.place(i) + "=" + order.meaning(i));
    }
    return read;
  }

  private static Attributes attributes(String... keys) {
    Attributes.Builder builder = Attributes.builder();
    for (String key : keys) {
      builder.put(key, 1);
    }
    return builder.build();
  }
}
