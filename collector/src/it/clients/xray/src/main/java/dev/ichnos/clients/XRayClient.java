package dev.ichnos.clients;

import com.amazonaws.xray.AWSXRayRecorder;
import com.amazonaws.xray.AWSXRayRecorderBuilder;
import com.amazonaws.xray.config.DaemonConfiguration;
import com.amazonaws.xray.emitters.UDPEmitter;
import com.amazonaws.xray.entities.Entity;
import com.amazonaws.xray.entities.Namespace;
import com.amazonaws.xray.entities.Segment;
import com.amazonaws.xray.entities.Subsegment;
import com.amazonaws.xray.strategy.sampling.AllSamplingStrategy;
import java.util.Map;

/** An order through the X-Ray SDK: one segment with its subsegments, sent to a daemon's port. */
public final class XRayClient {
  private XRayClient() {}

  /**
   * @param arguments service; host:port of the daemon
   */
  public static void main(String[] arguments) throws Exception {
    DaemonConfiguration daemon = new DaemonConfiguration();
    daemon.setUDPAddress(arguments[1]);
    AWSXRayRecorder recorder =
        AWSXRayRecorderBuilder.standard()
            .withEmitter(new UDPEmitter(daemon))
            .withSamplingStrategy(new AllSamplingStrategy())
            .build();
    Segment order = recorder.beginSegment(arguments[0]);
    order.putHttp("request", Map.of("method", "POST", "url", "http://shop.example/orders"));
    order.putHttp("response", Map.of("status", 502));
    order.putAnnotation("items", 3);
    Thread.sleep(2);
    Subsegment price = recorder.beginSubsegment("price");
    Thread.sleep(2);
    Subsegment charge = recorder.beginSubsegment("charge");
    charge.setNamespace(Namespace.REMOTE.toString());
    Thread.sleep(2);
    charge.addException(new IllegalStateException("card declined"));
    recorder.endSubsegment();
    recorder.endSubsegment();
    recorder.endSegment();
    tell("order", order, order);
    tell("price", order, price);
    tell("charge", order, charge);
  }

  private static void tell(String role, Segment segment, Entity entity) {
    System.out.printf(
        "span %s %s %s%n",
        role, segment.getTraceId().toString().substring(2).replace("-", ""), entity.getId());
  }
}
