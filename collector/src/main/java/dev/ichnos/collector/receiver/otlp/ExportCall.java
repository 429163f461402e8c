package dev.ichnos.collector.receiver.otlp;

import dev.ichnos.codec.otlp.OtlpErrors;
import dev.ichnos.codec.otlp.OtlpFormats;
import dev.ichnos.codec.otlp.OtlpResponses;
import dev.ichnos.collector.pipeline.ReceivedMessage;
import dev.ichnos.collector.pipeline.Reception;
import dev.ichnos.collector.pipeline.ReceptionResult;
import dev.ichnos.collector.transport.DrainSignal;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.Map;
import java.util.Optional;

/**
 * One export call: takes message after message, one at a time, and answers once, when the client
 * half-closes or the listener drains.
 *
 * <p>Callbacks come from the call's executor, results from wherever the journal completes them, a
 * drain from an event loop; so every step holds this object's lock.
 */
final class ExportCall extends ServerCall.Listener<ReceivedMessage> {
  private static final Metadata.Key<byte[]> STATUS_DETAILS =
      Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

  private final ServerCall<ReceivedMessage, byte[]> call;
  private final Reception reception;
  private final String peer;

  private boolean inFlight;
  private boolean hadMessage;
  private boolean answerDue;
  private boolean closed;
  private long rejectedSpans;
  private String problem = "";

  ExportCall(ServerCall<ReceivedMessage, byte[]> call, Reception reception, String peer) {
    this.call = call;
    this.reception = reception;
    this.peer = peer;
  }

  synchronized void start(DrainSignal drain) {
    drain.onDrain(this::onDrain);
    call.request(1);
  }

  @Override
  public void onMessage(ReceivedMessage message) {
    synchronized (this) {
      if (closed) {
        return;
      }
      inFlight = true;
      hadMessage = true;
    }
    var unused =
        reception
            .accept(message, peer, Map.of())
            .whenComplete(
                (result, error) -> {
                  if (error == null) {
                    settle(result);
                  } else {
                    fail(error);
                  }
                });
  }

  /** The client has no more messages. Comes after the last message, maybe before its result. */
  @Override
  public synchronized void onHalfClose() {
    answerDue = true;
    answerIfIdle();
  }

  /**
   * The connection wants to end: the call ends with OK, between two messages. One that has had no
   * message waits for it, since its sender would take an OK now for the receipt.
   */
  synchronized void onDrain() {
    answerDue = true;
    if (hadMessage) {
      answerIfIdle();
    }
  }

  @Override
  public synchronized void onCancel() {
    closed = true;
  }

  private void answerIfIdle() {
    if (!inFlight) {
      answer();
    }
  }

  private synchronized void settle(ReceptionResult result) {
    inFlight = false;
    if (closed) {
      return;
    }
    if (result instanceof ReceptionResult.Taken taken) {
      rejectedSpans += taken.rejected();
      problem = problem.isEmpty() ? taken.message() : problem;
      if (answerDue) {
        answer();
      } else {
        call.request(1);
      }
    } else if (result instanceof ReceptionResult.Busy busy) {
      Metadata trailers = new Metadata();
      trailers.put(
          STATUS_DETAILS,
          OtlpErrors.encode(
              OtlpFormats.OTLP_PROTO,
              new OtlpErrors.RpcError(
                  Status.Code.UNAVAILABLE.value(), busy.message(), Optional.of(busy.after()))));
      close(Status.UNAVAILABLE.withDescription(busy.message()), trailers);
    } else if (result instanceof ReceptionResult.Malformed malformed) {
      close(Status.INVALID_ARGUMENT.withDescription(malformed.message()), new Metadata());
    } else {
      String why = ((ReceptionResult.Refused) result).message();
      close(Status.INVALID_ARGUMENT.withDescription(why), new Metadata());
    }
  }

  private synchronized void fail(Throwable error) {
    inFlight = false;
    close(Status.INTERNAL.withDescription("The collector failed").withCause(error), new Metadata());
  }

  private void answer() {
    if (closed) {
      return;
    }
    call.sendHeaders(new Metadata());
    call.sendMessage(
        OtlpResponses.partialSuccess(
            OtlpFormats.OTLP_PROTO, new OtlpResponses.PartialSuccess(rejectedSpans, problem)));
    close(Status.OK, new Metadata());
  }

  private void close(Status status, Metadata trailers) {
    if (!closed) {
      closed = true;
      call.close(status, trailers);
    }
  }
}
