package dev.ichnos.collector.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.collector.it.IchnosProcess;
import dev.ichnos.collector.it.ZipkinServer;
import dev.ichnos.model.TraceId;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import zipkin2.Span;

/**
 * What the packaged jar sends by its {@code zipkin} exporter, Zipkin's own server has: its query
 * API returns the trees that were sent, whatever the formats in and out.
 */
class ZipkinServerIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** One way through for each format out, told apart by the receiver. */
  private static final List<String> FORMATS = List.of("json", "proto");

  @TempDir private static Path directory;

  private static ZipkinServer server;
  private static IchnosProcess ichnos;

  private final Random random = new Random();

  @BeforeAll
  static void start() throws Exception {
    server = ZipkinServer.start();
    ichnos =
        IchnosProcess.run(
            directory,
            """
            receivers:
              zipkin/json: {endpoint: 127.0.0.1:0}
              zipkin/proto: {endpoint: 127.0.0.1:0}
            exporters:
              zipkin/json: {endpoint: "%1$s", window: {idle: 500ms, max_age: 2s}}
              zipkin/proto: {endpoint: "%1$s", format: proto, window: {idle: 500ms, max_age: 2s}}
            admin:
              health: {endpoint: 127.0.0.1:0}
              api: {endpoint: 127.0.0.1:0}
            service:
              pipelines:
                traces/json: {receivers: [zipkin/json], exporters: [zipkin/json]}
                traces/proto: {receivers: [zipkin/proto], exporters: [zipkin/proto]}
            """
                .formatted(server.spansUri()));
  }

  @AfterAll
  static void stop() {
    if (ichnos != null) {
      ichnos.close();
    }
    server.close();
  }

  @TestFactory
  Stream<DynamicTest> bookinfo_byEverySenderInEitherFormat_isTheSameTree() {
    return FORMATS.stream()
        .flatMap(
            format ->
                senders(ichnos.listener("zipkin/" + format, "HTTP and gRPC"))
                    .map(
                        sender ->
                            DynamicTest.dynamicTest(
                                sender.protocol() + " in, " + format + " out",
                                () -> assertBookinfoArrives(sender))));
  }

  private static Stream<Sender> senders(InetSocketAddress zipkin) {
    return Stream.of(
        new ZipkinJsonSender(zipkin),
        new ZipkinProtoSender(zipkin),
        new ZipkinV1JsonSender(zipkin),
        new ZipkinThriftSender(zipkin));
  }

  private void assertBookinfoArrives(Sender sender) throws Exception {
    long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    Bookinfo request = new Bookinfo(random.nextLong() | 1, random.nextLong() | 1, now);

    sender.send(request);

    Map<String, Span> arrived =
        await(new TraceId(request.traceIdHigh(), request.traceIdLow()).hex(), Bookinfo.SPANS)
            .stream()
            .collect(Collectors.toMap(Span::id, Function.identity()));
    for (List<Bookinfo.Hop> report : request.reports()) {
      for (Bookinfo.Hop hop : report) {
        Span span = arrived.get(hex(hop.spanId()));
        assertThat(span).as(hop.toString()).isNotNull();
        assertThat(span.parentId())
            .isEqualTo(hop.parentSpanId() == 0 ? null : hex(hop.parentSpanId()));
        assertThat(span.kind()).isEqualTo(Span.Kind.valueOf(hop.kind().name()));
        assertThat(span.name()).isEqualTo(hop.canonicalName().toLowerCase(Locale.ROOT));
        assertThat(span.timestampAsLong()).isEqualTo(hop.startEpochMicros());
        assertThat(span.durationAsLong()).isEqualTo(hop.durationMicros());
        assertThat(span.localServiceName()).isEqualTo(hop.proxy().tracingName());
        assertThat(span.tags()).containsAllEntriesOf(hop.tags());
        assertThat(span.annotations()).isEmpty();
      }
    }
  }

  /** Halves of one id come out as two spans, the server's below the client's, in Zipkin as well. */
  @TestFactory
  Stream<DynamicTest> sharedSpanOf64BitTrace_inEitherFormat_isAPairOfIdsOfTheirOwn() {
    return FORMATS.stream()
        .map(
            format ->
                DynamicTest.dynamicTest(
                    format,
                    () -> {
                      String id = hex(random.nextLong() | 1);
                      long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
                      new HttpPost(
                              ichnos.listener("zipkin/" + format, "HTTP and gRPC"),
                              "/api/v2/spans",
                              "application/json",
                              202)
                          .send(sharedPair(id, now).getBytes(StandardCharsets.UTF_8));

                      List<Span> pair = await(id, 2);
                      Span client = pair.get(0);
                      Span server = pair.get(1);
                      assertThat(client.traceId()).isEqualTo(id);
                      assertThat(client.id()).isEqualTo(id);
                      assertThat(client.parentId()).isNull();
                      assertThat(client.localServiceName()).isEqualTo("frontend");
                      assertThat(client.remoteServiceName()).isEqualTo("backend");
                      assertThat(server.id()).isNotEqualTo(id);
                      assertThat(server.parentId()).isEqualTo(id);
                      assertThat(server.localServiceName()).isEqualTo("backend");
                      assertThat(server.shared()).isNull();
                    }));
  }

  private static String sharedPair(String id, long startMicros) {
    return """
    [{"traceId":"%1$s","id":"%1$s","kind":"CLIENT","name":"get","timestamp":%2$d,"duration":900,
      "localEndpoint":{"serviceName":"frontend","ipv4":"10.1.0.1"},
      "remoteEndpoint":{"serviceName":"backend","ipv4":"10.1.0.2","port":8080}},
     {"traceId":"%1$s","id":"%1$s","kind":"SERVER","name":"get","timestamp":%3$d,"duration":300,
      "shared":true,"localEndpoint":{"serviceName":"backend","ipv4":"10.1.0.2"}}]
    """
        .formatted(id, startMicros, startMicros + 200);
  }

  /** The spans of a trace, callers before callees, once the server has this many. */
  private static List<Span> await(String traceId, int spans) throws Exception {
    Awaitility.await().atMost(PATIENCE).until(() -> server.trace(traceId).size() >= spans);
    List<Span> trace = server.trace(traceId);
    assertThat(trace).hasSize(spans);
    return trace.stream().sorted(Comparator.comparingLong(Span::timestampAsLong)).toList();
  }

  private static String hex(long id) {
    return "%016x".formatted(id);
  }
}
