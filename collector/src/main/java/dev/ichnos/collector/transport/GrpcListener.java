package dev.ichnos.collector.transport;

import dev.ichnos.collector.config.ServerConfig;
import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.Server;
import io.grpc.ServerTransportFilter;
import io.grpc.netty.NettyServerBuilder;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * A port that speaks gRPC alone: grpc-netty itself.
 *
 * <p>grpc-netty sends GOAWAY at a connection's age, varied by a tenth either way. Its own grace
 * after that ends in resets, so the calls are asked to end by us, a grace after the latest moment
 * at which the GOAWAY can have gone out, and grpc-netty cuts what is left another grace later.
 */
final class GrpcListener implements Listener {
  private static final long LOOK_MILLIS = 20;

  /** How long clients may take to close once all their calls are answered. */
  private static final Duration LINGER = Duration.ofMillis(500);

  private final ServerConfig config;
  private final InetSocketAddress address;
  private final Surroundings around;
  private final GrpcTable methods;
  private final Map<GrpcConnection, Future<?>> connections = new ConcurrentHashMap<>();
  private @Nullable Server server;
  private volatile boolean drained;

  GrpcListener(
      ServerConfig config, InetSocketAddress address, Surroundings around, GrpcTable methods) {
    this.config = config;
    this.address = address;
    this.around = around;
    this.methods = methods;
  }

  @Override
  public SocketAddress start() throws IOException {
    Access access = Access.of(config.auth(), around.watch());
    ConnectionBound bound =
        new ConnectionBound(
            config.maxConnections(),
            () -> around.metrics().connectionRefused(config.endpoint().toString()));
    NettyServerBuilder builder =
        GrpcServers.builder(address, config, around, methods, access)
            .channelFactory(() -> new BoundedServerChannel(bound))
            .maxConcurrentCallsPerConnection(config.maxConcurrentStreams())
            .maxInboundMetadataSize(config.maxHeaderSize().asInt())
            .maxRstFramesPerWindow(GrpcServers.MAX_RESETS, GrpcServers.RESETS_WINDOW_SECONDS)
            .maxConnectionIdle(config.idleTimeout().toMillis(), TimeUnit.MILLISECONDS)
            .maxConnectionAge(config.maxConnectionAge().toMillis(), TimeUnit.MILLISECONDS)
            .maxConnectionAgeGrace(cutMillis(), TimeUnit.MILLISECONDS)
            .addTransportFilter(new Connections());
    if (config.tls().isPresent()) {
      builder.sslContext(Tls.server(config.tls().get(), false, around.watch()));
    }
    Server started = builder.build().start();
    server = started;
    return started.getListenSockets().get(0);
  }

  @Override
  public void goAway() {
    if (server != null) {
      server.shutdown();
    }
  }

  @Override
  public void drain() {
    drained = true;
    connections.keySet().forEach(GrpcConnection::drain);
  }

  @Override
  public boolean awaitClosed(Duration time) throws InterruptedException {
    if (server == null) {
      return true;
    }
    long end = System.nanoTime() + time.toNanos();
    long answeredSince = System.nanoTime();
    do {
      if (server.awaitTermination(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        return true;
      }
      if (!drained || connections.keySet().stream().anyMatch(GrpcConnection::hasCalls)) {
        answeredSince = System.nanoTime();
      } else if (System.nanoTime() - answeredSince > LINGER.toNanos()) {
        return true;
      }
    } while (end - System.nanoTime() > 0);
    return false;
  }

  @Override
  public void kill() {
    if (server != null) {
      server.shutdownNow();
    }
  }

  /** From the start of a connection. */
  private long drainMillis() {
    return config.maxConnectionAge().toMillis() * 11 / 10
        + config.maxConnectionAgeGrace().toMillis();
  }

  /** From the GOAWAY. */
  private long cutMillis() {
    return config.maxConnectionAge().toMillis() / 5 + 2 * config.maxConnectionAgeGrace().toMillis();
  }

  private final class Connections extends ServerTransportFilter {
    @Override
    public Attributes transportReady(Attributes transport) {
      SSLSession session = transport.get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
      GrpcConnection connection =
          new GrpcConnection(Peers.of(transport.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR), session));
      connections.put(
          connection,
          EventLoops.current(around.loops())
              .schedule(connection::drain, drainMillis(), TimeUnit.MILLISECONDS));
      return transport.toBuilder().set(GrpcConnection.KEY, connection).build();
    }

    @Override
    public void transportTerminated(@Nullable Attributes transport) {
      // Absent when the connection ended before it was ready.
      GrpcConnection connection = transport == null ? null : transport.get(GrpcConnection.KEY);
      Future<?> timer = connection == null ? null : connections.remove(connection);
      if (timer != null) {
        timer.cancel(false);
      }
    }
  }
}
