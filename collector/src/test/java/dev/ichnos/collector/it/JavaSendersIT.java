package dev.ichnos.collector.it;

import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What published client libraries for Java send arrives field by field, each library in a JVM of
 * its own. The programs are in {@code src/it/clients}.
 */
class JavaSendersIT {
  @TempDir private static Path directory;

  private static SenderTests tests;

  @BeforeAll
  static void start() throws Exception {
    tests = SenderTests.start(directory);
  }

  @AfterAll
  static void stop() {
    try {
      tests.assertNothingTwice();
    } finally {
      tests.close();
    }
  }

  @TestFactory
  Stream<DynamicTest> openCensus_arrivesFieldByField() {
    ExpectedOrder expected = ExpectedOrder.whole().withoutLocalKind();
    return tests.of(
        onEveryPort(
            "opencensus",
            "OpenCensus, agent",
            expected,
            port -> service -> openCensus(service, port)),
        Sender.matrix(
            "OpenCensus, agent, with its stream of configuration",
            expected,
            service -> openCensus(service, tests.grpc("opencensus"), "config")));
  }

  @TestFactory
  Stream<DynamicTest> envoyStream_arrivesFieldByField() {
    ExpectedOrder expected = ExpectedOrder.whole().withoutLocalKind();
    return tests.of(
        onEveryPort(
            "envoy",
            "Envoy's stubs, StreamTraces v3",
            expected,
            port -> service -> envoy(service, port, "v3")),
        Sender.matrix(
            "Envoy's stubs, StreamTraces v2",
            expected,
            service -> envoy(service, tests.grpc("envoy"), "v2")));
  }

  @TestFactory
  Stream<DynamicTest> skyWalking_arrivesFieldByField() {
    ExpectedOrder expected = ExpectedOrder.whole().withText().precise(Duration.ofMillis(1));
    return tests.of(
        onEveryPort(
            "skywalking",
            "SkyWalking's stubs, collect",
            expected,
            port -> service -> skyWalking(service, port, "stream")),
        Sender.matrix(
            "SkyWalking's stubs, collectInSync",
            expected,
            service -> skyWalking(service, tests.grpc("skywalking"), "sync")),
        Sender.matrix(
            "SkyWalking's stubs, collect of the service without a package",
            expected,
            service -> skyWalking(service, tests.grpc("skywalking"), "compat")),
        Sender.smoke(
            "SkyWalking's Java agent",
            expected,
            service -> skyWalkingAgent(service, tests.grpc("skywalking"))));
  }

  @TestFactory
  Stream<DynamicTest> datadog_arrivesFieldByField() {
    ExpectedOrder expected =
        ExpectedOrder.whole()
            .withoutLocalKind()
            .with("price", price -> price.telling(""))
            .with("charge", charge -> charge.named("POST /charge"));
    return tests.of(
        List.of(
            Sender.smoke(
                "Datadog's Java agent",
                expected,
                service -> datadogAgent(service, "http://127.0.0.1:" + tests.mixed("datadog"))),
            Sender.matrix(
                "Datadog's Java agent, unix domain socket",
                expected,
                service -> datadogAgent(service, "unix://" + tests.datadogSocket())),
            Sender.matrix(
                "Datadog's Java agent, on Zipkin's port",
                expected,
                service -> datadogAgent(service, "http://127.0.0.1:" + tests.mixed("zipkin")))));
  }

  @TestFactory
  Stream<DynamicTest> cloudTrace_arrivesFieldByField() {
    ExpectedOrder expected =
        ExpectedOrder.whole()
            .withoutLocalKind()
            .with("charge", charge -> charge.named("Sent.charge"))
            .with(
                "order",
                order ->
                    order
                        .named("Recv.POST /orders")
                        .attributed(Map.of("http.request.method", "POST", "items", 3L)));
    return tests.of(
        List.of(
            Sender.smoke(
                "OpenTelemetry's exporter to Cloud Trace, gRPC",
                expected,
                service -> cloudTrace(service, tests.mixed("cloudtrace"), "GRPC")),
            Sender.matrix(
                "OpenTelemetry's exporter to Cloud Trace, gRPC, on OTLP's port",
                expected,
                service -> cloudTrace(service, tests.grpc("otlp"), "GRPC")),
            Sender.matrix(
                "OpenTelemetry's exporter to Cloud Trace, REST",
                expected,
                service -> cloudTrace(service, tests.mixed("cloudtrace"), "REST")),
            Sender.matrix(
                "OpenTelemetry's exporter to Cloud Trace, REST, on Zipkin's port",
                expected,
                service -> cloudTrace(service, tests.mixed("zipkin"), "REST")),
            Sender.matrix(
                "OpenCensus' exporter to Cloud Trace",
                expected,
                service -> stackdriver(service, tests.mixed("cloudtrace")))));
  }

