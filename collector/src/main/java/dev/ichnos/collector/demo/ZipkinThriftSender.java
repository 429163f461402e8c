package dev.ichnos.collector.demo;

import dev.ichnos.model.SpanKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

/**
 * Zipkin v1 thrift as the reporters of many languages write it: a list of structs in Thrift's
 * binary protocol (openzipkin/zipkin-api thrift/zipkinCore.thrift @ 1.0.0).
 */
final class ZipkinThriftSender implements Sender {
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
      ThriftOutput out = new ThriftOutput();
      out.list(report.size());
      for (Bookinfo.Hop hop : report) {
        span(out, request, hop);
      }
      post.send(out.toByteArray());
    }
  }

  private static void span(ThriftOutput out, Bookinfo request, Bookinfo.Hop hop)
      throws IOException {
    boolean server = hop.kind() == SpanKind.SERVER;
    out.number(1, request.traceIdLow());
    out.text(3, hop.name());
    out.number(4, hop.spanId());
    if (hop.parentSpanId() != 0) {
      out.number(5, hop.parentSpanId());
    }
    out.field(ThriftOutput.LIST, 6);
    out.list(2);
    annotation(out, hop, hop.startEpochMicros(), server ? "sr" : "cs");
    annotation(out, hop, hop.startEpochMicros() + hop.durationMicros(), server ? "ss" : "cr");
    out.field(ThriftOutput.LIST, 8);
    out.list(hop.tags().size());
    for (Map.Entry<String, String> tag : hop.tags().entrySet()) {
      out.text(1, tag.getKey());
      out.text(2, tag.getValue());
      out.small(3, TEXT);
      host(out, 4, hop);
      out.stop();
    }
    out.number(10, hop.startEpochMicros());
    out.number(11, hop.durationMicros());
    out.number(12, request.traceIdHigh());
    out.stop();
  }

  private static void annotation(ThriftOutput out, Bookinfo.Hop hop, long micros, String value)
      throws IOException {
    out.number(1, micros);
    out.text(2, value);
    host(out, 3, hop);
    out.stop();
  }

  private static void host(ThriftOutput out, int number, Bookinfo.Hop hop) throws IOException {
    out.field(ThriftOutput.STRUCT, number);
    out.field(ThriftOutput.I32, 1);
    out.raw().write(InetAddress.getByName(hop.proxy().ip()).getAddress());
    out.field(ThriftOutput.I16, 2);
    out.raw().writeShort(0);
    out.text(3, hop.proxy().tracingName());
    out.stop();
  }
}
