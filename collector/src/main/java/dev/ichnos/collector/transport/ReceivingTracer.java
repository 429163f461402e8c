package dev.ichnos.collector.transport;

import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Holds a gRPC call's unfinished message against the {@link ReceivingBudget}: grpc-java tells a
 * call's tracer of each part that comes, and turns what that throws into the call's end.
 */
final class ReceivingTracer extends ServerStreamTracer {
  private final ReceivingBudget budget;
  private final AtomicLong held = new AtomicLong();

  private ReceivingTracer(ReceivingBudget budget) {
    this.budget = budget;
  }

  static Factory factory(ReceivingBudget budget) {
    return new Factory() {
      @Override
      public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
        return new ReceivingTracer(budget);
      }
    };
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
  }

  private void giveBack() {
    budget.give(held.getAndSet(0));
  }
}
