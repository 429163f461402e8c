package dev.ichnos.collector.receiver.opencensus;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a client writes that begins a gRPC call, sends a message and resets the call, all at once
 * (RFC 9113 §4.1, §6; RFC 7541 §6.2.2): as opencensus-cpp up to 2020, which destroys the call's
 * context as soon as the message is written.
 */
final class DroppedCall {
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int END_HEADERS = 4;
  private static final int CANCEL = 8;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);

  private DroppedCall() {}

  /** The bytes of a connection of its own. */
  static byte[] of(String method, byte[] message) throws IOException {
    DroppedCall call = new DroppedCall();
    call.out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    call.frame(SETTINGS, 0, 0, new byte[0]);
    call.frame(HEADERS, END_HEADERS, 1, headers(method));
    call.frame(DATA, 0, 1, prefixed(message));
    call.frame(RST_STREAM, 0, 1, new byte[] {0, 0, 0, CANCEL});
    return call.bytes.toByteArray();
  }

  private void frame(int type, int flags, int stream, byte[] payload) throws IOException {
    out.writeByte(payload.length >>> 16);
    out.writeShort(payload.length);
    out.writeByte(type);
    out.writeByte(flags);
    out.writeInt(stream);
    out.write(payload);
  }

  private static byte[] headers(String method) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    Map<String, String> rest =
        Map.of(":scheme", "http", ":authority", "agent", ":path", "/" + method);
    literal(block, ":method", "POST");
    rest.forEach((name, value) -> literal(block, name, value));
    literal(block, "content-type", "application/grpc");
    literal(block, "te", "trailers");
    return block.toByteArray();
  }

  private static void literal(ByteArrayOutputStream block, String name, String value) {
    block.write(0);
    block.write(name.length());
    block.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
    block.write(value.length());
    block.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] prefixed(byte[] message) throws IOException {
    ByteArrayOutputStream framed = new ByteArrayOutputStream();
    DataOutputStream data = new DataOutputStream(framed);
    data.writeByte(0);
    data.writeInt(message.length);
    data.write(message);
    return framed.toByteArray();
  }
}
