package dev.ichnos.codec.cloudtrace;

import com.google.devtools.cloudtrace.v2.AttributeValue;
import com.google.devtools.cloudtrace.v2.Span;
import com.google.devtools.cloudtrace.v2.TruncatableString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The choice of 32 a second time: the table of docs/formats/cloud-trace.md, and then maps. */
final class OracleAttributes {
  /** Target, then what fills it; {@code #} marks integers. */
  private static final String[] FRONT = {
    "/http/method http.request.method http.method",
    "#/http/status_code http.response.status_code http.status_code",
    "/http/url url.full http.url",
    "/http/path url.path http.path http.target",
    "/http/host http.host",
    "/http/route http.route",
    "/http/user_agent user_agent.original http.user_agent user_agent",
    "/http/client_protocol http.protocol http.flavor",
    "#/http/request/size http.request.body.size http.request_content_length request_size"
        + " http.request.size",
    "#/http/response/size http.response.body.size http.response_content_length response_size"
        + " http.response.size",
    "/component component",
    "service.name",
    "service.namespace",
    "peer.service service.peer.name",
    "upstream_cluster",
    "response_flags",
    "guid:x-request-id",
    "peer.address",
    "istio.canonical_service",
    "istio.canonical_revision",
    "istio.namespace",
    "istio.mesh_id",
    "istio.cluster_id",
    "g.co/agent",
    "g.co/r/k8s_container/location",
    "g.co/r/k8s_container/cluster_name",
    "g.co/r/k8s_container/namespace_name",
    "g.co/r/k8s_container/pod_name",
    "g.co/r/k8s_container/container_name",
    "g.co/r/k8s_pod/location",
    "g.co/r/k8s_pod/cluster_name",
    "g.co/r/k8s_pod/namespace_name",
    "g.co/r/k8s_pod/pod_name",
    "g.co/r/k8s_node/location",
    "g.co/r/k8s_node/cluster_name",
    "g.co/r/k8s_node/node_name",
    "g.co/r/k8s_cluster/location",
    "g.co/r/k8s_cluster/cluster_name",
    "g.co/r/gce_instance/zone",
    "g.co/r/gce_instance/instance_id",
    "#rpc.grpc.status_code grpc.status_code",
    "error.type"
  };

  private static final String[] TAIL = {
    "otel.scope.name otel.library.name", "otel.scope.version otel.library.version", "w3c.tracestate"
  };

  /** What stands in the places, by target. */
  final Map<String, Object> places = new LinkedHashMap<>();

  private final dev.ichnos.model.Span span;
  private final Map<String, Object> own = new LinkedHashMap<>();
  private final List<String> badKeys = new ArrayList<>();
  private final String project;

  OracleAttributes(dev.ichnos.model.Span span, String project) {
    this.span = span;
    this.project = project;
    place(CloudTraceOracle.values(span.attributes()), places, own, badKeys);
    derive();
  }

