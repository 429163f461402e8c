package dev.ichnos.collector.testing;

import dev.ichnos.codec.datadog.MsgpackOracle;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message for an Agent's trace API, as the Agent holds it once it is decoded (datadog-agent
 * pkg/proto/datadog/trace/{tracer_payload,span}.proto). A field that did not come is empty or 0.
 *
 * @param path which of the APIs it came by
 * @param hostname of v0.3 and v0.4, what the first chunk's root says; so are the next two
 */
public record DatadogPayload(
    String path,
    String containerId,
    String env,
    String hostname,
    String appVersion,
    Map<String, String> tags,
    List<Chunk> chunks) {
  /** The priority of a chunk that states none. */
  static final int NO_PRIORITY = -128;

  /** The spans of a trace that came together. */
  public record Chunk(int priority, String origin, boolean droppedTrace, List<Span> spans) {}

  /** A span; ids are unsigned, times in nanoseconds. */
  public record Span(
      String service,
      String name,
      String resource,
      String type,
      long traceId,
      long spanId,
      long parentId,
      long start,
      long duration,
      int error,
      Map<String, String> meta,
      Map<String, Double> metrics) {}

  /**
   * Reads a message, strictly: a value of another type than its field's is an error.
   *
   * @throws IOException if it cannot be read
   */
  static DatadogPayload read(String path, byte[] body) throws IOException {
    Object message;
    try {
      message = MsgpackOracle.decode(body);
    } catch (AssertionError | RuntimeException e) { // the latter is how msgpack's library tells
      throw new IOException("msgp: " + e.getMessage(), e);
    }
    if (!path.equals("/v0.7/traces")) {
      List<Chunk> chunks = new ArrayList<>();
      for (Object spans : as(message, List.class, "traces")) {
        chunks.add(new Chunk(NO_PRIORITY, "", false, spans(spans)));
      }
      return new DatadogPayload(path, "", "", "", "", Map.of(), chunks);
    }
    Map<?, ?> map = as(message, Map.class, "payload");
    List<Chunk> chunks = new ArrayList<>();
    for (Object chunk : as(map.get("chunks"), List.class, "chunks")) {
      chunks.add(chunk(as(chunk, Map.class, "chunk")));
    }
    return new DatadogPayload(
        path,
        text(map, "container_id"),
        text(map, "env"),
        text(map, "hostname"),
        text(map, "app_version"),
        texts(map, "tags"),
        chunks);
  }

  private static Chunk chunk(Map<?, ?> chunk) throws IOException {
    Object priority = chunk.get("priority");
    Object dropped = chunk.get("dropped_trace");
    texts(chunk, "tags");
    return new Chunk(
        priority == null ? NO_PRIORITY : (int) number(chunk, "priority"),
        text(chunk, "origin"),
        dropped != null && as(dropped, Boolean.class, "dropped_trace"),
        spans(chunk.get("spans")));
  }

  private static List<Span> spans(@Nullable Object list) throws IOException {
    List<Span> spans = new ArrayList<>();
    for (Object element : as(list, List.class, "spans")) {
      Map<?, ?> span = as(element, Map.class, "span");
      Map<String, Double> metrics = new LinkedHashMap<>();
      for (Map.Entry<?, ?> metric : map(span, "metrics").entrySet()) {
        metrics.put(
            as(metric.getKey(), String.class, "metrics"),
            as(metric.getValue(), Double.class, "metrics"));
      }
      spans.add(
          new Span(
              text(span, "service"),
              text(span, "name"),
              text(span, "resource"),
              text(span, "type"),
              id(span, "trace_id"),
              id(span, "span_id"),
              id(span, "parent_id"),
              number(span, "start"),
              number(span, "duration"),
              (int) number(span, "error"),
              texts(span, "meta"),
              metrics));
    }
    return spans;
  }

  private static String text(Map<?, ?> map, String key) throws IOException {
    Object value = map.get(key);
    return value == null ? "" : as(value, String.class, key);
  }

  private static Map<String, String> texts(Map<?, ?> map, String key) throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : map(map, key).entrySet()) {
      texts.put(as(entry.getKey(), String.class, key), as(entry.getValue(), String.class, key));
    }
    return texts;
  }

  private static Map<?, ?> map(Map<?, ?> map, String key) throws IOException {
    Object value = map.get(key);
    return value == null ? Map.of() : as(value, Map.class, key);
  }

  private static long id(Map<?, ?> map, String key) throws IOException {
    BigInteger id = integer(map, key);
    if (id.signum() < 0 || id.bitLength() > 64) {
      throw new IOException("msgp: " + id + " overflows uint64: " + key);
    }
    return id.longValue();
  }

  private static long number(Map<?, ?> map, String key) throws IOException {
    BigInteger number = integer(map, key);
    if (number.bitLength() > 63) {
      throw new IOException("msgp: " + number + " overflows int64: " + key);
    }
    return number.longValue();
  }

  private static BigInteger integer(Map<?, ?> map, String key) throws IOException {
    Object value = map.get(key);
    return value == null ? BigInteger.ZERO : as(value, BigInteger.class, key);
  }

  private static <T> T as(@Nullable Object value, Class<T> type, String what) throws IOException {
    if (value == null || !type.isInstance(value)) {
      throw new IOException("msgp: cannot decode as " + type.getSimpleName() + ": " + what);
    }
    return type.cast(value);
  }
}
