package dev.ichnos.clients;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.trace.v3.StreamTracesMessage;
import io.envoyproxy.envoy.service.trace.v3.StreamTracesResponse;
import io.envoyproxy.envoy.service.trace.v3.TraceServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.opencensus.proto.trace.v1.AttributeValue;
import io.opencensus.proto.trace.v1.Span;
import io.opencensus.proto.trace.v1.TruncatableString;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;

/**
 * An order through Envoy's own stubs of TraceService, both versions: the identifier comes in the
 * first message alone, and the stream is never half-closed.
 */
public final class EnvoyClient {
  private static final SecureRandom RANDOM = new SecureRandom();

  private EnvoyClient() {}

  /**
   * @param arguments service; port on loopback; {@code v2} or {@code v3}
   */
  public static void main(String[] arguments) throws Exception {
    String service = arguments[0];
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", Integer.parseInt(arguments[1]))
            .usePlaintext()
            .build();
    Instant start = Instant.now();
    ByteString traceId = id(16);
    ByteString orderId = id(8);
    ByteString priceId = id(8);
    ByteString chargeId = id(8);
    Span order =
        span(traceId, orderId, ByteString.EMPTY, "POST /orders", start, 6)
            .setKind(Span.SpanKind.SERVER)
            .setAttributes(
                Span.Attributes.newBuilder()
                    .putAttributeMap(
                        "http.method",
                        AttributeValue.newBuilder().setStringValue(text("POST")).build())
                    .putAttributeMap("items", AttributeValue.newBuilder().setIntValue(3).build()))
            .build();
    Span price =
        span(traceId, priceId, orderId, "price", start.plusMillis(1), 4)
            .setTimeEvents(
                Span.TimeEvents.newBuilder()
                    .addTimeEvent(
                        Span.TimeEvent.newBuilder()
                            .setTime(timestamp(start.plusMillis(2)))
                            .setAnnotation(
                                Span.TimeEvent.Annotation.newBuilder()
                                    .setDescription(text("cache miss")))))
            .build();
    Span charge =
        span(traceId, chargeId, priceId, "charge", start.plusMillis(2), 2)
            .setKind(Span.SpanKind.CLIENT)
            .setStatus(
                io.opencensus.proto.trace.v1.Status.newBuilder()
                    .setCode(Status.Code.FAILED_PRECONDITION.value())
                    .setMessage("card declined"))
            .build();
    if (arguments[2].equals("v2")) {
      sendV2(channel, service, order, price, charge);
    } else {
      sendV3(channel, service, order, price, charge);
    }
    tell("order", traceId, orderId);
    tell("price", traceId, priceId);
    tell("charge", traceId, chargeId);
    System.out.println("sent");
    // As a proxy's streams do, this one ends when the process does; the test ends it.
    System.in.read();
    channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
  }

  private static void sendV3(ManagedChannel channel, String service, Span... spans) {
    StreamObserver<StreamTracesMessage> stream =
        TraceServiceGrpc.newStub(channel).streamTraces(new Silent<StreamTracesResponse>());
    stream.onNext(
        StreamTracesMessage.newBuilder()
            .setIdentifier(
                StreamTracesMessage.Identifier.newBuilder()
                    .setNode(Node.newBuilder().setId("checkout-1").setCluster(service)))
            .addSpans(spans[0])
            .build());
    for (int i = 1; i < spans.length; i++) {
      stream.onNext(StreamTracesMessage.newBuilder().addSpans(spans[i]).build());
    }
  }

  private static void sendV2(ManagedChannel channel, String service, Span... spans) {
    StreamObserver<io.envoyproxy.envoy.service.trace.v2.StreamTracesMessage> stream =
        io.envoyproxy.envoy.service.trace.v2.TraceServiceGrpc.newStub(channel)
            .streamTraces(new Silent<io.envoyproxy.envoy.service.trace.v2.StreamTracesResponse>());
    stream.onNext(
        io.envoyproxy.envoy.service.trace.v2.StreamTracesMessage.newBuilder()
            .setIdentifier(
                io.envoyproxy.envoy.service.trace.v2.StreamTracesMessage.Identifier.newBuilder()
                    .setNode(
                        io.envoyproxy.envoy.api.v2.core.Node.newBuilder()
                            .setId("checkout-1")
                            .setCluster(service)))
            .addSpans(spans[0])
            .build());
    for (int i = 1; i < spans.length; i++) {
      stream.onNext(
          io.envoyproxy.envoy.service.trace.v2.StreamTracesMessage.newBuilder()
              .addSpans(spans[i])
              .build());
    }
  }

  private static Span.Builder span(
      ByteString traceId,
      ByteString id,
      ByteString parent,
      String name,
      Instant start,
      int millis) {
    return Span.newBuilder()
        .setTraceId(traceId)
        .setSpanId(id)
        .setParentSpanId(parent)
        .setName(text(name))
        .setStartTime(timestamp(start))
        .setEndTime(timestamp(start.plusMillis(millis)));
  }

  private static TruncatableString text(String value) {
    return TruncatableString.newBuilder().setValue(value).build();
  }

  private static Timestamp timestamp(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }

  private static ByteString id(int bytes) {
    byte[] id = new byte[bytes];
    RANDOM.nextBytes(id);
    return ByteString.copyFrom(id);
  }

  private static void tell(String role, ByteString traceId, ByteString id) {
    HexFormat hex = HexFormat.of();
    System.out.printf(
        "span %s %s %s%n",
        role, hex.formatHex(traceId.toByteArray()), hex.formatHex(id.toByteArray()));
  }

  /** Nobody waits for an answer on this stream. */
  private static final class Silent<T> implements StreamObserver<T> {
    @Override
    public void onNext(T response) {}

    @Override
    public void onError(Throwable cause) {
      System.out.println("refused " + cause.getMessage());
    }

    @Override
    public void onCompleted() {}
  }
}
