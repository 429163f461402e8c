package dev.ichnos.collector.receiver.jaeger;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import dev.ichnos.model.SpanFixtures;
import dev.ichnos.proto.jaeger.Batch;
import dev.ichnos.proto.jaeger.PostSpansRequest;
import dev.ichnos.proto.jaeger.Process;
import io.jaegertracing.thriftjava.Span;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.thrift.TException;
import org.apache.thrift.TSerializer;
import org.apache.thrift.protocol.TBinaryProtocol;

/** Messages of spans with these ids; 0 is none. */
final class JaegerMessages {
  static final long GOOD = SpanFixtures.CLIENT.spanId();

  private JaegerMessages() {}

  static byte[] proto(long... spanIds) {
    Batch.Builder batch =
        Batch.newBuilder().setProcess(Process.newBuilder().setServiceName("frontend"));
    for (long id : spanIds) {
      batch.addSpans(
          dev.ichnos.proto.jaeger.Span.newBuilder()
              .setTraceId(bytes(SpanFixtures.TRACE_HIGH, SpanFixtures.TRACE_LOW))
              .setSpanId(bytes(id))
              .setOperationName("get")
              .setStartTime(Timestamp.newBuilder().setSeconds(1_767_323_045))
              .setDuration(Duration.newBuilder().setNanos(5_000_000)));
    }
    return PostSpansRequest.newBuilder().setBatch(batch).build().toByteArray();
  }

  static byte[] thrift(long... spanIds) {
    io.jaegertracing.thriftjava.Batch batch =
        new io.jaegertracing.thriftjava.Batch(
            new io.jaegertracing.thriftjava.Process("frontend"),
            Arrays.stream(spanIds)
                .mapToObj(
                    id ->
                        new Span(
                            SpanFixtures.TRACE_LOW,
                            SpanFixtures.TRACE_HIGH,
                            id,
                            0,
                            "get",
                            1,
                            1_767_323_045_000_006L,
                            5_000))
                .toList());
    try {
      return new TSerializer(new TBinaryProtocol.Factory()).serialize(batch);
    } catch (TException e) {
      throw new AssertionError(e);
    }
  }

  private static ByteString bytes(long... longs) {
    ByteBuffer bytes = ByteBuffer.allocate(longs.length * Long.BYTES);
    for (long value : longs) {
      bytes.putLong(value);
    }
    return ByteString.copyFrom(bytes.flip());
  }
}
