package dev.ichnos.codec.jaeger;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.codec.SpanDecoder;
import dev.ichnos.proto.jaeger.Batch;
import dev.ichnos.proto.jaeger.KeyValue;
import dev.ichnos.proto.jaeger.Log;
import dev.ichnos.proto.jaeger.PostSpansRequest;
import dev.ichnos.proto.jaeger.Process;
import dev.ichnos.proto.jaeger.Span;
import dev.ichnos.proto.jaeger.SpanRef;
import java.nio.ByteBuffer;

/** Batches in the words of the generated classes, their bytes in both forms, and what was read. */
final class JaegerBed {
  static final long HIGH = 0x463ac35c9f6413adL;
  static final long LOW = 0x48485a3953bb6124L;
  static final long ID = 0x5b4185666d50f68bL;

  /** 2026-01-02T03:04:05.000006Z. */
  static final long START = 1_767_323_045_000_006_000L;

  final RecordingSpanSink sink = new RecordingSpanSink();

  /** How a batch travels. */
  enum Form {
    PROTO(new JaegerProtoDecoder()) {
      @Override
      byte[] bytes(Batch batch) {
        return PostSpansRequest.newBuilder().setBatch(batch).build().toByteArray();
      }
    },
    THRIFT(new JaegerThriftDecoder()) {
      @Override
      byte[] bytes(Batch batch) {
        return ThriftForm.bytes(batch);
      }
    };

    final SpanDecoder decoder;

    Form(SpanDecoder decoder) {
      this.decoder = decoder;
    }

    abstract byte[] bytes(Batch batch);
  }

  static ByteString id(long... halves) {
    ByteBuffer bytes = ByteBuffer.allocate(halves.length * Long.BYTES);
    for (long half : halves) {
      bytes.putLong(half);
    }
    return ByteString.copyFrom(bytes.flip());
  }

  /** A span that has ids, a name, a start and a duration of 5 ms. */
  static Span.Builder span() {
    return Span.newBuilder()
        .setTraceId(id(HIGH, LOW))
        .setSpanId(id(ID))
        .setOperationName("GET /details")
        .setStartTime(timestamp(START))
        .setDuration(Duration.newBuilder().setNanos(5_000_000));
  }

  static Timestamp timestamp(long epochNanos) {
    return Timestamp.newBuilder()
        .setSeconds(epochNanos / 1_000_000_000)
        .setNanos((int) (epochNanos % 1_000_000_000))
        .build();
  }

  static KeyValue text(String key, String value) {
    return KeyValue.newBuilder().setKey(key).setVStr(value).build();
  }

  static KeyValue flag(String key, boolean value) {
    return KeyValue.newBuilder().setKey(key).setVType(KeyValue.Type.BOOL).setVBool(value).build();
  }

  static KeyValue number(String key, long value) {
    return KeyValue.newBuilder().setKey(key).setVType(KeyValue.Type.INT64).setVInt64(value).build();
  }

  static KeyValue floating(String key, double value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setVType(KeyValue.Type.FLOAT64)
        .setVFloat64(value)
        .build();
  }

  static KeyValue binary(String key, int... value) {
    byte[] bytes = new byte[value.length];
    for (int i = 0; i < value.length; i++) {
      bytes[i] = (byte) value[i];
    }
    return KeyValue.newBuilder()
        .setKey(key)
        .setVType(KeyValue.Type.BINARY)
        .setVBinary(ByteString.copyFrom(bytes))
        .build();
  }

  static Log log(long epochNanos, KeyValue... fields) {
    Log.Builder log = Log.newBuilder().setTimestamp(timestamp(epochNanos));
    for (KeyValue field : fields) {
      log.addFields(field);
    }
    return log.build();
  }

  static SpanRef childOf(long high, long low, long spanId) {
    return SpanRef.newBuilder().setTraceId(id(high, low)).setSpanId(id(spanId)).build();
  }

  static SpanRef followsFrom(long high, long low, long spanId) {
    return childOf(high, low, spanId).toBuilder().setRefType(SpanRef.Type.FOLLOWS_FROM).build();
  }

  static Process process(String service, KeyValue... tags) {
    Process.Builder process = Process.newBuilder().setServiceName(service);
    for (KeyValue tag : tags) {
      process.addTags(tag);
    }
    return process.build();
  }

  static Batch batch(Span.Builder... spans) {
    Batch.Builder batch = Batch.newBuilder().setProcess(process("details"));
    for (Span.Builder span : spans) {
      batch.addSpans(span);
    }
    return batch.build();
  }

  void decode(Form form, Batch batch) throws DecodeException {
    decode(form.decoder, form.bytes(batch), DecodeLimits.DEFAULT);
  }

  void decode(SpanDecoder decoder, byte[] message, DecodeLimits limits) throws DecodeException {
    decoder.decode(ByteBuffer.wrap(message), limits, sink);
  }

  /** The span of a batch that has this one only. */
  dev.ichnos.model.Span only(Form form, Span.Builder span) throws DecodeException {
    sink.spans().clear();
    decode(form, batch(span));
    assertThat(sink.dropped()).isEmpty();
    assertThat(sink.spans()).hasSize(1);
    return sink.spans().get(0);
  }
}
