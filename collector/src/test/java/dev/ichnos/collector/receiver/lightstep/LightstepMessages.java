package dev.ichnos.collector.receiver.lightstep;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Timestamp;
import dev.ichnos.proto.lightstep.KeyValue;
import dev.ichnos.proto.lightstep.ReportRequest;
import dev.ichnos.proto.lightstep.Reporter;
import dev.ichnos.proto.lightstep.Span;
import dev.ichnos.proto.lightstep.SpanContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Reports as LightStep's tracers write them. */
final class LightstepMessages {
  static final String TOKEN = "s3cr3t-token";
  private static final int AUTH = 2;
  private static final int ACCESS_TOKEN = 1;

  private LightstepMessages() {}

  /** A report of these spans, authorised by {@link #TOKEN}. */
  static byte[] report(Span... spans) {
    ReportRequest.Builder report =
        ReportRequest.newBuilder()
            .setReporter(
                Reporter.newBuilder()
                    .setReporterId(-2)
                    .addTags(
                        KeyValue.newBuilder()
                            .setKey("lightstep.component_name")
                            .setStringValue("cart.shop")));
    for (Span span : spans) {
      report.addSpans(span);
    }
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      report.build().writeTo(bytes);
      bytes.write(auth());
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code auth}, which our own proto file leaves out. */
  private static byte[] auth() throws IOException {
    ByteString.Output token = ByteString.newOutput();
    CodedOutputStream out = CodedOutputStream.newInstance(token);
    out.writeString(ACCESS_TOKEN, TOKEN);
    out.flush();
    ByteString.Output auth = ByteString.newOutput();
    CodedOutputStream message = CodedOutputStream.newInstance(auth);
    message.writeBytes(AUTH, token.toByteString());
    message.flush();
    return auth.toByteString().toByteArray();
  }

  static byte[] good() {
    return report(span(7, 8));
  }

  /** One good span between one without a trace id and one without a span id. */
  static byte[] mixed() {
    return report(span(0, 9), span(7, 8), span(7, 0));
  }

  static Span span(long traceId, long spanId) {
    return Span.newBuilder()
        .setSpanContext(SpanContext.newBuilder().setTraceId(traceId).setSpanId(spanId))
        .setOperationName("buy")
        .setStartTimestamp(Timestamp.newBuilder().setSeconds(1_767_323_045).setNanos(6_000))
        .setDurationMicros(5_000)
        .addTags(KeyValue.newBuilder().setKey("span.kind").setStringValue("server"))
        .build();
  }
}
