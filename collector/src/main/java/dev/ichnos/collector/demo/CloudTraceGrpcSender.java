package dev.ichnos.collector.demo;

import dev.ichnos.codec.cloudtrace.CloudTraceFormats;
import dev.ichnos.proto.cloudtrace.BatchWriteSpansRequest;
import io.grpc.ManagedChannel;
import java.io.IOException;

/** Cloud Trace v2 over gRPC, a call of {@code BatchWriteSpans} for each proxy. */
final class CloudTraceGrpcSender implements Sender {
  private final GrpcCall batchWrite;

  /** Sends through this channel, and shuts it down when closed. */
  CloudTraceGrpcSender(ManagedChannel channel) {
    batchWrite = new GrpcCall(channel, CloudTraceFormats.BATCH_WRITE_SPANS_METHOD);
  }

  @Override
  public String protocol() {
    return "Cloud Trace v2 over gRPC";
  }

  @Override
  public void send(Bookinfo request) throws IOException {
    for (BatchWriteSpansRequest message : CloudTraceRequests.of(request)) {
      batchWrite.send(message.toByteArray());
    }
  }

  @Override
  public void close() {
    batchWrite.close();
  }
}
