package dev.ichnos.collector.receiver.envoy;

class EnvoyV2ReceiverTest extends EnvoyReceiverContract {
  @Override
  protected String method() {
    return "envoy.service.trace.v2.TraceService/StreamTraces";
  }
}
