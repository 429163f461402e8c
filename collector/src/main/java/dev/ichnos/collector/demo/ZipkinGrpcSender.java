package dev.ichnos.collector.demo;

import dev.ichnos.codec.zipkin.ZipkinProtoEncoder;
import io.grpc.ManagedChannel;
import java.io.IOException;

/** Zipkin v2 in protobuf over gRPC, to the port that also takes it over HTTP. */
final class ZipkinGrpcSender implements Sender {
  private final GrpcCall report;

  /** Sends through this channel, and shuts it down when closed. */
  ZipkinGrpcSender(ManagedChannel channel) {
    report = new GrpcCall(channel, "zipkin.proto3.SpanService/Report");
  }

  @Override
  public String protocol() {
    return "Zipkin v2 protobuf over gRPC";
  }

  @Override
  public void send(Bookinfo request) throws IOException {
    for (byte[] message : OtlpReports.messages(request, new ZipkinProtoEncoder())) {
      report.send(message);
    }
  }

  @Override
  public void close() {
    report.close();
  }
}
