package dev.ichnos.collector.transport;

import io.grpc.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * Tells the handler of a gRPC call that the call's connection wants to end, after its age and grace
 * or because the listener closes.
 *
 * <p>Some senders (Envoy's OTLP tracer up to 1.29, SkyWalking's, the OpenCensus agent's) keep one
 * call open for ever. They have been sent GOAWAY by now, but an open call ends only when its
 * handler ends it. Handlers of methods that may be used so register what does that:
 *
 * <ul>
 *   <li>a call with a message under way answers it first, then completes with OK;
 *   <li>a call that is between two messages completes with OK at once;
 *   <li>a call that has not had its first message waits for it, for a sender that is about to send
 *       it takes an early OK for its receipt.
 * </ul>
 *
 * A call that does not end by itself is cut when the connection is, some time later.
 */
public final class DrainSignal {
  private static final DrainSignal NEVER = new DrainSignal(task -> {});
  private static final Context.Key<DrainSignal> CURRENT =
      Context.keyWithDefault("ichnos-drain", NEVER);

  private final Executor callThread;
  private final List<Runnable> tasks = new ArrayList<>(1);
  private boolean fired;

  DrainSignal(Executor callThread) {
    this.callThread = callThread;
  }

  /** The signal of the gRPC call that this thread serves; one that never comes outside a call. */
  public static DrainSignal ofCurrentCall() {
    return CURRENT.get();
  }

  /**
   * Registers what ends the call. It runs once, on the thread that runs the call's own callbacks
   * and in the call's context, never at the same time as one of them; soon, if the signal has come
   * already.
   */
  public void onDrain(Runnable task) {
    Objects.requireNonNull(task, "task");
    if (this == NEVER) {
      return;
    }
    Runnable inContext = Context.current().wrap(task);
    synchronized (this) {
      if (!fired) {
        tasks.add(inContext);
        return;
      }
    }
    callThread.execute(inContext);
  }

  void fire() {
    List<Runnable> due;
    synchronized (this) {
      fired = true;
      due = List.copyOf(tasks);
      tasks.clear();
    }
    due.forEach(callThread::execute);
  }

  Context inContext(Context parent) {
    return parent.withValue(CURRENT, this);
  }
}
