package dev.ichnos.collector.transport;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Holds a gRPC call's unfinished message against the {@link ReceivingBudget}: grpc-java tells a
 * call's tracer of each part that comes, and turns what that throws into the call's end. A message
 * that is too large as it comes is known to grpc-java alone; its tracer sees the call end by it.
 */
final class ReceivingTracer extends ServerStreamTracer {
  private static final Context.Key<ReceivingTracer> CURRENT = Context.key("ichnos-receiving");

  private final ReceivingBudget budget;
  private final Runnable onTooLarge;
  private final AtomicLong held = new AtomicLong();
  private volatile boolean told;

  private ReceivingTracer(ReceivingBudget budget, Runnable onTooLarge) {
    this.budget = budget;
    this.onTooLarge = onTooLarge;
  }

  /**
   * Tracers for each call.
   *
   * @param owners who serves a method, by its full name
   */
  static Factory factory(Surroundings around, Map<String, String> owners) {
    return new Factory() {
      @Override
      public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
        return new ReceivingTracer(
            around.budget(),
            () -> {
              String owner = owners.get(method);
              if (owner != null) {
                around.metrics().refusedMessage(owner, "too_large");
              }
            });
      }
    };
  }

  /** The message that this thread's call has just read was refused by who read it. */
  static void refusedByReader() {
    ReceivingTracer tracer = CURRENT.get();
    if (tracer != null) {
      tracer.told = true;
    }
  }

  @Override
  public Context filterContext(Context context) {
    return context.withValue(CURRENT, this);
  }

  @Override
  public void inboundWireSize(long bytes) {
    if (!budget.take(bytes)) {
      throw Status.UNAVAILABLE
          .withDescription("too many bytes are coming in at once, try again")
          .asRuntimeException();
    }
    held.addAndGet(bytes);
  }

  /** It is whole; reading it is bounded by the number of event loops. */
  @Override
  public void inboundMessageRead(int message, long wireBytes, long bytes) {
    giveBack();
  }

  @Override
  public void streamClosed(Status status) {
    giveBack();
    if (status.getCode() == Status.Code.RESOURCE_EXHAUSTED && !told) {
      onTooLarge.run();
    }
  }

  private void giveBack() {
    budget.give(held.getAndSet(0));
  }
}
