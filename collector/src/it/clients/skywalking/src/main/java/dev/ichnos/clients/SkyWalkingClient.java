package dev.ichnos.clients;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.skywalking.apm.network.common.v3.Commands;
import org.apache.skywalking.apm.network.common.v3.KeyStringValuePair;
import org.apache.skywalking.apm.network.language.agent.v3.Log;
import org.apache.skywalking.apm.network.language.agent.v3.RefType;
import org.apache.skywalking.apm.network.language.agent.v3.SegmentCollection;
import org.apache.skywalking.apm.network.language.agent.v3.SegmentObject;
import org.apache.skywalking.apm.network.language.agent.v3.SegmentReference;
import org.apache.skywalking.apm.network.language.agent.v3.SpanLayer;
import org.apache.skywalking.apm.network.language.agent.v3.SpanObject;
import org.apache.skywalking.apm.network.language.agent.v3.SpanType;
import org.apache.skywalking.apm.network.language.agent.v3.TraceSegmentReportServiceGrpc;
import org.apache.skywalking.apm.network.management.v3.InstancePingPkg;
import org.apache.skywalking.apm.network.management.v3.InstanceProperties;
import org.apache.skywalking.apm.network.management.v3.ManagementServiceGrpc;

/**
 * An order as two segments, the second of another thread: through SkyWalking's stock stubs, with an
 * agent's calls around it.
 */
public final class SkyWalkingClient {
  private static final String INSTANCE = "checkout-1";

  private SkyWalkingClient() {}

  /**
   * @param arguments service; port on loopback; {@code stream}, {@code sync} or {@code compat}
   */
  public static void main(String[] arguments) throws Exception {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", Integer.parseInt(arguments[1]))
            .usePlaintext()
            .build();
    String service = arguments[0];
    String traceId = UUID.randomUUID().toString();
    String first = UUID.randomUUID().toString();
    String second = UUID.randomUUID().toString();
    long now = System.currentTimeMillis();
    SegmentObject orderSegment =
        segment(service, traceId, first)
            .addSpans(
                span(0, -1, "POST /orders", SpanType.Entry, now, now + 6)
                    .setSpanLayer(SpanLayer.Http)
                    .addTags(tag("http.method", "POST"))
                    .addTags(tag("items", "3")))
            .addSpans(
                span(1, 0, "price", SpanType.Local, now + 1, now + 5)
                    .addLogs(Log.newBuilder().setTime(now + 2).addData(tag("event", "cache miss"))))
            .build();
    SegmentObject chargeSegment =
        segment(service, traceId, second)
            .addSpans(
                span(0, -1, "charge", SpanType.Exit, now + 2, now + 4)
                    .setPeer("bank.example:443")
                    .setIsError(true)
                    .addRefs(
                        SegmentReference.newBuilder()
                            .setRefType(RefType.CrossThread)
                            .setTraceId(traceId)
                            .setParentTraceSegmentId(first)
                            .setParentSpanId(1)
                            .setParentService(service)
                            .setParentServiceInstance(INSTANCE)
                            .setParentEndpoint("POST /orders")))
            .build();
    try {
      switch (arguments[2]) {
        case "stream" -> {
          heartbeat(channel, service);
          Answer answer = new Answer();
          StreamObserver<SegmentObject> segments =
              TraceSegmentReportServiceGrpc.newStub(channel).collect(answer);
          segments.onNext(orderSegment);
          segments.onNext(chargeSegment);
          segments.onCompleted();
          answer.await();
        }
        case "sync" ->
            TraceSegmentReportServiceGrpc.newBlockingStub(channel)
                .collectInSync(
                    SegmentCollection.newBuilder()
                        .addSegments(orderSegment)
                        .addSegments(chargeSegment)
                        .build());
        case "compat" -> {
          Answer answer = new Answer();
          StreamObserver<SegmentObject> segments =
              org.apache.skywalking.apm.network.language.agent.v3.compat
                  .TraceSegmentReportServiceGrpc.newStub(channel)
                  .collect(answer);
          segments.onNext(orderSegment);
          segments.onNext(chargeSegment);
          segments.onCompleted();
          answer.await();
        }
        default -> throw new IllegalArgumentException(arguments[2]);
      }
    } finally {
      channel.shutdown().awaitTermination(5, TimeUnit.SECONDS);
    }
    for (String role : List.of("order", "price", "charge")) {
      System.out.printf("span %s %s -%n", role, traceId.replace("-", ""));
    }
  }

  private static void heartbeat(ManagedChannel channel, String service) {
    ManagementServiceGrpc.ManagementServiceBlockingStub management =
        ManagementServiceGrpc.newBlockingStub(channel);
    management.reportInstanceProperties(
        InstanceProperties.newBuilder()
            .setService(service)
            .setServiceInstance(INSTANCE)
            .addProperties(tag("language", "java"))
            .build());
    management.keepAlive(
        InstancePingPkg.newBuilder().setService(service).setServiceInstance(INSTANCE).build());
  }

  private static SegmentObject.Builder segment(String service, String traceId, String id) {
    return SegmentObject.newBuilder()
        .setTraceId(traceId)
        .setTraceSegmentId(id)
        .setService(service)
        .setServiceInstance(INSTANCE);
  }

  private static SpanObject.Builder span(
      int id, int parent, String name, SpanType type, long start, long end) {
    return SpanObject.newBuilder()
        .setSpanId(id)
        .setParentSpanId(parent)
        .setOperationName(name)
        .setSpanType(type)
        .setStartTime(start)
        .setEndTime(end);
  }

  private static KeyStringValuePair tag(String key, String value) {
    return KeyStringValuePair.newBuilder().setKey(key).setValue(value).build();
  }

  private static final class Answer implements StreamObserver<Commands> {
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    @Override
    public void onNext(Commands commands) {}

    @Override
    public void onError(Throwable cause) {
      done.completeExceptionally(cause);
    }

    @Override
    public void onCompleted() {
      done.complete(null);
    }

    void await() throws Exception {
      done.get(10, TimeUnit.SECONDS);
    }
  }
}
