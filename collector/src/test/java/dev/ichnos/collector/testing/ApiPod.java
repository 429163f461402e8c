package dev.ichnos.collector.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A pod as the API server writes it (kubernetes/api core/v1), with the fields that a real one has
 * and nobody here needs, so that readers must skip them. Running, unless told otherwise.
 */
public final class ApiPod {
  /** When all of them are created. */
  public static final String CREATED = "2026-03-01T10:00:00Z";

  /** When the containers of all of them start. */
  public static final String STARTED = "2026-03-01T10:00:05Z";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final ObjectNode json = MAPPER.createObjectNode();

  private ApiPod(String namespace, String name) {
    json.put("apiVersion", "v1").put("kind", "Pod");
    ObjectNode metadata = json.putObject("metadata");
    metadata.put("name", name).put("generateName", name.replaceFirst("[^-]*$", ""));
    metadata.put("namespace", namespace).put("uid", "uid-of-" + name);
    metadata.put("creationTimestamp", CREATED);
    metadata.putObject("annotations").put("sidecar.istio.io/status", "{\"containers\":[\"x\"]}");
    metadata.putArray("managedFields").addObject().putObject("fieldsV1").putObject("f:metadata");
    ObjectNode spec = json.putObject("spec");
    spec.put("nodeName", "node-a").put("restartPolicy", "Always");
    spec.putArray("volumes").addObject().put("name", "token");
    spec.putArray("containers");
    ObjectNode status = json.putObject("status");
    status.put("phase", "Running").put("hostIP", "10.0.0.1").put("startTime", CREATED);
    status.putArray("conditions").addObject().put("type", "Ready").put("status", "True");
    status.putArray("containerStatuses");
  }

  public static ApiPod of(String namespace, String name) {
    return new ApiPod(namespace, name);
  }

  public ApiPod uid(String uid) {
    metadata().put("uid", uid);
    return this;
  }

  public ApiPod created(String time) {
    metadata().put("creationTimestamp", time);
    return this;
  }

  public ApiPod deletionAt(String time) {
    metadata().put("deletionTimestamp", time);
    return this;
  }

  public ApiPod label(String key, String value) {
    metadata().withObject("/labels").put(key, value);
    return this;
  }

  public ApiPod owner(String kind, String name) {
    ArrayNode owners = metadata().withArray("/ownerReferences");
    owners.addObject().put("kind", "Somebody").put("name", "else").put("controller", false);
    owners
        .addObject()
        .put("apiVersion", "apps/v1")
        .put("kind", kind)
        .put("name", name)
        .put("controller", true);
    return this;
  }

  public ApiPod node(String node) {
    ((ObjectNode) json.get("spec")).put("nodeName", node);
    return this;
  }

  public ApiPod onHostNetwork() {
    ((ObjectNode) json.get("spec")).put("hostNetwork", true);
    return this;
  }

  public ApiPod ip(String... ips) {
    status().put("podIP", ips[0]);
    ArrayNode all = status().putArray("podIPs");
    for (String ip : ips) {
      all.addObject().put("ip", ip);
    }
    return this;
  }

  public ApiPod phase(String phase) {
    status().put("phase", phase);
    return this;
  }

  /** Its network was set up then. */
  public ApiPod readyToStart(String time) {
    status()
        .withArray("/conditions")
        .addObject()
        .put("type", "PodReadyToStartContainers")
        .put("status", "True")
        .put("lastTransitionTime", time);
    return this;
  }

  /** A container that runs since {@link #STARTED}. */
  public ApiPod container(String name, String id) {
    return container(name, id, STARTED);
  }

  public ApiPod container(String name, String id, String startedAt) {
    containerStatus(name, id).putObject("state").putObject("running").put("startedAt", startedAt);
    return this;
  }

  /** A container that has ended. */
  public ApiPod ended(String name, String id, String finishedAt) {
    containerStatus(name, id)
        .putObject("state")
        .putObject("terminated")
        .put("exitCode", 0)
        .put("startedAt", STARTED)
        .put("finishedAt", finishedAt);
    return this;
  }

  private ObjectNode containerStatus(String name, String id) {
    ((ObjectNode) json.get("spec"))
        .withArray("/containers")
        .addObject()
        .put("name", name)
        .put("image", "registry.example.com/" + name + ":1.2");
    return status()
        .withArray("/containerStatuses")
        .addObject()
        .put("name", name)
        .put("image", "sha256:1234")
        .put("containerID", "containerd://" + id);
  }

  public String namespace() {
    return metadata().get("namespace").asText();
  }

  public String name() {
    return metadata().get("name").asText();
  }

  String phase() {
    return status().get("phase").asText();
  }

  /** As of this version of the store. */
  String json(long resourceVersion) {
    metadata().put("resourceVersion", String.valueOf(resourceVersion));
    return json.toString();
  }

  @Override
  public String toString() {
    return json.toString();
  }

  private ObjectNode metadata() {
    return (ObjectNode) json.get("metadata");
  }

  private ObjectNode status() {
    return (ObjectNode) json.get("status");
  }
}
