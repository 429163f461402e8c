package dev.ichnos.collector.testing;

import dev.ichnos.collector.testing.DatadogPayload.Chunk;
import dev.ichnos.collector.testing.DatadogPayload.Span;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an Agent does to spans on their way to Datadog, rule by rule: what it drops, and where it
 * would change anything. Read from datadog-agent pkg/trace/agent/{normalizer,truncator,agent}.go
 * and pkg/trace/traceutil/{trace.go,normalize/} @ 7.66 and later, independently of our encoder.
 */
final class DatadogAgentRules {
  static final String PRIORITY = "_sampling_priority_v1";

  private static final int MOST_OF_NAMES = 100;
  private static final int MOST_OF_RESOURCE = 5_000;
  private static final int MOST_OF_KEY = 200;
  private static final int MOST_OF_VALUE = 25_000;
  private static final int MOST_TAG_CHARACTERS = 200;

  /** 2000-01-01T00:00:00Z. */
  private static final long YEAR_2000 = 946_684_800_000_000_000L;

  private static final Pattern OPERATION =
      Pattern.compile("[A-Za-z](?:[A-Za-z0-9]|(?<!_)\\.|(?<![._])_(?![._]))*(?<!_)");

  private DatadogAgentRules() {}

  /** Why the whole chunk is dropped (normalizeTrace); empty if it is not. */
  static String drops(Chunk chunk) {
    if (chunk.spans().isEmpty()) {
      return "empty_trace";
    }
    String high = "";
    for (Span span : chunk.spans()) {
      if (span.traceId() != chunk.spans().get(0).traceId()) {
        return "foreign_span";
      }
      String stated = span.meta().getOrDefault("_dd.p.tid", "");
      if (!stated.isEmpty() && !high.isEmpty() && !stated.equals(high)) {
        return "foreign_span"; // SameTraceID
      }
      high = stated.isEmpty() ? high : stated;
      if (span.traceId() == 0) {
        return "trace_id_zero";
      }
      if (span.spanId() == 0) {
        return "span_id_zero";
      }
    }
    return "";
  }

  /** What would be changed in a chunk, or guessed of it. */
  static List<String> changes(DatadogPayload payload, Chunk chunk) {
    List<String> changes = new ArrayList<>();
    for (Span span : chunk.spans()) {
      names(span, changes);
      numbers(span, changes);
      tags(span, changes);
    }
    int priority = priority(chunk);
    if (priority < -1 || priority > 2) {
      changes.add("priority " + priority + ": the Agent samples by itself");
    }
    if (chunk.droppedTrace()) {
      changes.add("dropped_trace: the Agent keeps its statistics alone");
    }
    if (payload.hostname().isEmpty()) {
      Set<String> hosts = new HashSet<>();
      roots(chunk).forEach(root -> hosts.add(hostname(root)));
      if (hosts.size() > 1) {
        changes.add("hostname: which of " + hosts + " depends on the Agent's choice of a root");
      }
    }
    return changes;
  }

  /** normalizer.go: service, peer.service, name, resource, type. */
  private static void names(Span span, List<String> changes) {
    if (!isTag(span.service(), true) || bytes(span.service()) > MOST_OF_NAMES) {
      changes.add("service: " + span.service());
    }
    for (String key : List.of("peer.service", "_dd.base_service")) {
      String peer = span.meta().getOrDefault(key, "");
      if (!peer.isEmpty() && (!isTag(peer, true) || bytes(peer) > MOST_OF_NAMES)) {
        changes.add(key + ": " + peer);
      }
    }
    if (!OPERATION.matcher(span.name()).matches() || bytes(span.name()) > MOST_OF_NAMES) {
      changes.add("name: " + span.name());
    }
    if (span.resource().isEmpty() || bytes(span.resource()) > MOST_OF_RESOURCE) {
      changes.add("resource: of " + bytes(span.resource()) + " bytes");
    }
    if (bytes(span.type()) > MOST_OF_NAMES) {
      changes.add("type: of " + bytes(span.type()) + " bytes");
    }
  }

