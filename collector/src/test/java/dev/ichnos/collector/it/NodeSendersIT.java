package dev.ichnos.collector.it;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What published client libraries for Node send arrives field by field. */
class NodeSendersIT {
  @TempDir private static Path directory;

  private static Path npm;
  private static SenderTests tests;

  @BeforeAll
  static void start() throws Exception {
    npm = NpmPrograms.install();
    tests = SenderTests.start(directory);
  }

  @AfterAll
  static void stop() {
    if (tests == null) {
      return;
    }
    try {
      tests.assertNothingTwice();
    } finally {
      tests.close();
    }
  }

  @TestFactory
  Stream<DynamicTest> openTelemetry_arrivesFieldByField() {
    return tests.of(
        List.of(
            Sender.smoke(
                "@opentelemetry/exporter-trace-otlp-proto",
                ExpectedOrder.whole(),
                service -> openTelemetry(service, http("otlp", "/v1/traces"), "proto")),
            Sender.matrix(
                "@opentelemetry/exporter-trace-otlp-http",
                ExpectedOrder.whole(),
                service -> openTelemetry(service, http("otlp", "/v1/traces"), "json")),
            Sender.matrix(
                "@opentelemetry/exporter-trace-otlp-grpc",
                ExpectedOrder.whole(),
                service ->
                    openTelemetry(service, "http://127.0.0.1:" + tests.grpc("otlp"), "grpc")),
            Sender.matrix(
                "@opentelemetry/exporter-trace-otlp-grpc, mixed port",
                ExpectedOrder.whole(),
                service -> openTelemetry(service, http("zipkin", ""), "grpc")),
            Sender.matrix(
                "@opentelemetry/exporter-zipkin",
                ExpectedOrder.whole().withText().withoutLocalKind(),
                service -> openTelemetry(service, http("zipkin", "/api/v2/spans"), "zipkin"))));
  }

  @TestFactory
  Stream<DynamicTest> zipkin_arrivesFieldByField() {
    return tests.of(
        List.of(
            Sender.smoke(
                "zipkin, v2 JSON",
                ExpectedOrder.zipkin(),
                service -> node("zipkin.js", service, http("zipkin", "/api/v2/spans"), "v2")),
            Sender.matrix(
                "zipkin, v1 JSON",
                ExpectedOrder.zipkin(),
                service -> node("zipkin.js", service, http("zipkin", "/api/v1/spans"), "v1"))));
  }

  @TestFactory
  Stream<DynamicTest> datadog_arrivesFieldByField() {
    ExpectedOrder expected =
        ExpectedOrder.whole()
            .withoutLocalKind()
            .with("price", price -> price.telling(""))
            .with("charge", charge -> charge.telling("card declined"));
    return tests.of(
        List.of(
            Sender.smoke(
                "dd-trace, v0.4",
                expected,
                service -> node("datadog.js", service, http("datadog", ""), "0.4")),
            Sender.matrix(
                "dd-trace, v0.5",
                expected,
                service -> node("datadog.js", service, http("datadog", ""), "0.5")),
            Sender.matrix(
                "dd-trace, v0.5, unix domain socket",
                expected,
                service -> node("datadog.js", service, "unix://" + tests.datadogSocket(), "0.5"))));
  }

  @TestFactory
  Stream<DynamicTest> skyWalking_arrivesFieldByField() {
    return tests.of(
        List.of(
            Sender.smoke(
                "skywalking-backend-js",
                ExpectedOrder.whole().withText().precise(Duration.ofMillis(1)),
                service ->
                    node("skywalking.js", service, "127.0.0.1:" + tests.grpc("skywalking")))));
  }

  @TestFactory
  Stream<DynamicTest> lightstep_arrivesFieldByField() {
    return tests.of(
        List.of(
            Sender.smoke(
                "lightstep-tracer",
                ExpectedOrder.whole().withText().withoutLocalKind(),
                service ->
                    node("lightstep.js", service, String.valueOf(tests.mixed("lightstep"))))));
  }

  @TestFactory
  Stream<DynamicTest> jaeger_arrivesFieldByField() {
    return tests.of(
        List.of(
            Sender.smoke(
                "jaeger-client",
                ExpectedOrder.whole()
                    .withoutLocalKind()
                    .with(
                        "order",
                        order -> order.attributed(Map.of("http.method", "POST", "items", 3.0))),
                service -> node("jaeger.js", service, http("jaeger", "/api/traces")))));
  }

  @TestFactory
  Stream<DynamicTest> xray_arrivesFieldByField() {
    return tests.of(
        List.of(
            Sender.smoke(
                "aws-xray-sdk-core",
                ExpectedOrder.whole()
                    .with(
                        "order",
                        order -> order.named(ExpectedOrder.SERVICE).attributed(Map.of("items", 3L)))
                    .with("price", price -> price.telling(""))
                    .with("charge", charge -> charge.telling("card declined"))
                    .precise(Duration.ofMillis(1)),
                service -> node("xray.js", service, "127.0.0.1:" + tests.udp("xray")))));
  }

  private static SenderProcess openTelemetry(String service, String url, String form)
      throws java.io.IOException {
    return node("opentelemetry.js", service, url, form);
  }

  private static SenderProcess node(String script, String... arguments) throws java.io.IOException {
    return SenderProcess.node(npm, script, List.of(arguments));
  }

  private static String http(String receiver, String path) {
    return tests.ichnos().http(receiver, path).toString();
  }
}
