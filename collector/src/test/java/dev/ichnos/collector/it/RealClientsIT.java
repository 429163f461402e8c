package dev.ichnos.collector.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.ichnos.collector.testing.FakeTempo;
import io.grpc.netty.NettyChannelBuilder;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.exporter.zipkin.ZipkinSpanExporter;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import zipkin2.reporter.SpanBytesEncoder;

/**
 * What real clients send arrives at a backend with Tempo's rules once, with the same tree, whatever
 * the protocol in and out.
 */
class RealClientsIT {
  @TempDir private static Path directory;

  private static FakeTempo grpcBackend;
  private static FakeTempo httpBackend;
  private static IchnosProcess ichnos;

  @BeforeAll
  static void start() throws Exception {
    grpcBackend = FakeTempo.start();
    httpBackend = FakeTempo.start();
    ichnos = IchnosProcess.run(directory, Configs.tempo(grpcBackend, httpBackend));
  }

  @AfterAll
  static void stop() {
    ichnos.close();
    grpcBackend.close();
    httpBackend.close();
  }

  @TestFactory
  Stream<DynamicTest> trace_arrivesOnceWithTheSameTree() {
    return Stream.concat(brave(), openTelemetry());
  }

  /**
   * Brave in all that it can say, on the path that its users have for it, with gzip and without.
   */
  private static Stream<DynamicTest> brave() {
    return Stream.concat(
        Stream.of(SpanBytesEncoder.values())
            .flatMap(format -> Stream.of(test(format, true), test(format, false))),
        Stream.of(
            grpc("Brave, Zipkin gRPC", () -> ichnos.http("zipkin", "").getPort()),
            grpc(
                "Brave, Zipkin gRPC on OTLP's port",
                () -> ichnos.listener("otlp", "gRPC").getPort())));
  }

  private static DynamicTest grpc(String name, IntSupplier port) {
    return test(
        name,
        () ->
            RealClients.brave(
                NettyChannelBuilder.forAddress("127.0.0.1", port.getAsInt())
                    .usePlaintext()
                    .build()));
  }

  private static DynamicTest test(SpanBytesEncoder format, boolean gzip) {
    boolean v1 = format == SpanBytesEncoder.JSON_V1 || format == SpanBytesEncoder.THRIFT;
    return test(
        "Brave, Zipkin " + format + (gzip ? ", gzip" : ""),
        () ->
            RealClients.brave(
                ichnos.http("zipkin", v1 ? "/api/v1/spans" : "/api/v2/spans"), format, gzip));
  }

  @SuppressWarnings("deprecation") // the SDK's Zipkin exporter, which is still in the field
  private static Stream<DynamicTest> openTelemetry() {
    return Stream.of(
        test(
            "OpenTelemetry SDK, Zipkin v2 JSON",
            () ->
                RealClients.openTelemetry(
                    ZipkinSpanExporter.builder().setEndpoint(zipkin().toString()).build())),
        test(
            "OpenTelemetry SDK, Zipkin v2 protobuf",
            () ->
                RealClients.openTelemetry(
                    ZipkinSpanExporter.builder()
                        .setSender(RealClients.sender(zipkin(), SpanBytesEncoder.PROTO3, true))
                        .setEncoder(SpanBytesEncoder.PROTO3)
                        .build())),
        test(
            "OpenTelemetry SDK, OTLP gRPC",
            () ->
                RealClients.openTelemetry(
                    OtlpGrpcSpanExporter.builder()
                        .setEndpoint(
                            "http://127.0.0.1:" + ichnos.listener("otlp", "gRPC").getPort())
                        .build())),
        test(
            "OpenTelemetry SDK, OTLP gRPC on the mixed port, gzip",
            () ->
                RealClients.openTelemetry(
                    OtlpGrpcSpanExporter.builder()
                        .setEndpoint(ichnos.http("zipkin", "").toString())
                        .setCompression("gzip")
                        .build())),
        test(
            "OpenTelemetry SDK, OTLP HTTP protobuf",
            () ->
                RealClients.openTelemetry(
                    OtlpHttpSpanExporter.builder()
                        .setEndpoint(ichnos.http("otlp", "/v1/traces").toString())
                        .setCompression("gzip")
                        .build())),
        test(
            "OpenTelemetry SDK, OTLP HTTP JSON",
            () ->
                RealClients.openTelemetry(
                    RealClients.otlpJson(ichnos.http("otlp", "/v1/traces")))));
  }

  private static URI zipkin() {
    return ichnos.http("zipkin", "/api/v2/spans");
  }

  private static DynamicTest test(String name, Client client) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          RealClients.Sent sent = client.send();
          assertArrived(grpcBackend, sent);
          assertArrived(httpBackend, sent);
        });
  }

  private static void assertArrived(FakeTempo backend, RealClients.Sent sent) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> spans(backend, sent.traceId()).size() >= 2);
    List<Arrived> spans = spans(backend, sent.traceId());
    assertThat(spans).hasSize(2);
    Arrived client = only(spans, Span.SpanKind.SPAN_KIND_CLIENT);
    Arrived server = only(spans, Span.SpanKind.SPAN_KIND_SERVER);
    assertThat(client.service()).isEqualTo("frontend");
    assertThat(server.service()).isEqualTo("backend");
    assertThat(hex(client.span().getSpanId())).isEqualTo(sent.clientSpanId());
    assertThat(client.span().getParentSpanId().isEmpty()).isTrue();
    assertThat(hex(server.span().getParentSpanId())).isEqualTo(sent.clientSpanId());
    if (sent.serverSpanId().equals(sent.clientSpanId())) {
      assertThat(hex(server.span().getSpanId())).isNotEqualTo(sent.clientSpanId());
    } else {
      assertThat(hex(server.span().getSpanId())).isEqualTo(sent.serverSpanId());
    }
    assertThat(client.span().getEndTimeUnixNano())
        .isGreaterThanOrEqualTo(client.span().getStartTimeUnixNano());
    assertThat(backend.violations()).isEmpty();
  }

  private static List<Arrived> spans(FakeTempo backend, String traceId) {
    List<Arrived> spans = new ArrayList<>();
    for (ResourceSpans resource : backend.stored()) {
      String service =
          resource.getResource().getAttributesList().stream()
              .filter(attribute -> attribute.getKey().equals("service.name"))
              .map(attribute -> attribute.getValue().getStringValue())
              .findFirst()
              .orElse("");
      resource.getScopeSpansList().stream()
          .flatMap(scope -> scope.getSpansList().stream())
          .filter(span -> hex(span.getTraceId()).equals(traceId))
          .forEach(span -> spans.add(new Arrived(service, span)));
    }
    return spans;
  }

  private static Arrived only(List<Arrived> spans, Span.SpanKind kind) {
    List<Arrived> found = spans.stream().filter(one -> one.span().getKind() == kind).toList();
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private static String hex(ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }

  private record Arrived(String service, Span span) {}

  private interface Client {
    RealClients.Sent send() throws IOException;
  }
}
