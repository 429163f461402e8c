package dev.ichnos.collector.receiver;

import dev.ichnos.codec.SpanDecoder;
import dev.ichnos.collector.pipeline.Reception;
import dev.ichnos.collector.transport.BytesMarshaller;
import dev.ichnos.collector.transport.DrainSignal;
import dev.ichnos.collector.transport.GrpcMethod;
import dev.ichnos.collector.transport.Peer;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A gRPC method by which spans come, served so that it needs no half-close: every message is taken
 * at once, the next one is asked for when the journal has it, and the one answer comes when the
 * client half-closes or its listener lets the connection go.
 *
 * <p>A client that calls a method as unary cannot tell the difference. One that opens it as a
 * stream of either kind and never half-closes, as Envoy's tracers do, loses nothing. Overload ends
 * a call with UNAVAILABLE and RetryInfo, what cannot be read with INVALID_ARGUMENT.
 */
public final class SpanMethod {
  /** An answer without fields, whatever its message's name. */
  public static final Reply EMPTY = (rejected, problem) -> new byte[0];

  /**
   * No answering message, but the status alone. A C++ client that opens a stream both ways and
   * never reads from it would otherwise wait, when it finishes the call, until its deadline.
   */
  public static final Reply NONE =
      (rejected, problem) -> {
        throw new UnsupportedOperationException("there is no message");
      };

  private SpanMethod() {}

  /** What a call is told once all its messages are in the journal. */
  @FunctionalInterface
  public interface Reply {
    /**
     * The answer's bytes.
     *
     * @param rejectedSpans of the whole call, left out for good
     * @param problem why the first of them was; empty when none was
     */
    byte[] bytes(long rejectedSpans, String problem);
  }

  /**
   * A method whose messages can each be read without the others.
   *
   * @param owner the id of the receiver that adds it
   * @param path {@code package.Service/Method}
   * @param decoder safe for many threads
   */
  public static GrpcMethod of(
      String owner, String path, SpanDecoder decoder, Reply reply, Reception reception) {
    return ofCalls(owner, path, () -> decoder, reply, reception);
  }

  /**
   * A method whose messages need what earlier ones of their call have said.
   *
   * @param owner the id of the receiver that adds it
   * @param path {@code package.Service/Method}
   * @param decoders gives a decoder to each call; it reads that call's messages one at a time, in
   *     their order
   */
  public static GrpcMethod ofCalls(
      String owner, String path, Supplier<SpanDecoder> decoders, Reply reply, Reception reception) {
    MethodDescriptor<ByteBuffer, byte[]> descriptor =
        MethodDescriptor.newBuilder(new MessageBytes(reception), new BytesMarshaller())
            // Also where a client calls it as a stream both ways: there is one answer, and with the
            // status it makes one write. Without any, only a stream is served rightly.
            .setType(
                reply == NONE
                    ? MethodDescriptor.MethodType.BIDI_STREAMING
                    : MethodDescriptor.MethodType.CLIENT_STREAMING)
            .setFullMethodName(path)
            .build();
    return new GrpcMethod(
        owner,
        ServerMethodDefinition.create(
            descriptor,
            (ServerCall<ByteBuffer, byte[]> call, Metadata headers) -> {
              String peer = Peer.ofCurrentCall().address();
              SpanCall spans =
                  new SpanCall(
                      call,
                      reception,
                      decoders.get(),
                      reply,
                      peer,
                      reception.metadata(peer, name -> header(headers, name)));
              spans.start(DrainSignal.ofCurrentCall());
              return spans;
            }));
  }

  /** Several fields of one name are one, as over HTTP. */
  private static String header(Metadata headers, String name) {
    @Nullable Iterable<String> values =
        headers.getAll(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
    return values == null ? "" : String.join(", ", values);
  }
}
