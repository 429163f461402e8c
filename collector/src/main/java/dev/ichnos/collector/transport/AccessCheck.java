package dev.ichnos.collector.transport;

import dev.ichnos.collector.component.Metrics;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Map;

/**
 * Ends gRPC calls of those who may not use a listener, before anything of their messages is read.
 *
 * @param owners who serves a method, by its full name
 */
record AccessCheck(Access access, Map<String, String> owners, Metrics metrics)
    implements ServerInterceptor {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<String> CHALLENGE =
      Metadata.Key.of("www-authenticate", Metadata.ASCII_STRING_MARSHALLER);

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (access.isOpen()) {
      return next.startCall(call, headers);
    }
    boolean admitted = access.admits(headers.get(AUTHORIZATION));
    headers.discardAll(AUTHORIZATION); // nobody behind this needs it
    if (admitted) {
      return next.startCall(call, headers);
    }
    String owner = owners.get(call.getMethodDescriptor().getFullMethodName());
    if (owner != null) {
      metrics.refusedMessage(owner, "unauthenticated");
    }
    Metadata trailers = new Metadata();
    trailers.put(CHALLENGE, access.challenge());
    call.close(Status.UNAUTHENTICATED.withDescription(Refusals.UNAUTHENTICATED), trailers);
    return new ServerCall.Listener<>() {};
  }
}
