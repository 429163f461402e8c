package dev.ichnos.collector.kubernetes;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.ichnos.semconv.OtelKeys;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/**
 * Reads a file of pods: a list, or an object with {@code items}, in JSON or YAML.
 *
 * <pre>
 * - namespace: shop                      - apiVersion: v1          as kubectl and the API server
 *   name: cart-7d4b9c-x2x8q                kind: Pod               write them
 *   ip: 10.4.1.7                           metadata: …
 *   node: node-a                           spec: …
 *   deployment: cart                       status: …
 *   containers: {cart: 0f3a…}
 * </pre>
 *
 * Also {@code uid}, {@code ips}, {@code replicaset}, {@code statefulset}, {@code daemonset}, {@code
 * job}, {@code cronjob}, {@code images} and {@code labels}. The short form has its address for all
 * time. What starts with a brace or a bracket is JSON; YAML has at most 3 MiB, by its library's
 * bound.
 */
final class PodFileReader {
  private static final int LOOK_AHEAD = 64;

  private final PodReader reader = new PodReader();

  /**
   * Reads the file.
   *
   * @throws IOException if it is neither
   */
  void read(InputStream file, Consumer<PodDraft> pods) throws IOException {
    BufferedInputStream in = new BufferedInputStream(file);
    JsonFactory factory = isJson(in) ? new JsonFactory() : new YAMLFactory();
    try (JsonParser parser = factory.createParser((InputStream) in)) {
      JsonToken first = parser.nextToken();
      if (first == JsonToken.START_ARRAY) {
        items(parser, pods);
      } else if (first != JsonToken.START_OBJECT || !list(parser, pods)) {
        throw new IOException("no pods (expected: a list, or an object with items)");
      }
      if (parser.nextToken() != null) {
        throw new IOException("more than one list of pods");
      }
    }
  }

  private static boolean isJson(BufferedInputStream in) throws IOException {
    in.mark(LOOK_AHEAD);
    int c = ' ';
    for (int i = 0; i < LOOK_AHEAD && c >= 0 && c <= ' '; i++) {
      c = in.read();
    }
    in.reset();
    return c == '{' || c == '[';
  }

  private boolean list(JsonParser in, Consumer<PodDraft> pods) throws IOException {
    boolean found = false;
    for (String key = PodReader.next(in); key != null; key = PodReader.next(in)) {
      if (key.equals("items") && in.currentToken() == JsonToken.START_ARRAY) {
        found = true;
        items(in, pods);
      } else {
        in.skipChildren();
      }
    }
    return found;
  }

  private void items(JsonParser in, Consumer<PodDraft> pods) throws IOException {
    while (PodReader.isItem(in)) {
      PodDraft pod = new PodDraft();
      boolean whole = false;
      for (String key = PodReader.first(in); key != null; key = PodReader.next(in)) {
        if (reader.field(in, key, pod)) {
          whole |= key.equals("metadata");
        } else {
          shortField(in, key, pod);
        }
      }
      pod.timeless = !whole;
      pods.accept(pod);
    }
  }

  private void shortField(JsonParser in, String key, PodDraft out) throws IOException {
    switch (key) {
      case "namespace" -> out.namespace = reader.texts().shared(in);
      case "name" -> out.name = Texts.text(in);
      case "uid" -> out.uid = Texts.text(in);
      case "node" -> out.node = reader.texts().shared(in);
      case "ip" -> out.ip(Texts.text(in));
      case "ips" -> {
        while (PodReader.isItem(in)) {
          out.ip(Texts.text(in));
        }
      }
      case "deployment" -> owner(in, OtelKeys.K8S_DEPLOYMENT_NAME, out);
      case "replicaset" -> owner(in, OtelKeys.K8S_REPLICASET_NAME, out);
      case "statefulset" -> owner(in, OtelKeys.K8S_STATEFULSET_NAME, out);
      case "daemonset" -> owner(in, OtelKeys.K8S_DAEMONSET_NAME, out);
      case "job" -> owner(in, OtelKeys.K8S_JOB_NAME, out);
      case "cronjob" -> owner(in, OtelKeys.K8S_CRONJOB_NAME, out);
      case "labels" -> reader.labels(in, out);
      case "containers" -> {
        for (String name = PodReader.first(in); name != null; name = PodReader.next(in)) {
          String id = PodReader.withoutRuntime(Texts.text(in));
          PodReader.putUnlessEmpty(out.containerIds, name, id);
        }
      }
      case "images" -> {
        for (String name = PodReader.first(in); name != null; name = PodReader.next(in)) {
          PodReader.putUnlessEmpty(out.containerImages, name, reader.texts().shared(in));
        }
      }
      default -> in.skipChildren();
    }
  }

  private void owner(JsonParser in, String attribute, PodDraft out) throws IOException {
    PodReader.putUnlessEmpty(out.owners, attribute, reader.texts().shared(in));
  }
}
