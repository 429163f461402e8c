package dev.ichnos.collector.receiver.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.ichnos.collector.config.EnvoyReceiverConfig;
import dev.ichnos.collector.config.ServerConfig;
import dev.ichnos.collector.pipeline.EpochClock;
import dev.ichnos.collector.receiver.GrpcReceiverContract;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Span;
import dev.ichnos.proto.envoy.Node;
import dev.ichnos.proto.envoy.StreamTracesMessage;
import dev.ichnos.proto.opencensus.TruncatableString;
import io.grpc.stub.StreamObserver;
import io.grpc.testing.StreamRecorder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract for {@code StreamTraces}, whatever its version. */
@SuppressWarnings("deprecation") // StreamRecorder, without a successor in grpc-testing 1.85
abstract class EnvoyReceiverContract extends GrpcReceiverContract {
  private static final String NODE_ID =
      "sidecar~10.1.2.3~reviews-v1-7f.shop~shop.svc.cluster.local";

  private final ServerConfig server = server();

  @BeforeEach
  void start() throws IOException {
    new EnvoyReceiver(
        new EnvoyReceiverConfig("envoy", server), consumer, listeners, metrics, EpochClock.SYSTEM);
    listeners.start();
  }

  @Override
  protected InetSocketAddress address() {
    return listeners.address("envoy", server.endpoint());
  }

  @Override
  protected byte[] good() {
    return message().addSpans(span()).build().toByteArray();
  }

  @Override
  protected byte[] mixed() {
    return message()
        .addSpans(span().clearSpanId())
        .addSpans(span())
        .addSpans(span().clearTraceId())
        .build()
        .toByteArray();
  }

  @Override
  protected byte[] empty() {
    return identified().build().toByteArray();
  }

  @Override
  protected byte[] malformed() {
    return "not protobuf".getBytes(StandardCharsets.UTF_8);
  }

  @Override
  protected String formatName() {
    return "ENVOY_PROTO";
  }

  @Test
  void stream_identifierInFirstMessage_holds() {
    StreamObserver<byte[]> stream = openStream(StreamRecorder.create());

    stream.onNext(identified().addSpans(span()).build().toByteArray());
    stream.onNext(good());

    Awaitility.await().until(() -> consumer.spans().size() == 2);
    Attributes node =
        Attributes.builder().put("node_id", NODE_ID).put("service.name", "reviews.shop").build();
    assertThat(consumer.spans())
        .extracting(Span::resource)
        .allMatch(resource -> resource.attributes().equals(node));
  }

  private static StreamTracesMessage.Builder message() {
    return StreamTracesMessage.newBuilder();
  }

  private static StreamTracesMessage.Builder identified() {
    return message()
        .setIdentifier(
            StreamTracesMessage.Identifier.newBuilder()
                .setNode(Node.newBuilder().setId(NODE_ID).setCluster("reviews.shop")));
  }

  private static dev.ichnos.proto.opencensus.Span.Builder span() {
    return dev.ichnos.proto.opencensus.Span.newBuilder()
        .setTraceId(hex("463ac35c9f6413ad48485a3953bb6124"))
        .setSpanId(hex("a2fb4a1d1a96d312"))
        .setName(TruncatableString.newBuilder().setValue("get /"));
  }

  private static ByteString hex(String digits) {
    return ByteString.copyFrom(HexFormat.of().parseHex(digits));
  }
}
