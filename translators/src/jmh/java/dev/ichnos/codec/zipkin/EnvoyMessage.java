package dev.ichnos.codec.zipkin;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.DropReason;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.SpanDecoder;
import dev.ichnos.codec.SpanSink;
import dev.ichnos.model.Span;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A message of spans as Envoy writes them, which every benchmark of Zipkin's formats decodes. */
final class EnvoyMessage {
  static final int SPANS = 50;

  private EnvoyMessage() {}

  /** All spans of a message in which everything is good. */
  static List<Span> decode(SpanDecoder decoder, byte[] message) throws DecodeException {
    Collected spans = new Collected(new ArrayList<>(SPANS));
    decoder.decode(ByteBuffer.wrap(message), DecodeLimits.DEFAULT, spans);
    return spans.list();
  }

  static String v2Json() {
    StringBuilder text = new StringBuilder("[");
    for (int i = 0; i < SPANS; i++) {
      text.append(i == 0 ? "" : ",")
          .append(
              """
              {"traceId":"5f1d9a7c3b2e4680a1c3e5f7%08x","id":"2b4d6f80%08x",\
              "parentId":"a1c3e5f708192a3b","kind":"SERVER",\
              "name":"details.shop.svc.cluster.local:9080/*","timestamp":1767323045001103,\
              "duration":3390,\
              "localEndpoint":{"serviceName":"details.shop","ipv4":"10.4.1.7","port":0},\
              "annotations":[{"timestamp":1767323045004590,"value":"ss"}],\
              "tags":{"component":"proxy","downstream_cluster":"-",\
              "guid:x-request-id":"7c1e5a34-90b2-4f6d-8a11-5d3c%08x","http.method":"GET",\
              "http.protocol":"HTTP/1.1","http.status_code":"200",\
              "http.url":"http://details:9080/details/%d","istio.canonical_revision":"v1",\
              "istio.canonical_service":"details","istio.mesh_id":"cluster.local",\
              "istio.namespace":"shop",\
              "node_id":"sidecar~10.4.1.7~details-v1-5c9d7b8f4-m8t6w.shop~shop.svc.cluster.local",\
              "peer.address":"10.4.0.9","request_size":"0","response_flags":"-",\
              "response_size":"183","upstream_cluster":"inbound|9080||",\
              "upstream_cluster.name":"inbound|9080||",\
              "user_agent":"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/126.0"}}"""
                  .formatted(i, i, i, i));
    }
    return text.append(']').toString();
  }

  /** Takes only good spans. */
  record Collected(List<Span> list) implements SpanSink {
    @Override
    public void span(Span span) {
      list.add(span);
    }

    @Override
    public void dropped(int spans, DropReason why, String detail) {
      throw new IllegalStateException(detail);
    }

    @Override
    public void mended(MendReason what) {
      throw new IllegalStateException(what.label());
    }
  }
}