  @TestFactory
  Stream<DynamicTest> lightstep_arrivesFieldByField() {
    ExpectedOrder expected = ExpectedOrder.whole().withoutLocalKind();
    return tests.of(
        List.of(
            Sender.smoke(
                "LightStep's tracer, HTTP",
                expected,
                service -> lightstep(service, tests.mixed("lightstep"), "HTTP")),
            Sender.matrix(
                "LightStep's tracer, HTTP, on Zipkin's port",
                expected,
                service -> lightstep(service, tests.mixed("zipkin"), "HTTP")),
            Sender.matrix(
                "LightStep's tracer, gRPC",
                expected,
                service -> lightstep(service, tests.mixed("lightstep"), "GRPC")),
            Sender.matrix(
                "LightStep's tracer, gRPC, on OTLP's port",
                expected,
                service -> lightstep(service, tests.grpc("otlp"), "GRPC"))));
  }

  @TestFactory
  Stream<DynamicTest> jaeger_arrivesFieldByField() {
    ExpectedOrder expected = ExpectedOrder.whole().withoutLocalKind();
    return tests.of(
        List.of(
            Sender.smoke(
                "Jaeger's client, thrift over HTTP",
                expected,
                service -> jaeger(service, tests.mixed("jaeger"))),
            Sender.matrix(
                "Jaeger's client, thrift over HTTP, on Zipkin's port",
                expected,
                service -> jaeger(service, tests.mixed("zipkin"))),
            Sender.matrix(
                "Jaeger's client, trace ids of 64 bits",
                expected,
                service -> jaeger(service, tests.mixed("jaeger"), "64"))));
  }

  @TestFactory
  Stream<DynamicTest> jaegerGrpc_arrivesFieldByField() {
    return tests.of(
        onEveryPort(
            "jaeger",
            "OpenTelemetry's exporter to Jaeger, gRPC",
            ExpectedOrder.whole().withoutLocalKind(),
            port -> service -> openTelemetryJaeger(service, port)));
  }

  @TestFactory
  Stream<DynamicTest> xray_arrivesFieldByField() {
    return tests.of(
        List.of(
            Sender.smoke(
                "the X-Ray SDK",
                ExpectedOrder.whole()
                    .with(
                        "order",
                        order ->
                            order
                                .named(ExpectedOrder.SERVICE)
                                .attributed(Map.of("http.request.method", "POST", "items", 3L)))
                    .with("price", price -> price.telling(""))
                    .with("charge", charge -> charge.telling("card declined"))
                    .precise(Duration.ofMillis(1)),
                service -> xray(service, tests.udp("xray")))));
  }

