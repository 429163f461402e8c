package dev.ichnos.collector.transport;

import dev.ichnos.collector.config.ServerConfig;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;

/** What every grpc-netty server of ours has in common, whether it stands on a socket or in-VM. */
final class GrpcServers {
  /** Bytes that a sender may be ahead of us, per call and per connection. */
  static final int WINDOW_BYTES = 1 << 20;

  /** Clients may reset this many calls within 30 s before they are taken for an attack. */
  static final int MAX_RESETS = 2_000;

  static final int RESETS_WINDOW_SECONDS = 30;

  private GrpcServers() {}

  /** A server that serves these methods on the event loops themselves. */
  static NettyServerBuilder builder(
      SocketAddress address,
      ServerConfig config,
      Surroundings around,
      GrpcTable table,
      Access access) {
    PeerFaults.keepOutOfLogs();
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(address)
            .bossEventLoopGroup(around.loops())
            .workerEventLoopGroup(around.loops())
            .directExecutor()
            .flowControlWindow(WINDOW_BYTES)
            .maxInboundMessageSize(config.maxDecompressedSize().asInt())
            // How often a sender pings is its own choice; GOAWAY for it would cost spans.
            .permitKeepAliveTime(0, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true)
            .addStreamTracerFactory(ReceivingTracer.factory(around, table.owners()))
            .intercept(new CallContext(around.loops()))
            // The last one added is the first one asked.
            .intercept(new AccessCheck(access, table.owners(), around.metrics()));
    table.services().forEach(builder::addService);
    return builder;
  }

  /** Gives each call its peer and its signal. */
  private record CallContext(MultiThreadIoEventLoopGroup loops) implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      GrpcConnection connection = call.getAttributes().get(GrpcConnection.KEY);
      if (connection == null) {
        return next.startCall(call, headers);
      }
      DrainSignal signal = new DrainSignal(EventLoops.current(loops));
      connection.add(signal);
      Context context = signal.inContext(connection.peer().inContext(Context.current()));
      return new SimpleForwardingServerCallListener<>(
          Contexts.interceptCall(context, call, headers, next)) {
        @Override
        public void onComplete() {
          connection.remove(signal);
          super.onComplete();
        }

        @Override
        public void onCancel() {
          connection.remove(signal);
          super.onCancel();
        }
      };
    }
  }
}
