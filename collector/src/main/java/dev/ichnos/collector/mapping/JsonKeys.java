package dev.ichnos.collector.mapping;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The keys of an object that was taken for OTLP and held no spans: they tell what it is. */
final class JsonKeys {
  private static final int MOST = 5;

  private JsonKeys() {}

  /** For people; empty where they are as expected, or there are none. */
  static String hint(byte[] bytes) {
    List<String> keys = of(bytes);
    return keys.isEmpty() || keys.contains("resourceSpans")
        ? ""
        : "; its keys are " + String.join(", ", keys) + " (expected: resourceSpans)";
  }

  private static List<String> of(byte[] bytes) {
    List<String> keys = new ArrayList<>();
    try (JsonParser json = new JsonFactory().createParser(bytes)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME && keys.size() < MOST) {
        keys.add(json.currentName());
        json.nextToken();
        json.skipChildren();
      }
    } catch (IOException e) {
      return keys; // read so far
    }
    return keys;
  }
}
