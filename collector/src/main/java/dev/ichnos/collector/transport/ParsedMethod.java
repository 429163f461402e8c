package dev.ichnos.collector.transport;

import dev.ichnos.collector.component.RateLimitedLog;
import io.grpc.ForwardingServerCall;
import io.grpc.ForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Serves a method so that a message that cannot be read ends its call with the status that says so.
 *
 * <p>grpc-java turns whatever a marshaller throws into UNKNOWN, with a stack trace in the log; this
 * includes its own RESOURCE_EXHAUSTED for a message that is too large once inflated.
 */
final class ParsedMethod {
  private static final RateLimitedLog FAILED =
      new RateLimitedLog(LoggerFactory.getLogger(ParsedMethod.class));

  private ParsedMethod() {}

  static <Q, A> ServerMethodDefinition<Parsed<Q>, A> of(ServerMethodDefinition<Q, A> method) {
    MethodDescriptor<Q, A> plain = method.getMethodDescriptor();
    MethodDescriptor<Parsed<Q>, A> parsing =
        plain.toBuilder(
                new ParsingMarshaller<>(plain.getRequestMarshaller()),
                plain.getResponseMarshaller())
            .setSchemaDescriptor(null)
            .build();
    ServerCallHandler<Q, A> handler = method.getServerCallHandler();
    return ServerMethodDefinition.create(
        parsing,
        (call, headers) -> {
          PlainCall<Q, A> plainCall = new PlainCall<>(call, plain);
          return new PlainListener<>(plainCall, handler.startCall(plainCall, headers));
        });
  }

  /** A message, or why there is none. */
  record Parsed<Q>(@Nullable Q message, Status problem) {}

  private record ParsingMarshaller<Q>(Marshaller<Q> plain) implements Marshaller<Parsed<Q>> {
    @Override
    public InputStream stream(Parsed<Q> value) {
      throw new UnsupportedOperationException("requests are only read here");
    }

    @Override
    public Parsed<Q> parse(InputStream stream) {
      try {
        return new Parsed<>(plain.parse(stream), Status.OK);
      } catch (StatusRuntimeException e) {
        return new Parsed<>(null, e.getStatus());
      } catch (RuntimeException e) {
        FAILED.warn("unread", "a gRPC message could not be read", e);
        return new Parsed<>(null, Status.INTERNAL.withDescription("Internal error"));
      }
    }
  }

  /** The call as its handler sees it; deaf once we have ended it ourselves. */
  private static final class PlainCall<Q, A>
      extends ForwardingServerCall.SimpleForwardingServerCall<Q, A> {
    private final ServerCall<Parsed<Q>, A> call;
    private final MethodDescriptor<Q, A> descriptor;
    private volatile boolean closed;

    @SuppressWarnings("unchecked") // only methods without Q are forwarded
    PlainCall(ServerCall<Parsed<Q>, A> call, MethodDescriptor<Q, A> descriptor) {
      super((ServerCall<Q, A>) (ServerCall<?, A>) call);
      this.call = call;
      this.descriptor = descriptor;
    }

    @Override
    public MethodDescriptor<Q, A> getMethodDescriptor() {
      return descriptor;
    }

    @Override
    public void sendHeaders(Metadata headers) {
      if (!closed) {
        call.sendHeaders(headers);
      }
    }

    @Override
    public void sendMessage(A message) {
      if (!closed) {
        call.sendMessage(message);
      }
    }

    @Override
    public void close(Status status, Metadata trailers) {
      if (!closed) {
        closed = true;
        call.close(status, trailers);
      }
    }
  }

  private static final class PlainListener<Q, A> extends ForwardingServerCallListener<Parsed<Q>> {
    private final PlainCall<Q, A> call;
    private final ServerCall.Listener<Q> handler;

    PlainListener(PlainCall<Q, A> call, ServerCall.Listener<Q> handler) {
      this.call = call;
      this.handler = handler;
    }

    @Override
    @SuppressWarnings("unchecked") // messages do not go this way
    protected ServerCall.Listener<Parsed<Q>> delegate() {
      return (ServerCall.Listener<Parsed<Q>>) (ServerCall.Listener<?>) handler;
    }

    @Override
    public void onMessage(Parsed<Q> parsed) {
      Q message = parsed.message();
      if (message == null) {
        ReceivingTracer.refusedByReader();
        call.close(parsed.problem(), new Metadata());
      } else {
        handler.onMessage(message);
      }
    }

    @Override
    public void onHalfClose() {
      if (!call.closed) {
        handler.onHalfClose();
      }
    }
  }
}
