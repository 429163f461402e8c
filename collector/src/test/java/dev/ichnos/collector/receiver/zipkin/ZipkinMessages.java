package dev.ichnos.collector.receiver.zipkin;

import dev.ichnos.model.SpanFixtures;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import zipkin2.Endpoint;
import zipkin2.Span;
import zipkin2.codec.SpanBytesEncoder;

/** Messages as Zipkin's own library writes them. */
final class ZipkinMessages {
  private static final long BAD_ID = 0x6261642073706121L;

  /** A client span that every format can say. */
  static final Span CLIENT = client(SpanFixtures.CLIENT.spanId());

  private ZipkinMessages() {}

  private static Span client(long id) {
    return Span.newBuilder()
        .traceId(SpanFixtures.TRACE_HIGH, SpanFixtures.TRACE_LOW)
        .id(id)
        .kind(Span.Kind.CLIENT)
        .name("get")
        .timestamp(1_767_323_045_000_006L)
        .duration(5_000L)
        .localEndpoint(Endpoint.newBuilder().serviceName("frontend").ip("10.1.0.1").build())
        .putTag("http.method", "GET")
        .build();
  }

  static byte[] good(SpanBytesEncoder format) {
    return format.encodeList(List.of(CLIENT));
  }

  /** One good span between two whose ids are zeros, which the library would not write. */
  static byte[] mixed(SpanBytesEncoder format) {
    return zeroed(format.encodeList(List.of(client(BAD_ID), CLIENT, client(BAD_ID))));
  }

  static byte[] onlyBad(SpanBytesEncoder format) {
    return zeroed(format.encodeList(List.of(client(BAD_ID))));
  }

  private static byte[] zeroed(byte[] message) {
    blank(message, ByteBuffer.allocate(8).putLong(BAD_ID).array(), (byte) 0);
    blank(message, "%016x".formatted(BAD_ID).getBytes(StandardCharsets.US_ASCII), (byte) '0');
    return message;
  }

  private static void blank(byte[] message, byte[] what, byte with) {
    for (int i = 0; i + what.length <= message.length; i++) {
      if (Arrays.equals(message, i, i + what.length, what, 0, what.length)) {
        Arrays.fill(message, i, i + what.length, with);
      }
    }
  }
}
