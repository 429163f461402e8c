package dev.ichnos.collector.receiver;

import dev.ichnos.codec.SpanDecoder;
import dev.ichnos.codec.otlp.OtlpErrors;
import dev.ichnos.codec.otlp.OtlpFormats;
import dev.ichnos.collector.component.RateLimitedLog;
import dev.ichnos.collector.pipeline.Reception;
import dev.ichnos.collector.pipeline.ReceptionResult;
import dev.ichnos.collector.transport.DrainSignal;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/**
 * One call of a {@link SpanMethod}: takes message after message, one at a time, and answers once,
 * when the client half-closes or the listener drains.
 *
 * <p>Callbacks come from the call's executor, results from wherever the journal completes them, a
 * drain from an event loop; so every step holds this object's lock.
 */
final class SpanCall extends ServerCall.Listener<ByteBuffer> {
  private static final RateLimitedLog LOG =
      new RateLimitedLog(LoggerFactory.getLogger(SpanCall.class));
  private static final Metadata.Key<byte[]> STATUS_DETAILS =
      Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

  private final ServerCall<ByteBuffer, byte[]> call;
  private final Reception reception;
  private final SpanDecoder decoder;
  private final SpanMethod.Reply reply;
  private final String peer;
  private final Map<String, String> metadata;

  private boolean inFlight;
  private boolean hadMessage;
  private boolean answerDue;
  private boolean closed;
  private long rejectedSpans;
  private String problem = "";

  SpanCall(
      ServerCall<ByteBuffer, byte[]> call,
      Reception reception,
      SpanDecoder decoder,
      SpanMethod.Reply reply,
      String peer,
      Map<String, String> metadata) {
    this.call = call;
    this.reception = reception;
    this.decoder = decoder;
    this.reply = reply;
    this.peer = peer;
    this.metadata = metadata;
  }

  synchronized void start(DrainSignal drain) {
    drain.onDrain(this::onDrain);
    call.request(1);
  }

  @Override
  public void onMessage(ByteBuffer message) {
    synchronized (this) {
      if (closed) {
        return;
      }
      inFlight = true;
      hadMessage = true;
    }
    try {
      var unused =
          reception
              .accept(reception.decode(decoder, message), peer, metadata)
              .whenComplete(
                  (result, error) -> {
                    if (error == null) {
                      settle(result);
                    } else {
                      fail(error);
                    }
                  });
    } catch (RuntimeException e) {
      fail(e);
    }
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
    LOG.warn("failed", "a gRPC message could not be taken", error);
    close(Status.INTERNAL.withDescription("The collector failed").withCause(error), new Metadata());
  }

  private void answer() {
    if (closed) {
      return;
    }
    if (reply != SpanMethod.NONE) {
      call.sendHeaders(new Metadata());
      call.sendMessage(reply.bytes(rejectedSpans, problem));
    }
    close(Status.OK, new Metadata());
  }

  private void close(Status status, Metadata trailers) {
    if (!closed) {
      closed = true;
      call.close(status, trailers);
    }
  }
}
