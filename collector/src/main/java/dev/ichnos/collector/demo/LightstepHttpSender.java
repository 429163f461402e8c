package dev.ichnos.collector.demo;

import dev.ichnos.codec.lightstep.LightstepFormats;
import java.io.IOException;
import java.net.InetSocketAddress;

/** LightStep's reports over HTTP, as its own tracers send them. */
final class LightstepHttpSender implements Sender {
  private final HttpPost post;

  LightstepHttpSender(InetSocketAddress address) {
    post =
        new HttpPost(
            address,
            LightstepFormats.REPORTS_PATH,
            LightstepFormats.LIGHTSTEP_PROTO.contentType(),
            200);
  }

  @Override
  public String protocol() {
    return "LightStep over HTTP";
  }

  @Override
  public void send(Bookinfo request) throws IOException, InterruptedException {
    for (byte[] message : LightstepReports.of(request)) {
      post.send(message);
    }
  }

  @Override
  public Bookinfo arriving(Bookinfo request) {
    return request.saidWith64Bits();
  }
}
