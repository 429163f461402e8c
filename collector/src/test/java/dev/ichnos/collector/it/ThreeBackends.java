package dev.ichnos.collector.it;

import dev.ichnos.collector.pipeline.EpochClock;
import dev.ichnos.collector.testing.DatadogPayload;
import dev.ichnos.collector.testing.Door;
import dev.ichnos.collector.testing.FakeBackend;
import dev.ichnos.collector.testing.FakeCloudTrace;
import dev.ichnos.collector.testing.FakeDatadogAgent;
import dev.ichnos.collector.testing.FakeTempo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Tempo, a Datadog Agent and Cloud Trace at once, each behind a door that can be shut. */
public final class ThreeBackends implements AutoCloseable {
  public final FakeTempo tempo;
  public final FakeDatadogAgent datadog;
  public final FakeCloudTrace cloudTrace;
  private final Map<String, Backend> byLane = new LinkedHashMap<>();

  private ThreeBackends() throws IOException {
    tempo = FakeTempo.start();
    datadog = FakeDatadogAgent.start();
    cloudTrace = FakeCloudTrace.start(EpochClock.SYSTEM);
    add("otlp", tempo, tempo.grpcEndpoint().port(), this::atTempo);
    add("datadog", datadog, datadog.uri().getPort(), this::atDatadog);
    add("googlecloud", cloudTrace, cloudTrace.endpoint().port(), this::atCloudTrace);
  }

  public static ThreeBackends start() throws IOException {
    return new ThreeBackends();
  }

  /**
   * The ids of a span as a backend has them.
   *
   * @param traceId 32 hex digits
   * @param parentSpanId 0 for a root
   */
  public record Ids(String traceId, long spanId, long parentSpanId) {}

  /** One of the three; {@code lane} is its exporter's id. */
  public record Backend(String lane, FakeBackend fake, Door door, Supplier<List<Ids>> ids) {
    /** What it stored, once for each time that it was sent. */
    public List<Ids> stored() {
      return ids.get();
    }
  }

  public Backend of(String lane) {
    Backend backend = byLane.get(lane);
    if (backend == null) {
      throw new IllegalArgumentException("lane: " + lane + " (expected: " + byLane.keySet() + ")");
    }
    return backend;
  }

  public List<Backend> all() {
    return List.copyOf(byLane.values());
  }

  List<Backend> othersThan(Backend one) {
    return byLane.values().stream().filter(other -> !other.equals(one)).toList();
  }

  /**
   * A collector with a lane to each of them, impatient so that no test waits long.
   *
   * @param journalSize {@code journal.max_size}
   * @param batchTimeout {@code batch.timeout} of every lane
   */
  String config(String journalSize, String batchTimeout) {
    return """
    receivers:
      zipkin: {endpoint: 127.0.0.1:0}
    exporters:
    %s
    journal: {max_size: %s, hard_max_size: 64MiB}
    admin:
      health: {endpoint: 127.0.0.1:0}
      api: {endpoint: 127.0.0.1:0}
    service:
      drain_timeout: 10s
      pipelines:
        traces: {receivers: [zipkin], exporters: [otlp, datadog, googlecloud]}
    """
        .formatted(lanes(100, batchTimeout), journalSize);
  }

  /** Entries of {@code exporters}: a lane to each, whose window closes after this time of quiet. */
  public String lanes(int idleMillis, String batchTimeout) {
    String lane =
        "window: {idle: %dms, max_age: %dms}, timeout: 60s, batch: {timeout: %s}, %s"
            .formatted(
                idleMillis,
                3 * idleMillis,
                batchTimeout,
                "retry_on_failure: {initial_interval: 20ms, max_interval: 100ms}");
    String cloudTraceOptions = "tls: {insecure: true}, credentials: none, project: shop-prod";
    return """
      otlp: {endpoint: "127.0.0.1:%d", tls: {insecure: true}, %s}
      datadog: {endpoint: "http://127.0.0.1:%d", %s}
      googlecloud: {endpoint: "127.0.0.1:%d", %s, %s}
    """
        .formatted(
            of("otlp").door().port(),
            lane,
            of("datadog").door().port(),
            lane,
            of("googlecloud").door().port(),
            cloudTraceOptions,
            lane);
  }

  @Override
  public void close() {
    for (Backend backend : byLane.values()) {
      backend.door().close();
      backend.fake().close();
    }
  }

  private void add(String lane, FakeBackend fake, int port, Supplier<List<Ids>> ids)
      throws IOException {
    byLane.put(lane, new Backend(lane, fake, new Door(port), ids));
  }

  private List<Ids> atTempo() {
    return tempo.storedSpans().stream()
        .map(
            span ->
                new Ids(
                    HexFormat.of().formatHex(span.getTraceId().toByteArray()),
                    number(HexFormat.of().formatHex(span.getSpanId().toByteArray())),
                    number(HexFormat.of().formatHex(span.getParentSpanId().toByteArray()))))
        .toList();
  }

  /** The upper half of a trace id stands on its chunk's first span alone. */
  private List<Ids> atDatadog() {
    List<Ids> ids = new ArrayList<>();
    for (DatadogPayload payload : datadog.payloads()) {
      for (DatadogPayload.Chunk chunk : payload.chunks()) {
        String upper = chunk.spans().get(0).meta().getOrDefault("_dd.p.tid", "0".repeat(16));
        for (DatadogPayload.Span span : chunk.spans()) {
          String traceId = upper + HexFormat.of().toHexDigits(span.traceId());
          ids.add(new Ids(traceId, span.spanId(), span.parentId()));
        }
      }
    }
    return ids;
  }

  private List<Ids> atCloudTrace() {
    return cloudTrace.stored().stream()
        .map(
            span ->
                new Ids(
                    span.getName().split("/", -1)[3],
                    number(span.getSpanId()),
                    number(span.getParentSpanId())))
        .toList();
  }

  private static long number(String hex) {
    return hex.isEmpty() ? 0 : Long.parseUnsignedLong(hex, 16);
  }
}
