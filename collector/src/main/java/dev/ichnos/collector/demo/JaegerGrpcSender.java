package dev.ichnos.collector.demo;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import dev.ichnos.model.SpanKind;
import dev.ichnos.proto.jaeger.Batch;
import dev.ichnos.proto.jaeger.KeyValue;
import dev.ichnos.proto.jaeger.PostSpansRequest;
import dev.ichnos.proto.jaeger.Process;
import dev.ichnos.proto.jaeger.Span;
import dev.ichnos.proto.jaeger.SpanRef;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Jaeger's protobuf over gRPC, as its agent passes on what clients tell it. */
final class JaegerGrpcSender implements Sender {
  private static final int SAMPLED = 1;
  private static final long MICROS = 1_000_000;
  private static final int NANOS = 1_000;

  private final GrpcCall postSpans;

  /** Sends through this channel, and shuts it down when closed. */
  JaegerGrpcSender(ManagedChannel channel) {
    postSpans = new GrpcCall(channel, "jaeger.api_v2.CollectorService/PostSpans");
  }

  @Override
  public String protocol() {
    return "Jaeger protobuf over gRPC";
  }

  @Override
  public void send(Bookinfo request) throws IOException {
    for (List<Bookinfo.Hop> report : request.reports()) {
      Batch.Builder batch =
          Batch.newBuilder()
              .setProcess(Process.newBuilder().setServiceName(report.get(0).proxy().tracingName()));
      report.forEach(hop -> batch.addSpans(span(request, hop)));
      postSpans.send(PostSpansRequest.newBuilder().setBatch(batch).build().toByteArray());
    }
  }

  private static Span span(Bookinfo request, Bookinfo.Hop hop) {
    ByteString traceId = id(request.traceIdHigh(), request.traceIdLow());
    Span.Builder span =
        Span.newBuilder()
            .setTraceId(traceId)
            .setSpanId(id(hop.spanId()))
            .setOperationName(hop.name())
            .setFlags(SAMPLED)
            .setStartTime(
                Timestamp.newBuilder()
                    .setSeconds(hop.startEpochMicros() / MICROS)
                    .setNanos((int) (hop.startEpochMicros() % MICROS) * NANOS))
            .setDuration(
                Duration.newBuilder()
                    .setSeconds(hop.durationMicros() / MICROS)
                    .setNanos((int) (hop.durationMicros() % MICROS) * NANOS))
            .addTags(tag("span.kind", hop.kind() == SpanKind.SERVER ? "server" : "client"));
    if (hop.parentSpanId() != 0) {
      span.addReferences(
          SpanRef.newBuilder().setTraceId(traceId).setSpanId(id(hop.parentSpanId())));
    }
    hop.tags().forEach((key, value) -> span.addTags(tag(key, value)));
    return span.build();
  }

  private static KeyValue tag(String key, String value) {
    return KeyValue.newBuilder().setKey(key).setVStr(value).build();
  }

  private static ByteString id(long... halves) {
    ByteBuffer bytes = ByteBuffer.allocate(halves.length * Long.BYTES);
    for (long half : halves) {
      bytes.putLong(half);
    }
    return ByteString.copyFrom(bytes.flip());
  }

  @Override
  public void close() {
    postSpans.close();
  }
}
