package dev.ichnos.collector.receiver.zipkin;

import java.nio.charset.StandardCharsets;
import zipkin2.codec.SpanBytesEncoder;

class ZipkinV2JsonReceiverTest extends ZipkinReceiverContract {
  @Override
  protected String path() {
    return "/api/v2/spans";
  }

  @Override
  protected String contentType() {
    return "application/json";
  }

  @Override
  protected byte[] good() {
    return ZipkinMessages.good(SpanBytesEncoder.JSON_V2);
  }

  @Override
  protected byte[] mixed() {
    return ZipkinMessages.mixed(SpanBytesEncoder.JSON_V2);
  }

  @Override
  protected byte[] empty() {
    return "[]".getBytes(StandardCharsets.UTF_8);
  }

  @Override
  protected byte[] malformed() {
    return "{\"traceId\": nonsense".getBytes(StandardCharsets.UTF_8);
  }

  @Override
  protected String formatName() {
    return "ZIPKIN_V2_JSON";
  }
}
