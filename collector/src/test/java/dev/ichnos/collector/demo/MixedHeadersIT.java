package dev.ichnos.collector.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.otlp.OtlpProtoEncoder;
import dev.ichnos.collector.it.ArrivedSpan;
import dev.ichnos.collector.it.IchnosProcess;
import dev.ichnos.collector.testing.FakeTempo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Traces of one request whose ids differ, through the packaged jar: proxies on B3 by Zipkin,
 * applications on W3C by OTLP. Two processes that know nothing of each other come to the same ids.
 */
class MixedHeadersIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private static Path directory;

  private static final List<Way> WAYS = new ArrayList<>();
  private static final Map<Forwarding, MixedMesh> PLAIN = new EnumMap<>(Forwarding.class);
  private static final Map<Forwarding, MixedMesh> TRACED = new EnumMap<>(Forwarding.class);

  /** A process, and what stands behind its two pipelines. */
  private record Way(IchnosProcess ichnos, FakeTempo header, FakeTempo join) {}

  /** All requests at once, so that one window is waited for. */
  @BeforeAll
  static void start() throws Exception {
    for (String name : List.of("one", "other")) {
      FakeTempo header = FakeTempo.start();
      FakeTempo join = FakeTempo.start();
      Path own = Files.createDirectory(directory.resolve(name));
      WAYS.add(new Way(IchnosProcess.run(own, config(header, join)), header, join));
    }
    Random random = new Random();
    long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    for (Forwarding forwarding : Forwarding.values()) {
      PLAIN.put(forwarding, new MixedMesh(forwarding, random, now));
      TRACED.put(forwarding, MixedMesh.withSdk(forwarding, random, now));
    }
    boolean reversed = false;
    for (Way way : WAYS) {
      for (String pipeline : List.of("header", "join")) {
        send(way.ichnos(), pipeline, reversed);
      }
      reversed = true;
    }
  }

  @AfterAll
  static void stop() {
    for (Way way : WAYS) {
      way.ichnos().close();
      way.header().close();
      way.join().close();
    }
  }

  /**
   * The spans that captured the header are of its trace; the others, which say nothing, are not.
   */
  @ParameterizedTest
  @EnumSource
  void rewriteHeader_spansThatCapturedIt_areOfItsTrace(Forwarding forwarding) {
    MixedMesh mesh = PLAIN.get(forwarding);
    List<Map<Long, ArrivedSpan>> arrived = arrived(Way::header, mesh);

    assertThat(ids(arrived.get(0))).isEqualTo(ids(arrived.get(1)));
    for (ProxySpan span : mesh.spans()) {
      ArrivedSpan there = arrivedAs(arrived.get(0), span);
      boolean captured = span.tags().containsKey(MeshHeaders.CLOUD_TRACE);
      String own = "%016x%016x".formatted(span.traceIdHigh(), span.traceIdLow());
      assertThat(there.traceId()).isEqualTo(captured ? mesh.loadBalancersTrace().hex() : own);
      assertThat(there.attributes().getOrDefault("ichnos.original_trace_id", own)).isEqualTo(own);
    }
  }

  /** Whatever applications forward, and whether or not they trace themselves, it is one trace. */
  @ParameterizedTest
  @EnumSource
  void rewriteJoin_isOneTrace(Forwarding forwarding) {
    MixedMesh mesh = PLAIN.get(forwarding);
    List<Map<Long, ArrivedSpan>> arrived = arrived(Way::join, mesh);

    assertThat(ids(arrived.get(0))).isEqualTo(ids(arrived.get(1)));
    assertOneTrace(mesh, arrived.get(0));
  }

  @ParameterizedTest
  @EnumSource
  void rewriteJoin_applicationsThatTraceThemselves_isOneTrace(Forwarding forwarding) {
    MixedMesh mesh = TRACED.get(forwarding);
    assertThat(mesh.applicationSpans()).hasSize(7);
    List<Map<Long, ArrivedSpan>> arrived = arrived(Way::join, mesh);

    assertThat(ids(arrived.get(0))).isEqualTo(ids(arrived.get(1)));
    assertOneTrace(mesh, arrived.get(0));
  }

  private static void assertOneTrace(MixedMesh mesh, Map<Long, ArrivedSpan> arrived) {
    assertThat(arrived.values().stream().map(ArrivedSpan::traceId).distinct()).hasSize(1);
    for (ProxySpan span : mesh.spans()) {
      ArrivedSpan there = arrivedAs(arrived, span);
      String own = "%016x%016x".formatted(span.traceIdHigh(), span.traceIdLow());
      assertThat(there.attributes().get("ichnos.original_trace_id"))
          .isEqualTo(there.traceId().equals(own) ? null : own);
    }
  }

  /** The spans of a request at each process's backend, once they are there. */
  private static List<Map<Long, ArrivedSpan>> arrived(
      Function<Way, FakeTempo> backend, MixedMesh mesh) {
    Set<Long> wanted = mesh.spanIds();
    List<Map<Long, ArrivedSpan>> arrived = new ArrayList<>();
    for (Way way : WAYS) {
      FakeTempo tempo = backend.apply(way);
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> arrived(tempo, wanted).size() == wanted.size());
      arrived.add(arrived(tempo, wanted));
      assertThat(tempo.violations()).isEmpty();
    }
    return arrived;
  }

  /** In another order to the other process: it must not matter. */
  private static void send(IchnosProcess ichnos, String pipeline, boolean reversed)
      throws Exception {
    ZipkinJsonSender zipkin =
        new ZipkinJsonSender(ichnos.listener("zipkin/" + pipeline, "HTTP and gRPC"));
    OtlpHttpSender otlp =
        new OtlpHttpSender(
            ichnos.listener("otlp/" + pipeline, "HTTP and gRPC"), new OtlpProtoEncoder());
    List<MixedMesh> meshes = new ArrayList<>(PLAIN.values());
    meshes.addAll(TRACED.values());
    for (MixedMesh mesh : meshes) {
      List<List<ProxySpan>> reports = new ArrayList<>(mesh.reports());
      if (reversed) {
        Collections.reverse(reports);
      }
      otlp.send(mesh.applicationSpans());
      for (List<ProxySpan> report : reports) {
        zipkin.send(report);
      }
    }
  }

  private static Map<Long, ArrivedSpan> arrived(FakeTempo tempo, Set<Long> wanted) {
    return ArrivedSpan.all(tempo).stream()
        .filter(span -> wanted.contains(id(span.spanId())))
        .collect(Collectors.toMap(span -> id(span.spanId()), Function.identity()));
  }

  private static Set<List<String>> ids(Map<Long, ArrivedSpan> arrived) {
    return arrived.values().stream()
        .map(span -> List.of(span.traceId(), span.spanId(), span.parentId()))
        .collect(Collectors.toSet());
  }

  private static ArrivedSpan arrivedAs(Map<Long, ArrivedSpan> arrived, ProxySpan span) {
    ArrivedSpan there = arrived.get(span.spanId());
    assertThat(there).as(span.toString()).isNotNull();
    return there;
  }

  private static long id(String hex) {
    return Long.parseUnsignedLong(hex, 16);
  }

  private static String config(FakeTempo header, FakeTempo join) {
    return """
    receivers:
      zipkin/header: {endpoint: 127.0.0.1:0}
      zipkin/join: {endpoint: 127.0.0.1:0}
      otlp/header: {protocols: {http: {endpoint: 127.0.0.1:0}}}
      otlp/join: {protocols: {http: {endpoint: 127.0.0.1:0}}}
    exporters:
      otlp/header:
        {endpoint: "%s", tls: {insecure: true}, window: {idle: 1s, max_age: 5s}}
      otlp/join:
        {endpoint: "%s", tls: {insecure: true}, window: {idle: 1s, max_age: 5s}}
    admin:
      health: {endpoint: 127.0.0.1:0}
      api: {endpoint: 127.0.0.1:0}
    service:
      pipelines:
        traces/header:
          receivers: [zipkin/header, otlp/header]
          exporters: [otlp/header]
          trace_ids: {mode: rewrite_header}
        traces/join:
          receivers: [zipkin/join, otlp/join]
          exporters: [otlp/join]
          trace_ids: {mode: rewrite_join}
    """
        .formatted(header.grpcEndpoint(), join.grpcEndpoint());
  }
}
