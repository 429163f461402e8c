package dev.ichnos.collector.kubernetes;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/**
 * One page of a list, read as it comes: each pod is handed on before the next is read.
 *
 * @param resourceVersion of the whole list, where a watch goes on from
 * @param next asks for the next page; empty on the last one
 */
record PodList(String resourceVersion, String next) {

  /**
   * Reads a {@code PodList}.
   *
   * @param pods takes what is read of each
   * @throws IOException if the text is none, or not whole; some pods may have been handed on
   */
  static PodList read(InputStream body, JsonFactory json, PodReader reader, Consumer<PodDraft> pods)
      throws IOException {
    String version = "";
    String next = "";
    try (JsonParser in = json.createParser(body)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("not a list of pods (expected: a JSON object)");
      }
      for (String key = PodReader.next(in); key != null; key = PodReader.next(in)) {
        switch (key) {
          case "metadata" -> {
            for (String k = PodReader.first(in); k != null; k = PodReader.next(in)) {
              switch (k) {
                case "resourceVersion" -> version = Texts.text(in);
                case "continue" -> next = Texts.token(in);
                default -> in.skipChildren();
              }
            }
          }
          case "items" -> items(in, reader, pods);
          default -> in.skipChildren();
        }
      }
      // To the end of the body, so that its connection can be used again.
      if (in.nextToken() != null) {
        throw new IOException("more than a list of pods");
      }
    }
    if (version.isEmpty()) {
      throw new IOException("a list without metadata.resourceVersion");
    }
    return new PodList(version, next);
  }

  static void items(JsonParser in, PodReader reader, Consumer<PodDraft> pods) throws IOException {
    while (PodReader.isItem(in)) {
      if (in.currentToken() == JsonToken.START_OBJECT) {
        pods.accept(reader.read(in));
      } else {
        in.skipChildren();
        pods.accept(new PodDraft());
      }
    }
  }
}
