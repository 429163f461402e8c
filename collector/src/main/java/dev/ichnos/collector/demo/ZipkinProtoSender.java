package dev.ichnos.collector.demo;

import dev.ichnos.codec.SpanEncoder;
import dev.ichnos.codec.zipkin.ZipkinProtoEncoder;
import java.io.IOException;
import java.net.InetSocketAddress;

/** Zipkin v2 in protobuf, as Brave's reporters write it. */
final class ZipkinProtoSender implements Sender {
  private final SpanEncoder encoder = new ZipkinProtoEncoder();
  private final HttpPost post;

  ZipkinProtoSender(InetSocketAddress address) {
    post = new HttpPost(address, "/api/v2/spans", encoder.format().contentType(), 202);
  }

  @Override
  public String protocol() {
    return "Zipkin v2 protobuf over HTTP";
  }

  @Override
  public void send(Bookinfo request) throws IOException, InterruptedException {
    for (byte[] message : OtlpReports.messages(request, encoder)) {
      post.send(message);
    }
  }
}
