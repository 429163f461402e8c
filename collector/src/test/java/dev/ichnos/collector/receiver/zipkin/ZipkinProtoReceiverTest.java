package dev.ichnos.collector.receiver.zipkin;

import java.nio.charset.StandardCharsets;
import zipkin2.codec.SpanBytesEncoder;

class ZipkinProtoReceiverTest extends ZipkinReceiverContract {
  @Override
  protected String path() {
    return "/api/v2/spans";
  }

  @Override
  protected String contentType() {
    return "application/x-protobuf";
  }

  @Override
  protected byte[] good() {
    return ZipkinMessages.good(SpanBytesEncoder.PROTO3);
  }

  @Override
  protected byte[] mixed() {
    return ZipkinMessages.mixed(SpanBytesEncoder.PROTO3);
  }

  @Override
  protected byte[] empty() {
    return new byte[0];
  }

  @Override
  protected byte[] malformed() {
    return "{\"traceId\": nonsense".getBytes(StandardCharsets.UTF_8);
  }

  @Override
  protected String formatName() {
    return "ZIPKIN_PROTO";
  }
}
