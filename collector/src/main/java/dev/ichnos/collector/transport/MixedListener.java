package dev.ichnos.collector.transport;

import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.ServerConfig;
import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.Server;
import io.grpc.ServerTransportFilter;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalServerChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A port, or a unix domain socket, that speaks HTTP/1.1, HTTP/2 and gRPC.
 *
 * <p>gRPC calls go on to a grpc-netty server inside this process, over one in-VM connection for
 * each client's connection that has any. The address from which such a connection comes is made up
 * here, and by it the server finds the client's peer: nothing travels in headers, so nothing in
 * headers can forge it.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel
final class MixedListener implements Listener {
  private static final int BACKLOG = 1024;

  private final String name;
  private final ServerConfig config;
  private final SocketAddress address;
  private final Surroundings around;
  private final Routes routes;
  private final GrpcTable methods;
  private final LocalAddress inside = new LocalAddress(MixedListener.class);
  private final Map<SocketAddress, GrpcConnection> relayed = new ConcurrentHashMap<>();
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private Access access = Access.OPEN;
  private @Nullable Channel socket;
  private @Nullable Server grpc;
  private volatile boolean leaving;

  /**
   * A listener that is not bound yet.
   *
   * @param name in metrics
   * @param address a port, or the path of a unix domain socket, which never has TLS
   */
  MixedListener(
      String name,
      ServerConfig config,
      SocketAddress address,
      Surroundings around,
      Routes routes,
      GrpcTable methods) {
    this.name = name;
    this.config = config;
    this.address = address;
    this.around = around;
    this.routes = routes;
    this.methods = methods;
  }

  @Override
  public SocketAddress start() throws IOException {
    if (address instanceof InetSocketAddress inet && inet.isUnresolved()) {
      throw new IOException(inet.getHostString() + ": unknown host");
    }
    Path unixPath = address instanceof UnixDomainSocketAddress unix ? unix.getPath() : null;
    if (unixPath != null) {
      UnixSocket.makeWay(unixPath);
    }
    access = Access.of(config.auth(), around.watch());
    SslContext tls =
        config.tls().isPresent() && unixPath == null
            ? Tls.server(config.tls().get(), true, around.watch())
            : null;
    grpc =
        GrpcServers.builder(inside, config, around, methods, access)
            .channelType(LocalServerChannel.class)
            // grpc-netty sets it on all channels, and Netty warns where there is none to set.
            .withChildOption(ChannelOption.SO_KEEPALIVE, null)
            // The outer connection has checked already; only what HPACK's count adds may differ.
            .maxInboundMetadataSize(
                (int) Math.min(Integer.MAX_VALUE, 2 * config.maxHeaderSize().bytes()))
            .addTransportFilter(new Relayed())
            .build()
            .start();
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(around.loops())
            .handler(
                new ConnectionBound(
                    config.maxConnections(), () -> around.metrics().connectionRefused(name)))
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .childHandler(new Accepted(tls));
    if (unixPath == null) {
      bootstrap.channel(NioServerSocketChannel.class).childOption(ChannelOption.TCP_NODELAY, true);
    } else {
      bootstrap.channel(NioServerDomainSocketChannel.class);
    }
    ChannelFuture binding = bootstrap.bind(address).awaitUninterruptibly();
    if (!binding.isSuccess()) {
      grpc.shutdownNow();
      throw new IOException(binding.cause().getMessage(), binding.cause());
    }
    socket = binding.channel();
    if (unixPath != null) {
      UnixSocket.open(unixPath);
    }
    return socket.localAddress();
  }

  @Override
  public void goAway() {
    leaving = true;
    if (socket != null) {
      socket.close().awaitUninterruptibly();
    }
    connections.forEach(Connection::goAway);
  }

  @Override
  public void drain() {
    connections.forEach(Connection::drain);
  }

  @Override
  public boolean awaitClosed(Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    synchronized (connections) {
      while (!connections.isEmpty()) {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          return false;
        }
        connections.wait(left);
      }
    }
    return true;
  }

  @Override
  public void kill() {
    connections.forEach(Connection::kill);
    if (grpc != null) {
      grpc.shutdownNow();
    }
  }

  ServerConfig config() {
    return config;
  }

  ReceivingBudget budget() {
    return around.budget();
  }

  Access access() {
    return access;
  }

  Metrics metrics() {
    return around.metrics();
  }

  Routes routes() {
    return routes;
  }

  /** Where the gRPC server listens. */
  LocalAddress inside() {
    return inside;
  }

  void add(Connection connection) {
    connections.add(connection);
    if (leaving) {
      connection.goAway();
    }
  }

  void remove(Connection connection) {
    synchronized (connections) {
      connections.remove(connection);
      connections.notifyAll();
    }
  }

  /** Says whose calls come from this in-VM address. */
  void addRelay(LocalAddress from, GrpcConnection connection) {
    relayed.put(from, connection);
  }

  void removeRelay(LocalAddress from) {
    relayed.remove(from);
  }

  private final class Accepted extends ChannelInitializer<Channel> {
    private final @Nullable SslContext tls;

    Accepted(@Nullable SslContext tls) {
      this.tls = tls;
    }

    @Override
    protected void initChannel(Channel channel) {
      Connection connection = new Connection(MixedListener.this, channel);
      channel.pipeline().addLast(connection);
      if (tls == null) {
        channel.pipeline().addLast(new CleartextDetector(connection));
      } else {
        channel.pipeline().addLast(tls.newHandler(channel.alloc()), new AlpnChooser(connection));
      }
    }
  }

  private final class Relayed extends ServerTransportFilter {
    @Override
    public Attributes transportReady(Attributes transport) {
      SocketAddress from = transport.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
      GrpcConnection connection = from == null ? null : relayed.get(from);
      return connection == null
          ? transport
          : transport.toBuilder().set(GrpcConnection.KEY, connection).build();
    }
  }
}
