package dev.ichnos.collector.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads pods token by token, of JSON or YAML: what is needed and nothing else, in whatever order it
 * comes.
 *
 * <pre>
 * metadata  name namespace uid resourceVersion creationTimestamp deletionTimestamp
 *           labels{…} ownerReferences[{controller kind name}]
 * spec      nodeName hostNetwork containers[{name image}] initContainers[…]
 * status    phase podIP podIPs[{ip}] startTime
 *           conditions[{type status lastTransitionTime}]      PodReadyToStartContainers, from 1.28 on
 *           containerStatuses[{name containerID state lastState}] initContainerStatuses[…]
 *           state{running{startedAt} terminated{startedAt finishedAt}}
 * </pre>
 *
 * Source: kubernetes/api core/v1/types.go @ v0.33. For one thread.
 */
final class PodReader {
  /** A pod has a handful; more are left out. */
  private static final int MAX_CONTAINERS = 64;

  private final Texts texts = new Texts();

  /**
   * Reads the object that the parser is at, to its end.
   *
   * @throws IOException if the text is none
   */
  PodDraft read(JsonParser in) throws IOException {
    PodDraft out = new PodDraft();
    for (String key = in.nextFieldName(); key != null; key = in.nextFieldName()) {
      in.nextToken();
      if (!field(in, key, out)) {
        in.skipChildren();
      }
    }
    return out;
  }

  Texts texts() {
    return texts;
  }

