package dev.ichnos.collector.receiver.opencensus;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.ichnos.proto.opencensus.ExportTraceServiceRequest;
import dev.ichnos.proto.opencensus.Node;
import dev.ichnos.proto.opencensus.ServiceInfo;
import dev.ichnos.proto.opencensus.Span;
import dev.ichnos.proto.opencensus.TruncatableString;
import java.util.HexFormat;

/** Messages of the agent's protocol. */
final class OpenCensusMessages {
  private OpenCensusMessages() {}

  static byte[] good() {
    return message().addSpans(span()).build().toByteArray();
  }

  static byte[] mixed() {
    return message()
        .addSpans(span().clearSpanId())
        .addSpans(span())
        .addSpans(span().clearTraceId())
        .build()
        .toByteArray();
  }

  /** A message that names its sender, and holds no span. */
  static byte[] node(String service) {
    return message()
        .setNode(Node.newBuilder().setServiceInfo(ServiceInfo.newBuilder().setName(service)))
        .build()
        .toByteArray();
  }

  static ExportTraceServiceRequest.Builder message() {
    return ExportTraceServiceRequest.newBuilder();
  }

  static Span.Builder span() {
    return Span.newBuilder()
        .setTraceId(hex("463ac35c9f6413ad48485a3953bb6124"))
        .setSpanId(hex("a2fb4a1d1a96d312"))
        .setName(TruncatableString.newBuilder().setValue("get /"))
        .setStartTime(Timestamp.newBuilder().setSeconds(1_700_000_000L))
        .setEndTime(Timestamp.newBuilder().setSeconds(1_700_000_001L));
  }

  private static ByteString hex(String digits) {
    return ByteString.copyFrom(HexFormat.of().parseHex(digits));
  }
}