  Span.Attributes build() {
    Map<String, Object> resourcePlaces = new LinkedHashMap<>();
    Map<String, Object> resourceOthers = new LinkedHashMap<>();
    Map<String, Object> resource = resource(resourcePlaces);
    put("otel.scope.name", span.scope().name());
    put("otel.scope.version", span.scope().version());
    put("w3c.tracestate", span.traceState());
    List<String> resourceBad = new ArrayList<>();
    place(resource, resourcePlaces, resourceOthers, resourceBad);
    resourcePlaces.forEach(places::putIfAbsent);
    Map<String, Object> others = new LinkedHashMap<>();
    resourceOthers.forEach(
        (key, value) -> {
          if (!span.attributes().contains(key)) {
            others.put(key, value);
          }
        });
    Map<String, Object> scope = CloudTraceOracle.values(span.scope().attributes());
    scope.forEach(
        (key, value) -> {
          if (target(key).isEmpty() ? !isSaid(key) : !places.containsKey(target(key))) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put(key, value);
            place(one, places, others, badKeys);
          }
        });
    badKeys.addAll(resourceBad);
    return choose(others);
  }

  private Span.Attributes choose(Map<String, Object> others) {
    Map<String, Object> all = new LinkedHashMap<>();
    for (String row : FRONT) {
      add(all, target(row, 0));
    }
    String upstream = upstreamKeys(own);
    upstream = upstream.isEmpty() ? upstreamKeys(others) : upstream;
    all.putAll(own);
    for (String row : TAIL) {
      add(all, target(row, 0));
    }
    all.putAll(others);
    List<String> dropped = new ArrayList<>(badKeys);
    boolean overflow = all.size() > 32 || !dropped.isEmpty() || !upstream.isEmpty();
    Span.Attributes.Builder map = Span.Attributes.newBuilder();
    int room = overflow ? 31 : 32;
    for (Map.Entry<String, Object> entry : all.entrySet()) {
      if (map.getAttributeMapCount() == room) {
        dropped.add(entry.getKey());
      } else {
        map.putAttributeMap(entry.getKey(), value(entry.getKey(), entry.getValue()));
      }
    }
    map.setDroppedAttributesCount(
        CloudTraceOracle.count(span.droppedAttributesCount(), dropped.size()));
    if (overflow) {
      if (!upstream.isEmpty()) {
        dropped.add(0, upstream);
      }
      map.putAttributeMap(
          "otel.dropped_keys", AttributeValue.newBuilder().setStringValue(list(dropped)).build());
    }
    return map.build();
  }

  private static String upstreamKeys(Map<String, Object> from) {
    return from.remove("otel.dropped_keys") instanceof String keys ? keys : "";
  }

  private static TruncatableString list(List<String> keys) {
    List<String> dropped = keys.stream().filter(key -> !key.isEmpty()).toList();
    String whole = String.join(",", dropped);
    String kept = "";
    for (String key : dropped) {
      String longer = kept.isEmpty() && key == dropped.get(0) ? key : kept + "," + key;
      if (bytes(longer) > 256) {
        break;
      }
      kept = longer;
    }
    return TruncatableString.newBuilder()
        .setValue(kept)
        .setTruncatedByteCount(bytes(whole) - bytes(kept))
        .build();
  }

  private static AttributeValue value(String key, Object value) {
    AttributeValue plain = CloudTraceOracle.value(value);
    TruncatableString text = plain.getStringValue();
    if (!key.equals("/http/url")
        || !(value instanceof String)
        || text.getTruncatedByteCount() == 0) {
      return plain;
    }
    String kept = text.getValue().replaceAll("%.?$", "");
    int more = text.getValue().length() - kept.length();
    return AttributeValue.newBuilder()
        .setStringValue(
            TruncatableString.newBuilder()
                .setValue(kept)
                .setTruncatedByteCount(text.getTruncatedByteCount() + more))
        .build();
  }

  private void derive() {
    if (places.get("/http/url") instanceof String url) {
      CloudTraceOracle.UrlAndPath parts = CloudTraceOracle.url(url);
      put("/http/host", parts.host());
      put("/http/path", parts.path());
    }
    boolean http =
        places.containsKey("/http/method")
            || places.containsKey("/http/url")
            || places.containsKey("/http/status_code");
    move(http, "server.address", "", "/http/host");
    move(http, "network.protocol.version", "HTTP/", "/http/client_protocol");
  }

  private void move(boolean http, String key, String prefix, String target) {
    if (http
        && !places.containsKey(target)
        && own.get(key) instanceof String text
        && !text.isEmpty()) {
      places.put(target, prefix + text);
      own.remove(key);
    }
  }

  private void put(String target, String value) {
    if (!value.isEmpty()) {
      places.putIfAbsent(target, value);
    }
  }

  private void add(Map<String, Object> all, String target) {
    if (places.containsKey(target)) {
      all.put(target, places.get(target));
    }
  }

  /** The resource without what its labels say, which go to the places. */
  private Map<String, Object> resource(Map<String, Object> toPlaces) {
    Map<String, Object> rest = CloudTraceOracle.values(span.resource().attributes());
    Map<String, Object> all = Map.copyOf(rest);
    String zone =
        all.containsKey("cloud.availability_zone") ? "cloud.availability_zone" : "cloud.region";
    if (all.containsKey("k8s.cluster.name")) {
      String type =
          all.containsKey("k8s.container.name")
              ? "k8s_container"
              : all.containsKey("k8s.pod.name")
                  ? "k8s_pod"
                  : all.containsKey("k8s.node.name") ? "k8s_node" : "k8s_cluster";
      for (String[] label :
          new String[][] {
            {"location", zone},
            {"cluster_name", "k8s.cluster.name"},
            {"namespace_name", "k8s.namespace.name"},
            {"pod_name", "k8s.pod.name"},
            {"container_name", "k8s.container.name"},
            {"node_name", "k8s.node.name"}
          }) {
        String target = "g.co/r/" + type + "/" + label[0];
        if (!target(target).isEmpty() && all.containsKey(label[1])) {
          toPlaces.put(target, rest.remove(label[1]));
        }
      }
    }
    if (all.containsKey("telemetry.sdk.name")) {
      toPlaces.put(
          "g.co/agent",
          rest.remove("telemetry.sdk.name")
              + "-"
              + rest.remove("telemetry.sdk.language")
              + " "
              + rest.remove("telemetry.sdk.version")
              + "; ichnos");
    } else {
      toPlaces.put("g.co/agent", "ichnos");
    }
    rest.remove("gcp.project.id", project);
    return rest;
  }

  private boolean isSaid(String key) {
    return span.attributes().contains(key) || span.resource().attributes().contains(key);
  }

  private static void place(
      Map<String, Object> from,
      Map<String, Object> places,
      Map<String, Object> others,
      List<String> badKeys) {
    Map<String, String> holders = new LinkedHashMap<>();
    from.forEach(
        (key, raw) -> {
          String target = target(key);
          if (target.isEmpty()) {
            if (CloudTraceOracle.isKey(key)) {
              others.put(key, raw);
            } else {
              badKeys.add(key);
            }
            return;
          }
          Object value = isInteger(target) ? integer(raw) : raw;
          Object held = places.get(target);
          String holder = holders.getOrDefault(target, target);
          if (held == null) {
            places.put(target, value);
            holders.put(target, key);
          } else if (Objects.equals(held, value)) {
            holders.put(target, rank(key) < rank(holder) ? key : holder);
          } else if (rank(key) < rank(holder)) {
            others.put(holder, held);
            places.put(target, value);
            holders.put(target, key);
          } else {
            others.put(key, value);
          }
        });
  }

  private static Object integer(Object raw) {
    if (raw instanceof String text && text.length() <= 18 && text.matches("-?\\d+")) {
      return Long.parseLong(text);
    }
    return raw instanceof Double number
            && number == Math.floor(number)
            && Math.abs(number) < 9_007_199_254_740_992.0
        ? (Object) number.longValue()
        : raw;
  }

  private static String row(String key) {
    for (String[] rows : new String[][] {FRONT, TAIL}) {
      for (String row : rows) {
        if (List.of(row.replace("#", "").split(" ")).contains(key)) {
          return row;
        }
      }
    }
    return "";
  }

  private static String target(String key) {
    return target(row(key), 0);
  }

  private static String target(String row, int index) {
    return row.replace("#", "").split(" ")[index];
  }

  private static int rank(String key) {
    return List.of(row(key).replace("#", "").split(" ")).indexOf(key);
  }

  private static boolean isInteger(String target) {
    return row(target).startsWith("#");
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
