package dev.ichnos.collector.kubernetes;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * One line of a watch.
 *
 * @param type {@code ADDED}, {@code MODIFIED}, {@code DELETED}, {@code BOOKMARK} or {@code ERROR}
 * @param object the pod; of a bookmark its {@code resourceVersion} alone, of an error a Status
 */
record WatchEvent(String type, PodDraft object) {
  /**
   * Reads one.
   *
   * @throws IOException if the line is no JSON object with both
   */
  static WatchEvent read(byte[] line, int length, JsonFactory json, PodReader reader)
      throws IOException {
    String type = "";
    PodDraft object = null;
    try (JsonParser in = json.createParser(line, 0, length)) {
      in.nextToken();
      for (String key = PodReader.first(in); key != null; key = PodReader.next(in)) {
        if (key.equals("type")) {
          type = Texts.text(in);
        } else if (key.equals("object") && in.currentToken() == JsonToken.START_OBJECT) {
          object = reader.read(in);
        } else {
          in.skipChildren();
        }
      }
    }
    if (type.isEmpty() || object == null) {
      throw new IOException("an event without type or object");
    }
    return new WatchEvent(type, object);
  }
}
