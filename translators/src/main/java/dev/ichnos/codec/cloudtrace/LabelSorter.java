package dev.ichnos.codec.cloudtrace;

import dev.ichnos.model.AttributeList;
import dev.ichnos.model.AttributeVisitor;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Scope;
import dev.ichnos.model.SpanKind;
import dev.ichnos.semconv.CloudTraceKeys;
import dev.ichnos.semconv.EnvoyKeys;
import dev.ichnos.semconv.OtelKeys;
import java.util.List;
import java.util.Locale;

/**
 * Sorts the attributes of a span that was read into those of the span, of its resource and of its
 * scope, and gives Cloud Trace's own labels back the keys of the conventions: the inverse of {@link
 * AttributeTable} and {@link MonitoredResource}. Cloud Trace keeps all of them on the span.
 */
final class LabelSorter implements AttributeVisitor {
  /** What OpenCensus libraries for C++ say instead of a kind. */
  private static final String OPERATION_NAME = "OperationName";

  /** What zipkin-gcp, which sends Zipkin's spans to Cloud Trace, says instead of a kind. */
  private static final String ZIPKIN_KIND = "/kind";

  /** What zipkin-gcp signs root spans with. */
  private static final String ZIPKIN_AGENT = "/agent";

  private static final String OPENCENSUS = "opencensus";

  private static final String SDK_NAME = "telemetry.sdk.name";
  private static final String SDK_LANGUAGE = "telemetry.sdk.language";
  private static final String SDK_VERSION = "telemetry.sdk.version";
  private static final String OPENTELEMETRY = "opentelemetry-";

  /** Namespaces that the conventions give to resources alone. */
  private static final List<String> RESOURCE_PREFIXES =
      List.of(
          "service.",
          "k8s.",
          "cloud.",
          "host.",
          "container.",
          "process.",
          "os.",
          "deployment.",
          "telemetry.");

  private static final String SCOPE_NAME = AttributeTable.target(AttributeTable.SCOPE_NAME);
  private static final String SCOPE_VERSION = AttributeTable.target(AttributeTable.SCOPE_VERSION);
  private static final String TRACE_STATE = AttributeTable.target(AttributeTable.TRACE_STATE);
  private static final String COMPONENT = AttributeTable.target(AttributeTable.COMPONENT);

  private final Attributes.Builder span = Attributes.builder();
  private final Attributes.Builder resource = Attributes.builder();
  private Attributes raw = Attributes.EMPTY;
  private boolean fromZipkin;
  private String scopeName = "";
  private String scopeVersion = "";
  private String traceState = "";

  /** Sorts these; what was sorted before is forgotten. */
  void sort(Attributes attributes, String project) {
    raw = attributes;
    span.clear();
    resource.clear();
    scopeName = "";
    scopeVersion = "";
    traceState = "";
    fromZipkin = attributes.contains(ZIPKIN_KIND) || attributes.contains(ZIPKIN_AGENT);
    attributes.forEach(this);
    sdkOfAgent(attributes.string(CloudTraceKeys.AGENT));
    if (!project.isEmpty() && !resource.contains(ProjectId.DOTTED_KEY)) {
      resource.putIfAbsent(ProjectId.UNDERSCORED_KEY, project);
    }
    raw = Attributes.EMPTY;
  }

  /** What stays with the span, to be added to. */
  Attributes.Builder span() {
    return span;
  }

  Attributes resource() {
    return resource.build();
  }

  Scope scope() {
    return scopeName.isEmpty() && scopeVersion.isEmpty()
        ? Scope.EMPTY
        : new Scope(scopeName, scopeVersion, Attributes.EMPTY, 0, "");
  }

  String traceState() {
    return traceState;
  }

  /** The kind that attributes or the name tell of; unspecified when none does. */
  static SpanKind kind(Attributes attributes, String name) {
    String operation = attributes.string(OPERATION_NAME);
    if (operation.equals("Ingress")) {
      return SpanKind.SERVER;
    }
    if (operation.equals("Egress")) {
      return SpanKind.CLIENT;
    }
    // OpenCensus names gRPC calls so, and OpenTelemetry's exporter for Java all spans.
    if (name.startsWith("Recv.")) {
      return SpanKind.SERVER;
    }
    if (name.startsWith("Sent.")) {
      return SpanKind.CLIENT;
    }
    SpanKind ofZipkin = zipkinKind(attributes.string(ZIPKIN_KIND));
    boolean proxy = attributes.string(EnvoyKeys.COMPONENT).equals(EnvoyKeys.PROXY);
    // What Envoy's tracer makes for a single call upstream says neither.
    return ofZipkin == SpanKind.UNSPECIFIED && proxy && isOpenCensus(attributes)
        ? SpanKind.CLIENT
        : ofZipkin;
  }

