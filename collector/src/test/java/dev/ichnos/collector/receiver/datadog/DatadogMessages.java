package dev.ichnos.collector.receiver.datadog;

import dev.ichnos.codec.datadog.Msgpack;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Small messages of every version, as tracers write them. */
final class DatadogMessages {
  private static final long START = 1_767_323_045_000_000_000L;

  private DatadogMessages() {}

  /** A span of one chunk whose sampling priority is this. */
  static Map<String, Object> span(long spanId, double priority) {
    return Msgpack.map(
        "service",
        "reviews.default",
        "name",
        "envoy.proxy",
        "resource",
        "reviews.default.svc.cluster.local:9080/*",
        "trace_id",
        7L,
        "span_id",
        spanId,
        "parent_id",
        0L,
        "start",
        START,
        "duration",
        1_000L,
        "error",
        0,
        "meta",
        Msgpack.map("component", "proxy", "_dd.p.tid", "640cfd5a00000000"),
        "metrics",
        Msgpack.map("_sampling_priority_v1", priority));
  }

  /** A message of v0.3 or v0.4, one chunk of these spans. */
  static byte[] v04(long... spanIds) {
    return Msgpack.of(List.of(spans(spanIds)));
  }

  static byte[] v05(long... spanIds) {
    List<String> texts = List.of("", "reviews.default", "envoy.proxy", "GET /");
    List<List<Object>> spans =
        Arrays.stream(spanIds)
            .mapToObj(
                id -> List.<Object>of(1, 2, 3, 7L, id, 0, START, 1_000L, 0, Map.of(), Map.of(), 0))
            .toList();
    return Msgpack.of(List.of(texts, List.of(spans)));
  }

  static byte[] v07(long... spanIds) {
    return Msgpack.of(
        Msgpack.map(
            "env", "prod", "chunks", List.of(Msgpack.map("priority", 1, "spans", spans(spanIds)))));
  }

  static byte[] json(long... spanIds) {
    StringBuilder json = new StringBuilder("[[");
    for (long id : spanIds) {
      json.append(json.length() > 2 ? "," : "")
          .append("{\"service\":\"reviews\",\"name\":\"a\",\"trace_id\":7,\"span_id\":")
          .append(id)
          .append('}');
    }
    return json.append("]]").toString().getBytes(StandardCharsets.UTF_8);
  }

  private static List<Map<String, Object>> spans(long... spanIds) {
    return Arrays.stream(spanIds).mapToObj(id -> span(id, 1)).toList();
  }
}
