package dev.ichnos.propagation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Headers that are nearly good: those that a family writes, with a few characters changed. */
public final class RandomHeaders {
  private static final String LIKELY = "0123456789abcdefABCDEFd-/;o=,. \txyz+_:@\u0000é€\ud83d";
  private static final List<TraceContext> CONTEXTS = TraceContexts.all();

  private final HeaderFamily family;
  private final Random random;

  public RandomHeaders(HeaderFamily family, long seed) {
    this.family = family;
    this.random = new Random(seed);
  }

  /** What the family writes of some context, unchanged. */
  public Map<String, String> good() {
    return family.write(CONTEXTS.get(random.nextInt(CONTEXTS.size()))).headers();
  }

  /** The same with up to three changes to one of its values. */
  public Map<String, String> nearlyGood() {
    Map<String, String> headers = new LinkedHashMap<>(good());
    String name = family.headers().get(random.nextInt(family.headers().size()));
    String value = headers.getOrDefault(name, "");
    for (int i = random.nextInt(4); i > 0; i--) {
      value = changed(value);
    }
    headers.put(name, value);
    return headers;
  }

  /** Values that are nothing but characters. */
  public Map<String, String> noise() {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String name : family.headers()) {
      if (random.nextBoolean()) {
        StringBuilder value = new StringBuilder();
        for (int i = random.nextInt(80); i > 0; i--) {
          value.append(character());
        }
        headers.put(name, value.toString());
      }
    }
    return headers;
  }

  private String changed(String value) {
    int at = random.nextInt(value.length() + 1);
    int end = Math.min(value.length(), at + 1);
    return switch (random.nextInt(5)) {
      case 0 -> value.substring(0, at);
      case 1 -> value.substring(0, at) + value.substring(end);
      case 2 -> value.substring(0, at) + character() + value.substring(at);
      case 3 -> value + "," + value;
      default -> value.substring(0, at) + character() + value.substring(end);
    };
  }

  private char character() {
    return random.nextInt(20) == 0
        ? (char) random.nextInt(Character.MAX_VALUE + 1)
        : LIKELY.charAt(random.nextInt(LIKELY.length()));
  }
}
