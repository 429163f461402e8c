package dev.ichnos.collector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.otlp.OtlpFormats;
import dev.ichnos.codec.otlp.OtlpJsonEncoder;
import dev.ichnos.codec.otlp.OtlpProtoEncoder;
import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.CollectorConfig;
import dev.ichnos.collector.config.ConfigReader;
import dev.ichnos.collector.config.Endpoint;
import dev.ichnos.collector.config.TlsClientConfig;
import dev.ichnos.collector.kubernetes.Pods;
import dev.ichnos.collector.pipeline.EpochClock;
import dev.ichnos.collector.testing.RecordingConsumer;
import dev.ichnos.collector.transport.BytesMarshaller;
import dev.ichnos.collector.transport.GrpcChannels;
import dev.ichnos.collector.transport.Listeners;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Origin;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import dev.ichnos.model.SpanFixtures;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a request's headers say of its sender, from the socket to identity. The test stands in for
 * the sidecar of Ichnos's pod: it sends from loopback, for a pod that only {@code x-forwarded-for}
 * tells of.
 */
@Timeout(60)
class ForwardedSenderTest {
  private static final String POD = "cart-7d4b9c-x2x8q";
  private static final String PODS =
      "- {namespace: shop, name: " + POD + ", ip: 10.4.1.7, deployment: cart, node: node-a}\n";
  private static final Map<String, String> FORWARDED =
      Map.of("x-forwarded-for", "1.2.3.4, 10.4.1.7");

  /** Of an application that states its service alone. */
  private static final SpanBatch BATCH =
      new SpanBatch(
          List.of(
              SpanFixtures.CLIENT.toBuilder()
                  .resource(Resource.of(Attributes.of("service.name", "cart")))
                  .attributes(Attributes.EMPTY)
                  .build()),
          new Origin("", SpanFixtures.TEST_FORMAT, "", 0, Map.of()));

  @TempDir private Path directory;

  private final RecordingConsumer consumer = new RecordingConsumer();
  private final Listeners listeners = new Listeners(new Metrics());
  private final GrpcChannels channels = new GrpcChannels();
  private Pods pods;

  /** How the message travels. */
  enum Way {
    HTTP_1,
    H2C,
    GRPC,
    GRPC_ON_MIXED_LISTENER
  }

  @AfterEach
  void close() {
    listeners.close(Duration.ofSeconds(2));
    channels.close();
    pods.close(Duration.ofSeconds(2));
  }

  @ParameterizedTest
  @EnumSource
  void forwardedBySidecar_isOfTheForwardedClientsPod(Way way) throws Exception {
    start("");

    send(way, FORWARDED);

    assertThat(received().resource().attributes().string("k8s.pod.name")).isEqualTo(POD);
    assertThat(received().resource().attributes().string("host.name")).isEqualTo("node-a");
  }

  @ParameterizedTest
  @EnumSource
  void forwardedByNobodyWhoIsTrusted_isOfNoPod(Way way) throws Exception {
    start("trust_forwarded: never");

    send(way, FORWARDED);

    assertThat(received().resource().attributes().string("k8s.pod.name")).isEmpty();
    assertThat(consumer.batches().get(0).origin().metadata()).isEmpty();
  }

  @Test
  void forgedBehindSidecar_certificateOfAnotherNamespace_isOfNoPod() throws Exception {
    start("");

    send(
        Way.HTTP_1,
        Map.of(
            "x-forwarded-for",
            "10.4.1.7",
            "x-forwarded-client-cert",
            "By=spiffe://x/ns/shop/sa/c;URI=spiffe://x/ns/shop/sa/cart,"
                + "By=spiffe://x/ns/tracing/sa/ichnos;URI=spiffe://x/ns/evil/sa/guest"));

    assertThat(received().resource().attributes().string("k8s.pod.name")).isEmpty();
  }

