package dev.ichnos.codec.jaeger;

import com.google.protobuf.ByteString;
import dev.ichnos.proto.jaeger.KeyValue;
import io.jaegertracing.thriftjava.Batch;
import io.jaegertracing.thriftjava.Log;
import io.jaegertracing.thriftjava.Process;
import io.jaegertracing.thriftjava.Span;
import io.jaegertracing.thriftjava.SpanRef;
import io.jaegertracing.thriftjava.SpanRefType;
import io.jaegertracing.thriftjava.Tag;
import io.jaegertracing.thriftjava.TagType;
import java.util.List;
import org.apache.thrift.TException;
import org.apache.thrift.TSerializer;
import org.apache.thrift.protocol.TBinaryProtocol;

/** A batch as jaeger-client-java writes it, by the classes that it was published with. */
final class ThriftForm {
  private ThriftForm() {}

  static byte[] bytes(dev.ichnos.proto.jaeger.Batch batch) {
    return bytes(batch(batch));
  }

  static byte[] bytes(Batch batch) {
    try {
      return new TSerializer(new TBinaryProtocol.Factory()).serialize(batch);
    } catch (TException e) {
      throw new AssertionError(e);
    }
  }

  static Batch batch(dev.ichnos.proto.jaeger.Batch batch) {
    Process process = new Process(batch.getProcess().getServiceName());
    process.setTags(tags(batch.getProcess().getTagsList()));
    return new Batch(process, batch.getSpansList().stream().map(ThriftForm::span).toList());
  }

  static Span span(dev.ichnos.proto.jaeger.Span span) {
    Span thrift =
        new Span(
            low(span.getTraceId()),
            high(span.getTraceId()),
            low(span.getSpanId()),
            0,
            span.getOperationName(),
            span.getFlags(),
            span.getStartTime().getSeconds() * 1_000_000 + span.getStartTime().getNanos() / 1_000,
            span.getDuration().getSeconds() * 1_000_000 + span.getDuration().getNanos() / 1_000);
    if (span.getTagsCount() > 0) {
      thrift.setTags(tags(span.getTagsList()));
    }
    if (span.getLogsCount() > 0) {
      thrift.setLogs(span.getLogsList().stream().map(ThriftForm::log).toList());
    }
    if (span.getReferencesCount() > 0) {
      thrift.setReferences(span.getReferencesList().stream().map(ThriftForm::reference).toList());
    }
    return thrift;
  }

  private static Log log(dev.ichnos.proto.jaeger.Log log) {
    return new Log(
        log.getTimestamp().getSeconds() * 1_000_000 + log.getTimestamp().getNanos() / 1_000,
        tags(log.getFieldsList()));
  }

  private static SpanRef reference(dev.ichnos.proto.jaeger.SpanRef reference) {
    return new SpanRef(
        SpanRefType.findByValue(reference.getRefTypeValue()),
        low(reference.getTraceId()),
        high(reference.getTraceId()),
        low(reference.getSpanId()));
  }

  private static List<Tag> tags(List<KeyValue> tags) {
    return tags.stream().map(ThriftForm::tag).toList();
  }

  private static Tag tag(KeyValue tag) {
    return switch (tag.getVType()) {
      case BOOL -> new Tag(tag.getKey(), TagType.BOOL).setVBool(tag.getVBool());
      case INT64 -> new Tag(tag.getKey(), TagType.LONG).setVLong(tag.getVInt64());
      case FLOAT64 -> new Tag(tag.getKey(), TagType.DOUBLE).setVDouble(tag.getVFloat64());
      case BINARY ->
          new Tag(tag.getKey(), TagType.BINARY).setVBinary(tag.getVBinary().toByteArray());
      default -> new Tag(tag.getKey(), TagType.STRING).setVStr(tag.getVStr());
    };
  }

  private static long low(ByteString id) {
    return id.size() < Long.BYTES ? 0 : id.asReadOnlyByteBuffer().getLong(id.size() - Long.BYTES);
  }

  private static long high(ByteString id) {
    return id.size() < 2 * Long.BYTES ? 0 : id.asReadOnlyByteBuffer().getLong(0);
  }
}
