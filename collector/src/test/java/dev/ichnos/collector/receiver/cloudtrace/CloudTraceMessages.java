package dev.ichnos.collector.receiver.cloudtrace;

import com.google.devtools.cloudtrace.v2.BatchWriteSpansRequest;
import com.google.devtools.cloudtrace.v2.Span;
import com.google.devtools.cloudtrace.v2.TruncatableString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.JsonFormat;
import java.nio.charset.StandardCharsets;

/** Messages as Google's own classes write them. */
final class CloudTraceMessages {
  static final String NAME =
      "projects/shop/traces/463ac35c9f6413ad48485a3953bb6124/spans/00f067aa0ba902b7";
  static final Span SPAN = span(NAME);

  private CloudTraceMessages() {}

  static BatchWriteSpansRequest request(Span... spans) {
    BatchWriteSpansRequest.Builder request =
        BatchWriteSpansRequest.newBuilder().setName("projects/shop");
    for (Span span : spans) {
      request.addSpans(span);
    }
    return request.build();
  }

  static BatchWriteSpansRequest good() {
    return request(SPAN);
  }

  /** One good span between one without a name and one whose id is zeros. */
  static BatchWriteSpansRequest mixed() {
    return request(
        span(""),
        SPAN,
        span("projects/shop/traces/463ac35c9f6413ad48485a3953bb6124/spans/0000000000000000"));
  }

  static byte[] json(BatchWriteSpansRequest request) {
    try {
      return JsonFormat.printer().print(request).getBytes(StandardCharsets.UTF_8);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static Span span(String name) {
    return Span.newBuilder()
        .setName(name)
        .setSpanId(name.substring(name.lastIndexOf('/') + 1))
        .setParentSpanId("0000000000000000")
        .setDisplayName(TruncatableString.newBuilder().setValue("Recv.shop.Cart.Buy"))
        .setStartTime(Timestamp.newBuilder().setSeconds(1_767_323_045).setNanos(6_000))
        .setEndTime(Timestamp.newBuilder().setSeconds(1_767_323_046))
        .build();
  }
}