  /** Istio's sidecar calls the container behind it from this address. */
  @Test
  void forwardedFromSidecarsOwnAddress_isOfTheForwardedClientsPod() throws Exception {
    start("");
    byte[] body = json();
    try (Socket socket = new Socket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.6"), 0));
      socket.connect(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port(true)));
      socket
          .getOutputStream()
          .write(
              ("POST /v1/traces HTTP/1.1\r\nhost: ichnos\r\ncontent-type: application/json\r\n"
                      + "X-Forwarded-For: 1.2.3.4\r\nX-Forwarded-For: 10.4.1.7\r\n"
                      + "connection: close\r\ncontent-length: "
                      + body.length
                      + "\r\n\r\n")
                  .getBytes(UTF_8));
      socket.getOutputStream().write(body);
      assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
          .startsWith("HTTP/1.1 200");
    }

    assertThat(consumer.batches().get(0).origin().peer()).isEqualTo("127.0.0.6");
    assertThat(received().resource().attributes().string("k8s.pod.name")).isEqualTo(POD);
  }

  @ParameterizedTest
  @EnumSource
  void tenantHeader_isTheTenantOfItsRequestAlone(Way way) throws Exception {
    start("tenant_header: X-Scope-OrgID");

    send(way, Map.of("x-scope-orgid", "team-a"));
    send(way, Map.of("x-scope-orgid", "team-b"));
    send(way, Map.of("tenant", "team-c"));

    assertThat(consumer.batches())
        .extracting(batch -> batch.origin().metadata())
        .containsExactly(Map.of("tenant", "team-a"), Map.of("tenant", "team-b"), Map.of());
  }

  private Span received() {
    return consumer.spans().get(0);
  }

  private void start(String keys) throws IOException {
    Path file = Files.writeString(directory.resolve("pods.yaml"), PODS);
    CollectorConfig config =
        new ConfigReader(Map.of(), Rules.ids())
            .read(
                """
                receivers:
                  otlp:
                    protocols:
                      grpc: {endpoint: 127.0.0.1:0}
                      http: {endpoint: 127.0.0.1:0}
                    %s
                exporters: {local: }
                identity: {pods: {file: {path: '%s'}}}
                service: {pipelines: {traces: {receivers: [otlp], exporters: [local]}}}
                """
                    .formatted(keys, file))
            .config()
            .orElseThrow();
    pods =
        new Pods(config.identity().pods(), Map.of(), new Metrics(), EpochClock.SYSTEM::epochNanos);
    pods.start();
    Rules rules = new Rules(config, Map.of(), pods.directory(), (rule, spans) -> {});
    new Receivers(
            batch -> consumer.accept(rules.identity().apply(batch)),
            listeners,
            new Metrics(),
            EpochClock.SYSTEM,
            Set.of())
        .of(config.receivers().get(0));
    listeners.start();
  }

  private void send(Way way, Map<String, String> headers) throws Exception {
    switch (way) {
      case HTTP_1 -> post(HttpClient.Version.HTTP_1_1, headers);
      case H2C -> post(HttpClient.Version.HTTP_2, headers);
      case GRPC -> call(port(false), headers);
      case GRPC_ON_MIXED_LISTENER -> call(port(true), headers);
    }
  }

  private void post(HttpClient.Version version, Map<String, String> headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port(true) + "/v1/traces"))
            .version(version)
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(json()));
    headers.forEach(request::header);
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.version()).isEqualTo(version);
  }

  private void call(int port, Map<String, String> headers) throws IOException {
    Metadata metadata = new Metadata();
    headers.forEach(
        (name, value) ->
            metadata.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value));
    Channel channel =
        ClientInterceptors.intercept(
            channels.open(new Endpoint("127.0.0.1", port), TlsClientConfig.plaintext()),
            MetadataUtils.newAttachHeadersInterceptor(metadata));
    BytesMarshaller bytes = new BytesMarshaller();
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    new OtlpProtoEncoder().encode(BATCH, message);
    byte[] answer =
        ClientCalls.blockingUnaryCall(
            channel,
            MethodDescriptor.newBuilder(bytes, bytes)
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(OtlpFormats.EXPORT_METHOD)
                .build(),
            CallOptions.DEFAULT,
            message.toByteArray());
    assertThat(answer).isEmpty();
  }

  private static byte[] json() throws IOException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    new OtlpJsonEncoder().encode(BATCH, message);
    return message.toByteArray();
  }

  private int port(boolean mixed) {
    return listeners.bound().stream()
        .filter(listener -> listener.mixed() == mixed)
        .mapToInt(listener -> listener.address().getPort())
        .findFirst()
        .orElseThrow();
  }
}
