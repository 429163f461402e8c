package dev.ichnos.codec.datadog;

import dev.ichnos.semconv.OtelKeys;
import java.util.function.UnaryOperator;

/**
 * What the headers of a request say of the process whose spans it brings (datadog-agent
 * pkg/trace/api/internal/header/headers.go):
 *
 * <pre>
 * Datadog-Meta-Lang, -Lang-Version, -Lang-Interpreter, -Tracer-Version   the tracer's and its process'
 * Datadog-Container-ID                                                   64 hex digits, mostly
 * Datadog-Entity-ID      ci-CONTAINER, cid-CONTAINER, or in-INODE        the last says nothing here
 * Datadog-External-Env   it-INIT,cn-CONTAINER NAME,pu-POD UID            in any order
 * </pre>
 */
final class DatadogHeaders {
  private static final int LONGEST = 256;

  private final UnaryOperator<String> headers;
  private final ResourceDraft resource = new ResourceDraft();

  private DatadogHeaders(UnaryOperator<String> headers) {
    this.headers = headers;
  }

  /**
   * Reads them.
   *
   * @param headers gives a header by its lower-case name, empty when absent
   */
  static ResourceDraft read(UnaryOperator<String> headers) {
    DatadogHeaders reading = new DatadogHeaders(headers);
    reading.put(OtelKeys.TELEMETRY_SDK_LANGUAGE, "datadog-meta-lang");
    if (!reading.header("datadog-meta-lang").isEmpty()) { // an exporter has none, but a version
      tracer(reading.resource, reading.header("datadog-meta-tracer-version"));
    }
    reading.put(OtelKeys.PROCESS_RUNTIME_NAME, "datadog-meta-lang-interpreter");
    reading.put(OtelKeys.PROCESS_RUNTIME_VERSION, "datadog-meta-lang-version");
    reading.put(OtelKeys.CONTAINER_ID, "datadog-container-id");
    reading.entity();
    reading.externalEnvironment();
    return reading.resource;
  }

  /** A tracer of this version made the spans; an empty one says nothing. */
  static void tracer(ResourceDraft resource, String version) {
    if (!version.isEmpty()) {
      resource.put(OtelKeys.TELEMETRY_SDK_NAME, "datadog");
      resource.put(OtelKeys.TELEMETRY_SDK_VERSION, version);
    }
  }

  private String header(String name) {
    String value = headers.apply(name).strip();
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) < ' ' || value.charAt(i) > '~') {
        return "";
      }
    }
    return value.length() > LONGEST ? "" : value;
  }

  private void put(String key, String name) {
    resource.put(key, header(name));
  }

  private void entity() {
    String entity = header("datadog-entity-id");
    int dash = entity.indexOf('-');
    if (entity.startsWith("ci-") || entity.startsWith("cid-")) {
      resource.put(OtelKeys.CONTAINER_ID, entity.substring(dash + 1));
    }
  }

  private void externalEnvironment() {
    for (String part : header("datadog-external-env").split(",", 8)) {
      if (part.startsWith("cn-")) {
        resource.put(OtelKeys.K8S_CONTAINER_NAME, part.substring(3));
      } else if (part.startsWith("pu-")) {
        resource.put(OtelKeys.K8S_POD_UID, part.substring(3));
      }
    }
  }
}
