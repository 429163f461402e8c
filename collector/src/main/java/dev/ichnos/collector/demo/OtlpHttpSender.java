package dev.ichnos.collector.demo;

import dev.ichnos.codec.SpanEncoder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;

/** OTLP over HTTP, in either of its encodings. */
final class OtlpHttpSender implements Sender {
  private final SpanEncoder encoder;
  private final HttpPost post;

  OtlpHttpSender(InetSocketAddress address, SpanEncoder encoder) {
    this.encoder = encoder;
    post = new HttpPost(address, "/v1/traces", encoder.format().contentType(), 200);
  }

  @Override
  public String protocol() {
    return encoder.format() + " over HTTP";
  }

  @Override
  public void send(Bookinfo request) throws IOException, InterruptedException {
    for (byte[] message : OtlpReports.messages(request, encoder)) {
      post.send(message);
    }
  }

  /** Sends what applications report, one message for each. */
  void send(List<ProxySpan> reports) throws IOException, InterruptedException {
    for (byte[] message : ApplicationReports.messages(reports, encoder)) {
      post.send(message);
    }
  }
}
