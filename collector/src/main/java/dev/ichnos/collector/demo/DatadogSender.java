package dev.ichnos.collector.demo;

import dev.ichnos.codec.wire.MsgpackWriter;
import dev.ichnos.model.SpanKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Datadog's v0.4, as Envoy's Datadog tracer writes it: every request at a proxy a chunk, whose span
 * has the upper half of the trace id as a tag, and for a name Envoy's own. Like the tracers up to
 * Envoy 1.26, but unlike newer ones, it says the kind.
 */
final class DatadogSender implements Sender {
  private final HttpPost post;

  DatadogSender(InetSocketAddress address) {
    post = new HttpPost(address, "/v0.4/traces", "application/msgpack", 200);
  }

  @Override
  public String protocol() {
    return "Datadog v0.4 over HTTP";
  }

  @Override
  public void send(Bookinfo request) throws IOException, InterruptedException {
    for (List<Bookinfo.Hop> report : request.reports()) {
      post.send(message(request, report));
    }
  }

  private static byte[] message(Bookinfo request, List<Bookinfo.Hop> report) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    MsgpackWriter out = new MsgpackWriter(bytes, Integer.MAX_VALUE);
    out.writeArrayHeader(report.size());
    for (Bookinfo.Hop hop : report) {
      out.writeArrayHeader(1);
      write(out, request, hop);
    }
    out.flush();
    return bytes.toByteArray();
  }

  private static void write(MsgpackWriter out, Bookinfo request, Bookinfo.Hop hop)
      throws IOException {
    out.writeMapHeader(12);
    text(out, "service", hop.proxy().tracingName());
    text(out, "name", "envoy.proxy");
    text(out, "resource", hop.name());
    out.writeString("trace_id");
    out.writeUnsigned(request.traceIdLow());
    out.writeString("span_id");
    out.writeUnsigned(hop.spanId());
    out.writeString("parent_id");
    out.writeUnsigned(hop.parentSpanId());
    out.writeString("start");
    out.writeLong(hop.startEpochMicros() * 1_000);
    out.writeString("duration");
    out.writeLong(hop.durationMicros() * 1_000);
    out.writeString("error");
    out.writeLong(0);
    Map<String, String> tags = hop.tags();
    out.writeString("meta");
    out.writeMapHeader(tags.size() + 2);
    text(out, "_dd.p.tid", HexFormat.of().toHexDigits(request.traceIdHigh()));
    text(out, "span.kind", hop.kind() == SpanKind.SERVER ? "server" : "client");
    for (Map.Entry<String, String> tag : tags.entrySet()) {
      text(out, tag.getKey(), tag.getValue());
    }
    out.writeString("metrics");
    out.writeMapHeader(1);
    out.writeString("_sampling_priority_v1");
    out.writeDouble(1);
    text(out, "type", "web");
  }

  private static void text(MsgpackWriter out, String key, String value) throws IOException {
    out.writeString(key);
    out.writeString(value);
  }
}
