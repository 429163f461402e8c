package dev.ichnos.istio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.istio.api.telemetry.v1.Telemetry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The ready-made files of {@code istio/mesh/}, read strictly. */
public final class MeshFiles {
  /** The directories, one per way to report. */
  public static final List<String> KINDS =
      List.of("zipkin", "opentelemetry-grpc", "opentelemetry-http");

  /** What stands around {@code meshConfig} in an IstioOperator. */
  record IstioOperator(String apiVersion, String kind, Spec spec) {
    record Spec(JsonNode meshConfig) {}
  }

  /** What stands around {@code meshConfig} in values of the chart istiod. */
  record HelmValues(JsonNode meshConfig) {}

  /**
   * Newer than the model classes, with the version of Istio that brought them; taken out before a
   * Telemetry is bound.
   */
  private static final Map<String, String> NEWER_TRACING_FIELDS =
      Map.of("disableContextPropagation", "1.30");

  private MeshFiles() {}

  /** The MeshConfig of a directory's istiooperator.yaml. */
  public static MeshConfig meshConfig(String kind) {
    return StrictYaml.bind(operatorTree(kind), MeshConfig.class);
  }

  static JsonNode operatorTree(String kind) {
    return StrictYaml.bind(single(kind, "istiooperator.yaml"), IstioOperator.class)
        .spec()
        .meshConfig();
  }

  static JsonNode valuesTree(String kind) {
    return StrictYaml.bind(single(kind, "helm-values.yaml"), HelmValues.class).meshConfig();
  }

  static Telemetry telemetry(String kind) {
    return telemetry(single(kind, "telemetry.yaml"));
  }

  /** The same with tags for every family of headers. */
  static Telemetry telemetryWithAllHeaders(String kind) {
    return telemetry(single(kind, "telemetry-all-headers.yaml"));
  }

  static Telemetry telemetry(JsonNode tree) {
    for (JsonNode tracing : tree.path("spec").path("tracing")) {
      if (tracing instanceof ObjectNode object) {
        object.remove(NEWER_TRACING_FIELDS.keySet());
      }
    }
    return StrictYaml.bind(tree, Telemetry.class);
  }

  private static JsonNode single(String kind, String name) {
    List<JsonNode> documents = StrictYaml.documents(directory().resolve(kind).resolve(name));
    if (documents.size() != 1) {
      throw new IllegalStateException(kind + "/" + name + ": " + documents.size() + " documents");
    }
    return documents.get(0);
  }

  /** Seen from this module's directory or, equally, from that of a neighbour. */
  static Path directory() {
    return Path.of("..", "istio", "mesh");
  }
}
