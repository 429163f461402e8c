package dev.ichnos.collector.receiver.zipkin;

import java.nio.charset.StandardCharsets;
import zipkin2.codec.SpanBytesEncoder;

class ZipkinThriftReceiverTest extends ZipkinReceiverContract {
  @Override
  protected String path() {
    return "/api/v1/spans";
  }

  @Override
  protected String contentType() {
    return "application/x-thrift";
  }

  @Override
  protected byte[] good() {
    return ZipkinMessages.good(SpanBytesEncoder.THRIFT);
  }

  @Override
  protected byte[] mixed() {
    return ZipkinMessages.mixed(SpanBytesEncoder.THRIFT);
  }

  @Override
  protected byte[] empty() {
    return new byte[] {12, 0, 0, 0, 0};
  }

  @Override
  protected byte[] malformed() {
    return "{\"traceId\": nonsense".getBytes(StandardCharsets.UTF_8);
  }

  @Override
  protected String formatName() {
    return "ZIPKIN_V1_THRIFT";
  }
}
