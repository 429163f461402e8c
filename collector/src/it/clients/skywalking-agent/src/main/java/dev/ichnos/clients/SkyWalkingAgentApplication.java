package dev.ichnos.clients;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.skywalking.apm.agent.core.boot.BootService;
import org.apache.skywalking.apm.agent.core.boot.ServiceManager;
import org.apache.skywalking.apm.agent.core.context.ContextCarrier;
import org.apache.skywalking.apm.agent.core.context.ContextManager;
import org.apache.skywalking.apm.agent.core.context.trace.AbstractSpan;
import org.apache.skywalking.apm.agent.core.context.trace.SpanLayer;
import org.apache.skywalking.apm.agent.core.remote.GRPCChannelListener;
import org.apache.skywalking.apm.agent.core.remote.GRPCChannelManager;
import org.apache.skywalking.apm.agent.core.remote.GRPCChannelStatus;

/**
 * An order in a process that runs under SkyWalking's Java agent. The agent's plugins are not
 * published on their own, so the spans are made by the calls that plugins make.
 */
public final class SkyWalkingAgentApplication {
  private SkyWalkingAgentApplication() {}

  /** Without arguments: the agent has its own configuration. */
  public static void main(String[] arguments) throws Exception {
    if (!Connection.MADE.await(20, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the agent has no connection");
    }
    AbstractSpan order = ContextManager.createEntrySpan("POST /orders", new ContextCarrier());
    SpanLayer.asHttp(order);
    order.tag("http.method", "POST").tag("items", "3");
    Thread.sleep(2);
    AbstractSpan price = ContextManager.createLocalSpan("price");
    price.log(System.currentTimeMillis(), Map.of("event", "cache miss"));
    Thread.sleep(2);
    AbstractSpan charge =
        ContextManager.createExitSpan("charge", new ContextCarrier(), "bank.example:443");
    Thread.sleep(2);
    charge.errorOccurred();
    for (int open = 0; open < 3; open++) {
      ContextManager.stopSpan();
    }
    for (String role : new String[] {"order", "price", "charge"}) {
      System.out.printf("span %s - -%n", role);
    }
    System.out.println("sent");
    // The agent sends in the background of an application that runs on; the test ends this one.
    System.in.read();
  }

  /** Tells when the agent is connected: what it is given before that, it drops. */
  public static final class Connection implements BootService, GRPCChannelListener {
    private static final CountDownLatch MADE = new CountDownLatch(1);

    /** Last to listen, so that the agent's own parts know of the connection first. */
    @Override
    public int priority() {
      return Integer.MAX_VALUE;
    }

    @Override
    public void prepare() {
      ServiceManager.INSTANCE.findService(GRPCChannelManager.class).addChannelListener(this);
    }

    @Override
    public void statusChanged(GRPCChannelStatus status) {
      if (status == GRPCChannelStatus.CONNECTED) {
        MADE.countDown();
      }
    }

    @Override
    public void boot() {}

    @Override
    public void onComplete() {}

    @Override
    public void shutdown() {}
  }
}