  /** Whether it is signed by a library for which status 0 is that of a span nobody judged. */
  static boolean isOpenCensus(Attributes attributes) {
    return attributes.string(CloudTraceKeys.AGENT).startsWith(OPENCENSUS);
  }

  private static SpanKind zipkinKind(String kind) {
    return switch (kind.toLowerCase(Locale.ROOT)) {
      case "server" -> SpanKind.SERVER;
      case "client" -> SpanKind.CLIENT;
      case "producer" -> SpanKind.PRODUCER;
      case "consumer" -> SpanKind.CONSUMER;
      default -> SpanKind.UNSPECIFIED;
    };
  }

  @Override
  public void stringValue(String key, String value) {
    if (key.equals(SCOPE_NAME)) {
      scopeName = value;
    } else if (key.equals(SCOPE_VERSION)) {
      scopeVersion = value;
    } else if (key.equals(TRACE_STATE)) {
      traceState = value;
    } else if (key.startsWith(MonitoredResource.PREFIX)) {
      resourceLabel(key, value);
    } else if (fromZipkin && key.equals(COMPONENT) && !raw.contains(OtelKeys.SERVICE_NAME)) {
      resource.put(OtelKeys.SERVICE_NAME, value);
    } else if (key.equals(ZIPKIN_KIND) && zipkinKind(value) != SpanKind.UNSPECIFIED) {
      return; // it is the kind
    } else {
      String sorted = key(key);
      long number = isNumberLabel(key) ? number(value) : -1;
      if (number >= 0) {
        of(key).put(sorted, number);
      } else {
        of(key).put(sorted, value);
      }
    }
  }

  @Override
  public void booleanValue(String key, boolean value) {
    of(key).put(key(key), value);
  }

  @Override
  public void longValue(String key, long value) {
    of(key).put(key(key), value);
  }

  @Override
  public void doubleValue(String key, double value) {
    of(key).put(key(key), value);
  }

  @Override
  public void bytesValue(String key, byte[] value) {
    of(key).put(key(key), value);
  }

  @Override
  public void listValue(String key, AttributeList value) {
    of(key).put(key(key), value);
  }

  @Override
  public void mapValue(String key, Attributes value) {
    of(key).put(key(key), value);
  }

  @Override
  public void emptyValue(String key) {
    of(key).putEmpty(key(key));
  }

  private Attributes.Builder of(String key) {
    return isOfResource(key) ? resource : span;
  }

  private static boolean isOfResource(String key) {
    if (key.equals(OtelKeys.SERVICE_PEER_NAME)) {
      return false;
    }
    if (key.equals(CloudTraceKeys.AGENT)
        || key.equals(ProjectId.DOTTED_KEY)
        || key.equals(ProjectId.UNDERSCORED_KEY)) {
      return true;
    }
    for (String prefix : RESOURCE_PREFIXES) {
      if (key.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  /** The key of the conventions, unless the sender has used that itself. */
  private String key(String label) {
    String convention = AttributeTable.convention(label);
    return convention == null || raw.contains(convention) ? label : convention;
  }

  private static boolean isNumberLabel(String key) {
    AttributeTable.Source source =
        AttributeTable.convention(key) == null ? null : AttributeTable.source(key);
    return source != null && source.integer();
  }

  private static long number(String text) {
    return Digits.parse(text, 0, text.length());
  }

  private void resourceLabel(String key, String value) {
    String source = MonitoredResource.source(key, value);
    if (source == null || raw.contains(source) || resource.contains(source)) {
      resource.put(key, value);
      return;
    }
    resource.put(source, value);
    if (key.equals(MonitoredResource.GCE_INSTANCE_ID) && !raw.contains("cloud.platform")) {
      resource.putIfAbsent("cloud.platform", MonitoredResource.COMPUTE_ENGINE);
    }
  }

  /** OpenTelemetry's exporters sign with {@code opentelemetry-LANGUAGE VERSION; EXPORTER}. */
  private void sdkOfAgent(String agent) {
    int languageEnd = agent.indexOf(' ');
    int versionEnd = agent.indexOf(';');
    if (!agent.startsWith(OPENTELEMETRY)
        || languageEnd <= OPENTELEMETRY.length()
        || versionEnd <= languageEnd + 1) {
      return;
    }
    resource.putIfAbsent(SDK_NAME, "opentelemetry");
    resource.putIfAbsent(SDK_LANGUAGE, agent.substring(OPENTELEMETRY.length(), languageEnd));
    resource.putIfAbsent(SDK_VERSION, agent.substring(languageEnd + 1, versionEnd));
  }
}
