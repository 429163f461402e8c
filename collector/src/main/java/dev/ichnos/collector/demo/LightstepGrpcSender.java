package dev.ichnos.collector.demo;

import dev.ichnos.codec.lightstep.LightstepFormats;
import io.grpc.ManagedChannel;
import java.io.IOException;

/** LightStep's reports over gRPC, one for each proxy, as Envoy sends them. */
final class LightstepGrpcSender implements Sender {
  private final GrpcCall report;

  /** Sends through this channel, and shuts it down when closed. */
  LightstepGrpcSender(ManagedChannel channel) {
    report = new GrpcCall(channel, LightstepFormats.REPORT_METHOD);
  }

  @Override
  public String protocol() {
    return "LightStep over gRPC";
  }

  @Override
  public void send(Bookinfo request) throws IOException {
    for (byte[] message : LightstepReports.of(request)) {
      report.send(message);
    }
  }

  @Override
  public Bookinfo arriving(Bookinfo request) {
    return request.saidWith64Bits();
  }

  @Override
  public void close() {
    report.close();
  }
}
