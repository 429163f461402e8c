package dev.ichnos.collector.transport;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** gRPC methods of strings. */
final class TestCalls {
  static final MethodDescriptor<String, String> COUNT =
      descriptor("Count", MethodDescriptor.MethodType.CLIENT_STREAMING);
  static final MethodDescriptor<String, String> WHO =
      descriptor("Who", MethodDescriptor.MethodType.UNARY);

  /** What the service cannot read. */
  static final String MALFORMED = "malformed";

  final AtomicInteger messages = new AtomicInteger();
  final AtomicInteger cancelled = new AtomicInteger();
  final AtomicInteger completed = new AtomicInteger();

  List<GrpcMethod> methods() {
    return List.of(
        new GrpcMethod(TestListener.OWNER, ServerMethodDefinition.create(COUNT, new Counting())),
        new GrpcMethod(TestListener.OWNER, ServerMethodDefinition.create(WHO, new Who())));
  }

  /** Counts messages, and answers with the number when the client or the connection has enough. */
  private final class Counting implements ServerCallHandler<String, String> {
    @Override
    public ServerCall.Listener<String> startCall(
        ServerCall<String, String> call, Metadata headers) {
      call.request(1);
      return new ServerCall.Listener<>() {
        private int seen;
        private boolean ending;
        private boolean closed;

        {
          DrainSignal.ofCurrentCall()
              .onDrain(
                  () -> {
                    ending = true;
                    if (seen > 0) {
                      finish();
                    }
                  });
        }

        @Override
        public void onMessage(String message) {
          messages.incrementAndGet();
          seen++;
          if (ending) {
            finish();
          } else {
            call.request(1);
          }
        }

        @Override
        public void onHalfClose() {
          finish();
        }

        @Override
        public void onCancel() {
          cancelled.incrementAndGet();
        }

        @Override
        public void onComplete() {
          completed.incrementAndGet();
        }

        private void finish() {
          if (!closed) {
            closed = true;
            call.sendHeaders(new Metadata());
            call.sendMessage("counted " + seen);
            call.close(Status.OK, new Metadata());
          }
        }
      };
    }
  }

  private static final class Who implements ServerCallHandler<String, String> {
    @Override
    public ServerCall.Listener<String> startCall(
        ServerCall<String, String> call, Metadata headers) {
      call.request(1);
      return new ServerCall.Listener<>() {
        @Override
        public void onHalfClose() {
          call.sendHeaders(new Metadata());
          call.sendMessage(Peer.ofCurrentCall().toString());
          call.close(Status.OK, new Metadata());
        }
      };
    }
  }

  private static MethodDescriptor<String, String> descriptor(
      String name, MethodDescriptor.MethodType type) {
    return MethodDescriptor.<String, String>newBuilder()
        .setType(type)
        .setFullMethodName("test.Calls/" + name)
        .setRequestMarshaller(new Text())
        .setResponseMarshaller(new Text())
        .build();
  }

  private static final class Text implements MethodDescriptor.Marshaller<String> {
    @Override
    public InputStream stream(String value) {
      return new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String parse(InputStream stream) {
      try {
        String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        if (text.equals(MALFORMED)) {
          throw Status.INVALID_ARGUMENT
              .withDescription("Malformed: at byte 0")
              .asRuntimeException();
        }
        return text;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
