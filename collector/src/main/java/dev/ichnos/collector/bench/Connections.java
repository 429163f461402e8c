package dev.ichnos.collector.bench;

import dev.ichnos.codec.wire.ProtoException;
import dev.ichnos.collector.config.TlsClientConfig;
import dev.ichnos.collector.transport.GrpcChannels;
import java.io.IOException;
import java.net.InetSocketAddress;

/** Opens connections to the collector, as many as a plan wants. */
final class Connections implements AutoCloseable {
  private final GrpcChannels channels = new GrpcChannels();
  private final BenchPlan plan;

  Connections(BenchPlan plan) {
    this.plan = plan;
  }

  /** One more, which connects with its first message. */
  Connection open() throws IOException {
    return switch (plan.protocol()) {
      case ZIPKIN_JSON -> http("/api/v2/spans", "application/json", "");
      case ZIPKIN_PROTO -> http("/api/v2/spans", "application/x-protobuf", "");
      case DATADOG ->
          http(
              "/v0.4/traces",
              "application/msgpack",
              "X-Datadog-Trace-Count: " + plan.batch() + "\r\n");
      case OTLP_HTTP ->
          new HttpConnection(
              address(),
              "/v1/traces",
              "Content-Type: application/x-protobuf\r\n",
              Connections::otlpAnswer);
      case OTLP_GRPC ->
          new GrpcConnection(channels.open(plan.target(), TlsClientConfig.plaintext()));
    };
  }

  @Override
  public void close() {
    channels.close();
  }

  private Connection http(String path, String contentType, String more) {
    return new HttpConnection(
        address(),
        path,
        "Content-Type: " + contentType + "\r\n" + more,
        HttpConnection.AnswerReader.STATUS);
  }

  private InetSocketAddress address() {
    return new InetSocketAddress(plan.target().host(), plan.target().port());
  }

  private static Answer otlpAnswer(int status, byte[] body) throws IOException {
    Answer answer = HttpConnection.AnswerReader.STATUS.read(status, body);
    try {
      return answer.accepted()
          ? new Answer(true, answer.code(), PartialSuccess.rejected(body))
          : answer;
    } catch (ProtoException e) {
      throw new IOException("answer that is not OTLP: " + e.describe(), e);
    }
  }
}
