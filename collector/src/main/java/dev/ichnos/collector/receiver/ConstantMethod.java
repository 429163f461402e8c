package dev.ichnos.collector.receiver;

import dev.ichnos.collector.transport.BytesMarshaller;
import dev.ichnos.collector.transport.DrainSignal;
import dev.ichnos.collector.transport.GrpcMethod;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;

/**
 * A gRPC method that a sender calls beside those that bring spans, and that is answered the same
 * whatever it says, so that the sender neither waits nor complains: registrations, heartbeats,
 * settings. Its messages are read and forgotten.
 */
public final class ConstantMethod {
  private ConstantMethod() {}

  /**
   * A method that answers once, when the client half-closes or the listener drains.
   *
   * @param owner the id of the receiver that adds it
   * @param path {@code package.Service/Method}
   * @param answer the bytes of the answering message
   */
  public static GrpcMethod answeredAtEnd(String owner, String path, byte[] answer) {
    return of(owner, path, answer, false);
  }

  /** A method that answers every message at once, and then awaits the next. */
  public static GrpcMethod answeredEachTime(String owner, String path, byte[] answer) {
    return of(owner, path, answer, true);
  }

  private static GrpcMethod of(String owner, String path, byte[] answer, boolean eachTime) {
    BytesMarshaller bytes = new BytesMarshaller();
    MethodDescriptor<byte[], byte[]> descriptor =
        MethodDescriptor.newBuilder(bytes, bytes)
            .setType(
                eachTime
                    ? MethodDescriptor.MethodType.BIDI_STREAMING
                    : MethodDescriptor.MethodType.CLIENT_STREAMING)
            .setFullMethodName(path)
            .build();
    return new GrpcMethod(
        owner,
        ServerMethodDefinition.create(
            descriptor,
            (call, headers) -> {
              Call answering = new Call(call, answer.clone(), eachTime);
              answering.start(DrainSignal.ofCurrentCall());
              return answering;
            }));
  }

  /** One call. Callbacks come from its executor, a drain from an event loop. */
  private static final class Call extends ServerCall.Listener<byte[]> {
    private final ServerCall<byte[], byte[]> call;
    private final byte[] answer;
    private final boolean eachTime;
    private boolean headersSent;
    private boolean closed;

    Call(ServerCall<byte[], byte[]> call, byte[] answer, boolean eachTime) {
      this.call = call;
      this.answer = answer;
      this.eachTime = eachTime;
    }

    synchronized void start(DrainSignal drain) {
      drain.onDrain(this::end);
      call.request(1);
    }

    @Override
    public synchronized void onMessage(byte[] message) {
      if (closed) {
        return;
      }
      if (eachTime) {
        answer();
      }
      call.request(1);
    }

    @Override
    public void onHalfClose() {
      end();
    }

    @Override
    public synchronized void onCancel() {
      closed = true;
    }

    private synchronized void end() {
      if (closed) {
        return;
      }
      if (!eachTime) {
        answer();
      }
      closed = true;
      call.close(Status.OK, new Metadata());
    }

    private void answer() {
      if (!headersSent) {
        headersSent = true;
        call.sendHeaders(new Metadata());
      }
      call.sendMessage(answer);
    }
  }
}