  /** Reads a field of the object itself, if it is one that is needed. */
  boolean field(JsonParser in, String key, PodDraft out) throws IOException {
    switch (key) {
      case "metadata" -> metadata(in, out);
      case "spec" -> spec(in, out);
      case "status" -> status(in, out);
      case "code" -> out.code = Texts.text(in);
      case "message" -> out.message = Texts.text(in);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void metadata(JsonParser in, PodDraft out) throws IOException {
    for (String key = first(in); key != null; key = next(in)) {
      switch (key) {
        case "name" -> out.name = Texts.text(in);
        case "namespace" -> out.namespace = texts.shared(in);
        case "uid" -> out.uid = Texts.text(in);
        case "resourceVersion" -> out.resourceVersion = Texts.text(in);
        case "creationTimestamp" -> out.createdNanos = Texts.nanos(in);
        case "deletionTimestamp" -> out.deletionNanos = Texts.nanos(in);
        case "labels" -> labels(in, out);
        case "ownerReferences" -> {
          while (isItem(in)) {
            owner(in, out);
          }
        }
        default -> in.skipChildren();
      }
    }
  }

  void labels(JsonParser in, PodDraft out) throws IOException {
    for (String key = first(in); key != null; key = next(in)) {
      switch (key) {
        case "service.istio.io/canonical-name",
            "service.istio.io/canonical-revision",
            "app.kubernetes.io/name",
            "app.kubernetes.io/version",
            "app",
            "version" ->
            putUnlessEmpty(out.labels, texts.shared(key), texts.shared(in));
        case "pod-template-hash" -> out.templateHash = Texts.text(in);
        default -> in.skipChildren();
      }
    }
  }

  private void owner(JsonParser in, PodDraft out) throws IOException {
    boolean controls = false;
    String kind = "";
    String name = "";
    for (String key = first(in); key != null; key = next(in)) {
      switch (key) {
        case "controller" -> controls = Texts.text(in).equals("true");
        case "kind" -> kind = texts.shared(in);
        case "name" -> name = texts.shared(in);
        default -> in.skipChildren();
      }
    }
    if (controls) {
      out.ownerKind = kind;
      out.ownerName = name;
    }
  }

  private void spec(JsonParser in, PodDraft out) throws IOException {
    for (String key = first(in); key != null; key = next(in)) {
      switch (key) {
        case "nodeName" -> out.node = texts.shared(in);
        case "hostNetwork" -> out.hostNetwork = Texts.text(in).equals("true");
        case "containers", "initContainers" -> {
          while (isItem(in)) {
            container(in, out);
          }
        }
        default -> in.skipChildren();
      }
    }
  }

  private void container(JsonParser in, PodDraft out) throws IOException {
    String name = "";
    String image = "";
    for (String key = first(in); key != null; key = next(in)) {
      switch (key) {
        case "name" -> name = texts.shared(in);
        case "image" -> image = texts.shared(in);
        default -> in.skipChildren();
      }
    }
    if (!name.isEmpty()) {
      putUnlessEmpty(out.containerImages, name, image);
    }
  }

  private void status(JsonParser in, PodDraft out) throws IOException {
    for (String key = first(in); key != null; key = next(in)) {
      switch (key) {
        case "phase" -> out.phase = texts.shared(in);
        case "podIP" -> out.ip(Texts.text(in));
        case "podIPs" -> {
          while (isItem(in)) {
            ip(in, out);
          }
        }
        case "startTime" -> out.scheduledNanos = Texts.nanos(in);
        case "conditions" -> {
          while (isItem(in)) {
            condition(in, out);
          }
        }
        case "containerStatuses", "initContainerStatuses" -> {
          while (isItem(in)) {
            containerStatus(in, out);
          }
        }
        default -> in.skipChildren();
      }
    }
  }

  private void ip(JsonParser in, PodDraft out) throws IOException {
    for (String key = first(in); key != null; key = next(in)) {
      if (key.equals("ip")) {
        out.ip(Texts.text(in));
      } else {
        in.skipChildren();
      }
    }
  }

  private void condition(JsonParser in, PodDraft out) throws IOException {
    String type = "";
    String status = "";
    long since = 0;
    for (String key = first(in); key != null; key = next(in)) {
      switch (key) {
        case "type" -> type = Texts.text(in);
        case "status" -> status = Texts.text(in);
        case "lastTransitionTime" -> since = Texts.nanos(in);
        default -> in.skipChildren();
      }
    }
    if (type.equals("PodReadyToStartContainers") && status.equals("True")) {
      out.readyNanos = since;
    }
  }

  private void containerStatus(JsonParser in, PodDraft out) throws IOException {
    String name = "";
    String id = "";
    for (String key = first(in); key != null; key = next(in)) {
      switch (key) {
        case "name" -> name = texts.shared(in);
        case "containerID" -> id = Texts.text(in);
        case "state" -> state(in, out, true);
        case "lastState" -> state(in, out, false);
        default -> in.skipChildren();
      }
    }
    if (!name.isEmpty()) {
      putUnlessEmpty(out.containerIds, name, withoutRuntime(id));
    }
  }

  /**
   * @param current not that of the container's run before
   */
  private static void state(JsonParser in, PodDraft out, boolean current) throws IOException {
    boolean ended = false;
    for (String key = first(in); key != null; key = next(in)) {
      boolean terminated = key.equals("terminated");
      ended |= terminated;
      for (String time = first(in); time != null; time = next(in)) {
        if (time.equals("startedAt")) {
          out.started(Texts.nanos(in));
        } else if (terminated && time.equals("finishedAt")) {
          out.finished(Texts.nanos(in));
        } else {
          in.skipChildren();
        }
      }
    }
    out.unfinished |= current && !ended;
  }

  /** {@code containerd://0123} without what stands before the number. */
  static String withoutRuntime(String id) {
    int slashes = id.indexOf("://");
    return slashes < 0 ? id : id.substring(slashes + 3);
  }

  static void putUnlessEmpty(Map<String, String> map, String key, String value) {
    if (!value.isEmpty() && map.size() < MAX_CONTAINERS) {
      map.put(key, value);
    }
  }

  /**
   * The first key of the map that the parser is at, with the parser at its value; null if it is
   * none, or an empty one.
   */
  static @Nullable String first(JsonParser in) throws IOException {
    if (in.currentToken() != JsonToken.START_OBJECT) {
      in.skipChildren();
      return null;
    }
    return next(in);
  }

  /** The next key, with the parser at its value; null at the map's end. */
  static @Nullable String next(JsonParser in) throws IOException {
    String key = in.nextFieldName();
    if (key != null) {
      in.nextToken();
    }
    return key;
  }

  /**
   * Steps to the next item of the list that the parser is at, or in; false at its end, or if it is
   * none. Each item must be read to its end before the next.
   */
  static boolean isItem(JsonParser in) throws IOException {
    if (!in.getParsingContext().inArray()) {
      in.skipChildren();
      return false;
    }
    JsonToken item = in.nextToken();
    return item != null && item != JsonToken.END_ARRAY;
  }
}