  /** normalizer.go: parent, duration, start. */
  private static void numbers(Span span, List<String> changes) {
    if (span.parentId() != 0
        && span.parentId() == span.traceId()
        && span.parentId() == span.spanId()) {
      changes.add("parent_id: " + span.parentId() + " is the span itself");
    }
    if (span.duration() < 0 || span.duration() > Long.MAX_VALUE - Math.max(0, span.start())) {
      changes.add("duration: " + span.duration());
    }
    if (span.start() < YEAR_2000) {
      changes.add("start: " + span.start());
    }
  }

  /** normalizer.go: env, http.status_code; truncator.go: the rest. */
  private static void tags(Span span, List<String> changes) {
    String env = span.meta().getOrDefault("env", "");
    if (!env.isEmpty() && !isTag(env, false)) {
      changes.add("env: " + env);
    }
    String status = span.meta().getOrDefault("http.status_code", "200");
    if (!status.matches("[1-5][0-9][0-9]")) {
      changes.add("http.status_code: " + status);
    }
    for (Map.Entry<String, String> tag : span.meta().entrySet()) {
      boolean whole = tag.getKey().matches("_dd\\..*\\.(json|msgpack|protobuf)");
      if (bytes(tag.getKey()) > MOST_OF_KEY || (!whole && bytes(tag.getValue()) > MOST_OF_VALUE)) {
        changes.add("meta: " + tag.getKey() + " of " + bytes(tag.getValue()) + " bytes");
      }
    }
    for (String key : span.metrics().keySet()) {
      if (bytes(key) > MOST_OF_KEY) {
        changes.add("metrics: " + key);
      }
    }
  }

  /** agent.go, setChunkAttributes: the chunk's own, else the root's, else any span's. */
  static int priority(Chunk chunk) {
    if (chunk.priority() != DatadogPayload.NO_PRIORITY) {
      return chunk.priority();
    }
    List<Span> spans = new ArrayList<>(List.of(roots(chunk).get(0)));
    spans.addAll(chunk.spans());
    for (Span span : spans) {
      Double priority = span.metrics().get(PRIORITY);
      if (priority != null) {
        return priority.intValue();
      }
    }
    return DatadogPayload.NO_PRIORITY;
  }

  /**
   * The spans of which the Agent takes one as the root (trace.go, GetRoot): the last one without a
   * parent; else any whose parent is not there, in the order of a Go map, which is none.
   */
  static List<Span> roots(Chunk chunk) {
    List<Span> spans = chunk.spans();
    Set<Long> ids = new HashSet<>();
    for (int i = spans.size() - 1; i >= 0; i--) {
      if (spans.get(i).parentId() == 0) {
        return List.of(spans.get(i));
      }
      ids.add(spans.get(i).spanId());
    }
    List<Span> orphans = spans.stream().filter(span -> !ids.contains(span.parentId())).toList();
    return orphans.isEmpty() ? List.of(spans.get(spans.size() - 1)) : orphans;
  }

  static String hostname(Span root) {
    return root.meta().getOrDefault("_dd.hostname", "");
  }

  /**
   * Whether it is its own normal form (normalize.go): lower case where that has as many bytes;
   * letters, digits and {@code : . / -}, single underscores between them.
   *
   * @param anyStart whether it may begin with something else than a letter or colon
   */
  static boolean isTag(String value, boolean anyStart) {
    int[] characters = value.codePoints().toArray();
    if (characters.length == 0 || characters.length > MOST_TAG_CHARACTERS) {
      return false;
    }
    int before = 0;
    for (int i = 0; i < characters.length; i++) {
      int c = characters[i];
      boolean start = c == ':' || Character.isLetter(c);
      int lower = Character.isUpperCase(c) ? Character.toLowerCase(c) : c;
      if (lower != c && bytes(Character.toString(lower)) == bytes(Character.toString(c))) {
        return false;
      }
      boolean underscore = c == '_' && before != '_' && i < characters.length - 1;
      if (!start && !underscore && !Character.isDigit(c) && "./-".indexOf(c) < 0) {
        return false;
      }
      if (i == 0 && !start && !anyStart) {
        return false;
      }
      before = c;
    }
    return true;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
