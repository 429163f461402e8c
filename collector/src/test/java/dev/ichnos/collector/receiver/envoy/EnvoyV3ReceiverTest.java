package dev.ichnos.collector.receiver.envoy;

class EnvoyV3ReceiverTest extends EnvoyReceiverContract {
  @Override
  protected String method() {
    return "envoy.service.trace.v3.TraceService/StreamTraces";
  }
}
