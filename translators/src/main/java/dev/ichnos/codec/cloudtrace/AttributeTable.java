package dev.ichnos.codec.cloudtrace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The keys that Cloud Trace shows or that meshes are searched by, most important first: their
 * places decide which 32 attributes of a span survive. Each place is filled by its own key or by
 * the keys of the conventions that mean the same, legacy and stable; the earlier of two wins.
 *
 * <p>What stands in no place comes behind the places up to {@link #TAIL}, in the order in which the
 * sender wrote it; the places from there on come behind that.
 */
final class AttributeTable {
  /** Written only when keys were left out, and then always: the last of the 32. */
  static final String DROPPED_KEYS = "otel.dropped_keys";

  static final int HTTP_METHOD;
  static final int HTTP_STATUS_CODE;
  static final int HTTP_URL;
  static final int HTTP_PATH;
  static final int HTTP_HOST;
  static final int HTTP_CLIENT_PROTOCOL;
  static final int COMPONENT;
  static final int RESPONSE_FLAGS;
  static final int AGENT;
  static final int GRPC_STATUS_CODE;

  /** The first of the places that come behind everything else of the span. */
  static final int TAIL;

  static final int SCOPE_NAME;
  static final int SCOPE_VERSION;
  static final int TRACE_STATE;

  private static final List<String> TARGETS = new ArrayList<>();
  private static final Map<String, Source> SOURCES = new HashMap<>();
  private static final Map<String, String> CONVENTIONS = new HashMap<>();

  static {
    HTTP_METHOD = place("/http/method", "http.request.method", "http.method");
    HTTP_STATUS_CODE =
        integer("/http/status_code", "http.response.status_code", "http.status_code");
    HTTP_URL = place("/http/url", "url.full", "http.url");
    HTTP_PATH = place("/http/path", "url.path", "http.path", "http.target");
    HTTP_HOST = place("/http/host", "http.host");
    place("/http/route", "http.route");
    place("/http/user_agent", "user_agent.original", "http.user_agent", "user_agent");
    HTTP_CLIENT_PROTOCOL = place("/http/client_protocol", "http.protocol", "http.flavor");
    integer(
        "/http/request/size",
        "http.request.body.size",
        "http.request_content_length",
        "request_size",
        "http.request.size");
    integer(
        "/http/response/size",
        "http.response.body.size",
        "http.response_content_length",
        "response_size",
        "http.response.size");
    COMPONENT = place("/component", "component");
    place("service.name");
    place("service.namespace");
    place("peer.service", "service.peer.name");
    place("upstream_cluster");
    RESPONSE_FLAGS = place("response_flags", "envoy.response_flags");
    place("guid:x-request-id");
    place("peer.address");
    place("istio.canonical_service");
    place("istio.canonical_revision");
    place("istio.namespace");
    place("istio.mesh_id");
    place("istio.cluster_id");
    AGENT = place("g.co/agent");
    for (String label : MonitoredResource.labelKeys()) {
      place(label);
    }
    GRPC_STATUS_CODE = integer("rpc.grpc.status_code", "grpc.status_code");
    place("error.type");
    TAIL = TARGETS.size();
    SCOPE_NAME = place("otel.scope.name", "otel.library.name");
    SCOPE_VERSION = place("otel.scope.version", "otel.library.version");
    TRACE_STATE = place("w3c.tracestate");
  }

  private static final EntryKey[] KEYS =
      TARGETS.stream().map(EntryKey::new).toArray(EntryKey[]::new);

  private AttributeTable() {}

  /** How many places there are. */
  static int size() {
    return KEYS.length;
  }

  /** The key that a place is written under. */
  static String target(int place) {
    return KEYS[place].text;
  }

  /** The same, as it is written. */
  static EntryKey key(int place) {
    return KEYS[place];
  }

  /** Where the attribute of this key belongs; null when it has no place. */
  static @Nullable Source source(String key) {
    return SOURCES.get(key);
  }

  /**
   * The key of the conventions that a label of Cloud Trace's own stands for, such as {@code
   * http.request.method} for {@code /http/method}; null for any other key.
   */
  static @Nullable String convention(String label) {
    return CONVENTIONS.get(label);
  }

  private static int place(String target, String... sources) {
    return add(target, false, sources);
  }

  private static int integer(String target, String... sources) {
    return add(target, true, sources);
  }

  private static int add(String target, boolean integer, String... sources) {
    int place = TARGETS.size();
    TARGETS.add(target);
    SOURCES.put(target, new Source(place, 0, integer));
    if (target.startsWith("/")) {
      CONVENTIONS.put(target, sources[0]);
    }
    for (int i = 0; i < sources.length; i++) {
      SOURCES.put(sources[i], new Source(place, i + 1, integer));
    }
    return place;
  }

  /**
   * One key that can fill a place.
   *
   * @param rank of two keys for one place the lower wins
   * @param integer whether text that says an integer is written as one
   */
  record Source(int place, int rank, boolean integer) {}
}
