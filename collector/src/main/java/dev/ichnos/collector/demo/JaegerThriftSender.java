package dev.ichnos.collector.demo;

import dev.ichnos.model.SpanKind;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

/**
 * Jaeger's thrift as its C++ client posts it, which Envoy could load as a plug-in: a batch of one
 * process (jaegertracing/jaeger-idl thrift/jaeger.thrift @ 0.6).
 */
final class JaegerThriftSender implements Sender {
  private static final int TEXT = 0;
  private static final int SAMPLED = 1;

  private final HttpPost post;

  JaegerThriftSender(InetSocketAddress address) {
    post = new HttpPost(address, "/api/traces", "application/x-thrift", 202);
  }

  @Override
  public String protocol() {
    return "Jaeger thrift over HTTP";
  }

  @Override
  public void send(Bookinfo request) throws IOException, InterruptedException {
    for (List<Bookinfo.Hop> report : request.reports()) {
      ThriftOutput out = new ThriftOutput();
      Bookinfo.Proxy proxy = report.get(0).proxy();
      out.field(ThriftOutput.STRUCT, 1);
      out.text(1, proxy.tracingName());
      out.field(ThriftOutput.LIST, 2);
      out.list(2);
      tag(out, "jaeger.version", "C++-0.5.0");
      tag(out, "ip", proxy.ip());
      out.stop();
      out.field(ThriftOutput.LIST, 2);
      out.list(report.size());
      for (Bookinfo.Hop hop : report) {
        span(out, request, hop);
      }
      out.stop();
      post.send(out.toByteArray());
    }
  }

  private static void span(ThriftOutput out, Bookinfo request, Bookinfo.Hop hop)
      throws IOException {
    out.number(1, request.traceIdLow());
    out.number(2, request.traceIdHigh());
    out.number(3, hop.spanId());
    out.number(4, hop.parentSpanId());
    out.text(5, hop.name());
    out.small(7, SAMPLED);
    out.number(8, hop.startEpochMicros());
    out.number(9, hop.durationMicros());
    out.field(ThriftOutput.LIST, 10);
    out.list(1 + hop.tags().size());
    tag(out, "span.kind", hop.kind() == SpanKind.SERVER ? "server" : "client");
    for (Map.Entry<String, String> tag : hop.tags().entrySet()) {
      tag(out, tag.getKey(), tag.getValue());
    }
    out.stop();
  }

  private static void tag(ThriftOutput out, String key, String value) throws IOException {
    out.text(1, key);
    out.small(2, TEXT);
    out.text(3, value);
    out.stop();
  }
}
