package dev.ichnos.collector.transport;

import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.Endpoint;
import dev.ichnos.collector.config.TlsClientConfig;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Opens gRPC channels towards backends, all on one small group of event loops.
 *
 * <p>A name with several addresses, such as a headless Service, is spread over all of them; it is
 * resolved anew whenever a connection ends, which a server's connection age brings about. Pings go
 * out while calls are open only: servers punish pings on quiet connections by GOAWAY {@code
 * ENHANCE_YOUR_CALM}.
 *
 * <p>TLS files are read again when they change; a channel's next connection uses them. Safe for
 * many threads.
 */
public final class GrpcChannels implements AutoCloseable {
  private static final int MAX_METADATA_BYTES = 64 << 10;
  private static final Duration QUIET = Duration.ofMillis(50);
  private static final Duration SHUTDOWN = Duration.ofSeconds(5);

  private final MultiThreadIoEventLoopGroup loops = EventLoops.group(1, "grpc-client");
  private final List<ManagedChannel> channels = new ArrayList<>();
  private final FileWatch watch;

  /**
   * No channel yet.
   *
   * @param metrics are told of certificates, and of files that were read again
   */
  public GrpcChannels(Metrics metrics) {
    watch = new FileWatch(metrics);
  }

  /** The same, where nobody reads metrics. */
  public GrpcChannels() {
    this(new Metrics());
  }

  /**
   * Opens a channel. It connects on its first call, and again by itself ever after; the caller may
   * shut it down earlier than {@link #close} does.
   *
   * @throws IOException if a TLS file cannot be used, naming it
   */
  public ManagedChannel open(Endpoint endpoint, TlsClientConfig tls) throws IOException {
    NettyChannelBuilder builder =
        NettyChannelBuilder.forTarget("dns:///" + endpoint)
            .eventLoopGroup(loops)
            .channelType(NioSocketChannel.class)
            .defaultLoadBalancingPolicy("round_robin")
            .disableServiceConfigLookUp()
            .keepAliveTime(30, TimeUnit.SECONDS)
            .keepAliveTimeout(10, TimeUnit.SECONDS)
            .keepAliveWithoutCalls(false)
            .maxInboundMetadataSize(MAX_METADATA_BYTES)
            .userAgent(UserAgent.TEXT);
    if (tls.insecure()) {
      builder.usePlaintext();
    } else {
      builder.useTransportSecurity().sslContext(Tls.grpcClient(tls, watch));
      tls.serverName().ifPresent(builder::overrideAuthority);
    }
    ManagedChannel channel = builder.build();
    synchronized (channels) {
      channels.removeIf(ManagedChannel::isTerminated);
      channels.add(channel);
    }
    return channel;
  }

  /** Ends all channels, with their open calls, and then the event loops. Blocks for seconds. */
  @Override
  public void close() {
    watch.close();
    synchronized (channels) {
      channels.forEach(ManagedChannel::shutdownNow);
      channels.clear();
    }
    loops
        .shutdownGracefully(QUIET.toMillis(), SHUTDOWN.toMillis(), TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(SHUTDOWN.toMillis());
  }
}