  /** No client library: Envoy's tracer is part of Envoy. The form is that of its 1.38. */
  @Test
  void xrayOfEnvoy_arrivesFieldByField() throws Exception {
    String service = tests.newService();
    Instant start = Instant.now();
    double seconds = start.getEpochSecond() + start.getNano() / 1e9;
    String segment =
        """
        {"format":"json","version":1}
        {"name":"%s","id":"5b4185666d50f68b","trace_id":"1-69572b45-48485a3953bb6124463ac35c",\
        "start_time":%.6f,"end_time":%.6f,"fault":true,\
        "http":{"request":{"method":"POST","url":"http://shop.example/orders"},\
        "response":{"status":502,"content_length":0}},\
        "annotations":{"component":"proxy","direction":"ingress",\
        "node_id":"sidecar~10.4.1.7~checkout-1.shop~shop.svc.cluster.local"}}"""
            .formatted(service, seconds, seconds + 0.005);
    byte[] datagram = segment.getBytes(StandardCharsets.UTF_8);
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.send(
          new DatagramPacket(
              datagram, datagram.length, InetAddress.getLoopbackAddress(), tests.udp("xray")));
    }
    ExpectedOrder expected =
        new ExpectedOrder(
            Map.of(
                "order",
                new ExpectedOrder.ExpectedSpan(
                    "",
                    ExpectedOrder.SERVICE,
                    SpanKind.SPAN_KIND_SERVER,
                    true,
                    Map.of("http.request.method", "POST", "http.response.status_code", 502L),
                    "")),
            Duration.ofMillis(1));
    tests.assertArrives(
        service,
        expected,
        new SentOrder(
            Map.of(
                "order",
                new SentOrder.SentSpan("69572b4548485a3953bb6124463ac35c", "5b4185666d50f68b")),
            start,
            start.plusMillis(6)),
        () -> segment);
  }

  /** On its receiver's port in every build; on OTLP's and on the mixed one in the whole matrix. */
  private static List<Sender> onEveryPort(
      String receiver, String name, ExpectedOrder expected, IntFunction<Sender.Program> program) {
    return List.of(
        Sender.smoke(name, expected, service -> program.apply(tests.grpc(receiver)).start(service)),
        Sender.matrix(
            name + ", on OTLP's port",
            expected,
            service -> program.apply(tests.grpc("otlp")).start(service)),
        Sender.matrix(
            name + ", on Zipkin's port",
            expected,
            service -> program.apply(tests.mixed("zipkin")).start(service)));
  }

  private static SenderProcess openCensus(String service, int port, String... more)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of(service, "127.0.0.1:" + port));
    arguments.addAll(List.of(more));
    return SenderProcess.java("opencensus", "OpenCensusClient", List.of(), arguments);
  }

  private static SenderProcess envoy(String service, int port, String version) throws IOException {
    return SenderProcess.java(
        "envoy", "EnvoyClient", List.of(), List.of(service, String.valueOf(port), version));
  }

  private static SenderProcess skyWalking(String service, int port, String how) throws IOException {
    return SenderProcess.java(
        "skywalking", "SkyWalkingClient", List.of(), List.of(service, String.valueOf(port), how));
  }

  private static SenderProcess skyWalkingAgent(String service, int port) throws IOException {
    return SenderProcess.java(
        "skywalking-agent",
        "SkyWalkingAgentApplication",
        List.of(
            "-javaagent:" + SenderProcess.module("skywalking-agent").resolve("agent/agent.jar"),
            "-Dskywalking.agent.service_name=" + service,
            "-Dskywalking.collector.backend_service=127.0.0.1:" + port),
        List.of());
  }

  private static SenderProcess cloudTrace(String service, int port, String how) throws IOException {
    return SenderProcess.java(
        "cloud-trace", "CloudTraceClient", List.of(), List.of(service, "127.0.0.1:" + port, how));
  }

  private static SenderProcess stackdriver(String service, int port) throws IOException {
    return SenderProcess.java(
        "opencensus-stackdriver",
        "OpenCensusStackdriverClient",
        List.of(),
        List.of(service, "127.0.0.1:" + port));
  }

  private static SenderProcess lightstep(String service, int port, String transport)
      throws IOException {
    return SenderProcess.java(
        "lightstep",
        "LightstepClient",
        List.of(),
        List.of(service, String.valueOf(port), transport));
  }

  private static SenderProcess jaeger(String service, int port, String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of(service, "http://127.0.0.1:" + port + "/api/traces"));
    arguments.addAll(List.of(more));
    return SenderProcess.java("jaeger", "JaegerClient", List.of(), arguments);
  }

  private static SenderProcess openTelemetryJaeger(String service, int port) throws IOException {
    return SenderProcess.java(
        "opentelemetry-jaeger",
        "OpenTelemetryJaegerClient",
        List.of(),
        List.of(service, "http://127.0.0.1:" + port));
  }

  private static SenderProcess xray(String service, int port) throws IOException {
    return SenderProcess.java(
        "xray", "XRayClient", List.of(), List.of(service, "127.0.0.1:" + port));
  }

  private static SenderProcess datadogAgent(String service, String url) throws IOException {
    return SenderProcess.java(
        "datadog",
        "DatadogApplication",
        List.of(
            "-javaagent:" + SenderProcess.module("datadog").resolve("agent/agent.jar"),
            "-Ddd.service=" + service,
            "-Ddd.trace.agent.url=" + url),
        List.of());
  }
}
