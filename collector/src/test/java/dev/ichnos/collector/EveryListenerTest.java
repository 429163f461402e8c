package dev.ichnos.collector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.ConfigReader;
import dev.ichnos.collector.config.Endpoint;
import dev.ichnos.collector.config.TlsClientConfig;
import dev.ichnos.collector.pipeline.EpochClock;
import dev.ichnos.collector.testing.RecordingConsumer;
import dev.ichnos.collector.transport.BoundListener;
import dev.ichnos.collector.transport.BytesMarshaller;
import dev.ichnos.collector.transport.GrpcChannels;
import dev.ichnos.collector.transport.GrpcMethod;
import dev.ichnos.collector.transport.HttpRoute;
import dev.ichnos.collector.transport.Listeners;
import dev.ichnos.collector.transport.Paths;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All receivers at once: none serves what another one does, and every one of their listeners serves
 * all of it.
 */
class EveryListenerTest {
  /** Every receiver that has a listener, on free ports. */
  private static final Map<String, String> RECEIVERS =
      Map.ofEntries(
          one("zipkin"),
          several("otlp", "grpc", "http"),
          one("opencensus"),
          one("envoy"),
          several("skywalking", "grpc", "http"),
          one("datadog"),
          one("cloudtrace"),
          one("lightstep"),
          several("jaeger", "grpc", "thrift_http"));

  private static final Listeners LISTENERS = new Listeners(new Metrics());
  private static final GrpcChannels CHANNELS = new GrpcChannels();

  /** Its start finds clashes. */
  @BeforeAll
  static void start() throws IOException {
    Receivers making =
        new Receivers(
            new RecordingConsumer(), LISTENERS, new Metrics(), EpochClock.SYSTEM, Set.of());
    for (Map.Entry<String, String> receiver : RECEIVERS.entrySet()) {
      String text =
          "receivers: {"
              + receiver.getKey()
              + ": "
              + receiver.getValue()
              + "}\nexporters: {local: }\nservice: {pipelines: {traces: {receivers: ["
              + receiver.getKey()
              + "], exporters: [local]}}}";
      ConfigReader.Result read = new ConfigReader(Map.of(), Set.of()).read(text);
      assertThat(read.problems()).isEmpty();
      making.of(read.config().orElseThrow().receivers().get(0));
    }
    LISTENERS.start();
  }

  @AfterAll
  static void close() {
    LISTENERS.close(Duration.ofSeconds(2));
    CHANNELS.close();
  }

  @Test
  void routes_sayTheirPathsSoThatClashesAreFound() {
    assertThat(LISTENERS.routes())
        .isNotEmpty()
        .allSatisfy(route -> assertThat(route.path()).as(route.owner()).isInstanceOf(Paths.class));
  }

  @ParameterizedTest
  @MethodSource("httpListeners")
  void httpListener_servesEveryRoute(BoundListener listener, HttpClient.Version version)
      throws Exception {
    HttpClient client = HttpClient.newBuilder().version(version).build();
    for (HttpRoute route : LISTENERS.routes()) {
      for (String path : ((Paths) route.path()).examples()) {
        URI uri = URI.create("http://127.0.0.1:" + listener.address().getPort() + path);
        HttpResponse<String> answer =
            client.send(
                HttpRequest.newBuilder(uri)
                    .method(route.method(), HttpRequest.BodyPublishers.ofString("?"))
                    .timeout(Duration.ofSeconds(10))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
        String what = route.owner() + ": " + route.method() + " " + path;
        assertThat(answer.version()).as(what).isEqualTo(version);
        assertThat(answer.statusCode()).as(what).isNotEqualTo(405).isLessThan(500);
        assertThat(answer.body()).as(what).doesNotContain("Nothing is served");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("allListeners")
  void listener_servesEveryMethod(BoundListener listener) throws Exception {
    ManagedChannel channel =
        CHANNELS.open(
            new Endpoint("127.0.0.1", listener.address().getPort()), TlsClientConfig.plaintext());
    for (GrpcMethod method : LISTENERS.methods()) {
      assertThat(call(channel, method.name()).getCode())
          .as(method.owner() + ": " + method.name())
          .isNotIn(
              Status.Code.UNIMPLEMENTED,
              Status.Code.UNAVAILABLE,
              Status.Code.INTERNAL,
              Status.Code.DEADLINE_EXCEEDED);
    }
  }

  static Stream<BoundListener> allListeners() {
    return LISTENERS.bound().stream();
  }

  static Stream<Arguments> httpListeners() {
    return allListeners()
        .filter(BoundListener::mixed)
        .flatMap(
            listener ->
                Stream.of(HttpClient.Version.values())
                    .map(version -> Arguments.of(listener, version)));
  }

  /** How a call of one empty message ends. */
  private static Status call(ManagedChannel channel, String method) throws Exception {
    BytesMarshaller bytes = new BytesMarshaller();
    CompletableFuture<Status> end = new CompletableFuture<>();
    StreamObserver<byte[]> messages =
        ClientCalls.asyncBidiStreamingCall(
            channel.newCall(
                MethodDescriptor.newBuilder(bytes, bytes)
                    .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
                    .setFullMethodName(method)
                    .build(),
                CallOptions.DEFAULT.withDeadlineAfter(10, TimeUnit.SECONDS)),
            new StreamObserver<byte[]>() {
              @Override
              public void onNext(byte[] answer) {}

              @Override
              public void onError(Throwable error) {
                end.complete(Status.fromThrowable(error));
              }

              @Override
              public void onCompleted() {
                end.complete(Status.OK);
              }
            });
    messages.onNext(new byte[0]);
    messages.onCompleted();
    return end.get(20, TimeUnit.SECONDS);
  }

  private static Map.Entry<String, String> one(String type) {
    return Map.entry(type, "{endpoint: \"127.0.0.1:0\"}");
  }

  private static Map.Entry<String, String> several(String type, String... protocols) {
    List<String> each = new ArrayList<>();
    for (String protocol : protocols) {
      each.add(protocol + ": {endpoint: \"127.0.0.1:0\"}");
    }
    return Map.entry(type, "{protocols: {" + String.join(", ", each) + "}}");
  }
}
