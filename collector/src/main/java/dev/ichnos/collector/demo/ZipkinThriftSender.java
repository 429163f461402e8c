package dev.ichnos.collector.demo;

import dev.ichnos.model.SpanKind;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Zipkin v1 thrift as the reporters of many languages write it: a list of structs in Thrift's
 * binary protocol (openzipkin/zipkin-api thrift/zipkinCore.thrift @ 1.0.0). A field is its type,
 * its number and its value; a struct ends with a zero.
 */
final class ZipkinThriftSender implements Sender {
  private static final int STOP = 0;
  private static final int I16 = 6;
  private static final int I32 = 8;
  private static final int I64 = 10;
  private static final int STRING = 11;
  private static final int STRUCT = 12;
  private static final int LIST = 15;

  /** The type of a binary annotation that holds text. */
  private static final int TEXT = 6;

  private final HttpPost post;

  ZipkinThriftSender(InetSocketAddress address) {
    post = new HttpPost(address, "/api/v1/spans", "application/x-thrift", 202);
  }

  @Override
  public String protocol() {
    return "Zipkin v1 thrift over HTTP";
  }

  @Override
  public void send(Bookinfo request) throws IOException, InterruptedException {
    for (List<Bookinfo.Hop> report : request.reports()) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      list(out, report.size());
      for (Bookinfo.Hop hop : report) {
        span(out, request, hop);
      }
      post.send(bytes.toByteArray());
    }
  }

  private static void span(DataOutputStream out, Bookinfo request, Bookinfo.Hop hop)
      throws IOException {
    boolean server = hop.kind() == SpanKind.SERVER;
    number(out, 1, request.traceIdLow());
    text(out, 3, hop.name());
    number(out, 4, hop.spanId());
    if (hop.parentSpanId() != 0) {
      number(out, 5, hop.parentSpanId());
    }
    field(out, LIST, 6);
    list(out, 2);
    annotation(out, hop, hop.startEpochMicros(), server ? "sr" : "cs");
    annotation(out, hop, hop.startEpochMicros() + hop.durationMicros(), server ? "ss" : "cr");
    field(out, LIST, 8);
    list(out, hop.tags().size());
    for (Map.Entry<String, String> tag : hop.tags().entrySet()) {
      text(out, 1, tag.getKey());
      text(out, 2, tag.getValue());
      field(out, I32, 3);
      out.writeInt(TEXT);
      host(out, 4, hop);
      out.writeByte(STOP);
    }
    number(out, 10, hop.startEpochMicros());
    number(out, 11, hop.durationMicros());
    number(out, 12, request.traceIdHigh());
    out.writeByte(STOP);
  }

  private static void annotation(DataOutputStream out, Bookinfo.Hop hop, long micros, String value)
      throws IOException {
    number(out, 1, micros);
    text(out, 2, value);
    host(out, 3, hop);
    out.writeByte(STOP);
  }

  private static void host(DataOutputStream out, int number, Bookinfo.Hop hop) throws IOException {
    field(out, STRUCT, number);
    field(out, I32, 1);
    out.write(InetAddress.getByName(hop.proxy().ip()).getAddress());
    field(out, I16, 2);
    out.writeShort(0);
    text(out, 3, hop.proxy().tracingName());
    out.writeByte(STOP);
  }

  private static void list(DataOutputStream out, int size) throws IOException {
    out.writeByte(STRUCT);
    out.writeInt(size);
  }

  private static void number(DataOutputStream out, int number, long value) throws IOException {
    field(out, I64, number);
    out.writeLong(value);
  }

  private static void text(DataOutputStream out, int number, String value) throws IOException {
    field(out, STRING, number);
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static void field(DataOutputStream out, int type, int number) throws IOException {
    out.writeByte(type);
    out.writeShort(number);
  }
}
