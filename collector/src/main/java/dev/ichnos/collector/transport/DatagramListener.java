package dev.ichnos.collector.transport;

import dev.ichnos.collector.component.RateLimitedLog;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * A bound UDP port.
 *
 * <p>Datagrams cannot be slowed down: what comes faster than it is taken is lost, and counted where
 * that is known, past {@link #MOST_IN_FLIGHT} datagrams that wait for the journal. What the system
 * throws away, because its buffer is full, it does not tell. Between few datagrams the event loop
 * turns to its other connections.
 *
 * <p>On leaving, what had come before is taken still: the port closes once nothing has come for a
 * moment, or at {@link #drain}.
 */
final class DatagramListener implements Listener {
  static final int MOST_IN_FLIGHT = 256;

  /** UDP's own bound; a larger one cannot come, and none is ever cut. */
  private static final int MOST_BYTES = 64 << 10;

  /** What the system may hold for us, if its own bound allows: some hundreds of datagrams. */
  private static final int SYSTEM_BUFFER_BYTES = 4 << 20;

  /** Datagrams in a row, before other connections of the event loop have their turn. */
  private static final int MOST_PER_TURN = 16;

  private static final long QUIET_MILLIS = 20;

  private static final RateLimitedLog LOG =
      new RateLimitedLog(LoggerFactory.getLogger(DatagramListener.class));

  private final DatagramRoute route;
  private final MultiThreadIoEventLoopGroup loops;
  private final AtomicInteger inFlight = new AtomicInteger();
  private @Nullable Channel channel;

  /** Of the event loop: what had come at the last look. */
  private long received;

  private long lastSeen = -1;

  DatagramListener(DatagramRoute route, MultiThreadIoEventLoopGroup loops) {
    this.route = route;
    this.loops = loops;
  }

  @Override
  public InetSocketAddress start() throws IOException {
    ChannelFuture bound =
        new Bootstrap()
            .group(loops)
            .channel(NioDatagramChannel.class)
            .option(ChannelOption.SO_RCVBUF, SYSTEM_BUFFER_BYTES)
            .option(
                ChannelOption.RECVBUF_ALLOCATOR,
                new FixedRecvByteBufAllocator(MOST_BYTES).maxMessagesPerRead(MOST_PER_TURN))
            .handler(new Taker())
            .bind(new InetSocketAddress(route.endpoint().host(), route.endpoint().port()))
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      Throwable cause = bound.cause();
      throw cause instanceof IOException io ? io : new IOException(cause);
    }
    channel = bound.channel();
    return (InetSocketAddress) bound.channel().localAddress();
  }

  @Override
  public void goAway() {
    if (channel != null) {
      channel.eventLoop().execute(this::closeOnceQuiet);
    }
  }

  private void closeOnceQuiet() {
    Channel open = channel;
    if (open == null || !open.isOpen()) {
      return;
    }
    if (received == lastSeen) {
      var unused = open.close();
      return;
    }
    lastSeen = received;
    var unused =
        open.eventLoop().schedule(this::closeOnceQuiet, QUIET_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void drain() {
    kill();
  }

  @Override
  public boolean awaitClosed(Duration time) throws InterruptedException {
    if (channel == null) {
      return true;
    }
    long end = System.nanoTime() + time.toNanos();
    if (!channel.closeFuture().await(time.toNanos(), TimeUnit.NANOSECONDS)) {
      return false;
    }
    while (inFlight.get() > 0) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      Thread.sleep(1);
    }
    return true;
  }

  @Override
  public void kill() {
    if (channel != null) {
      var unused = channel.close();
    }
  }

  private void settled(@Nullable Throwable error) {
    inFlight.decrementAndGet();
    if (error != null) {
      LOG.warn(route.owner(), "{}: a datagram could not be taken", route.owner(), error);
    }
  }

  private final class Taker extends SimpleChannelInboundHandler<DatagramPacket> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
      received++;
      if (inFlight.incrementAndGet() > MOST_IN_FLIGHT) {
        inFlight.decrementAndGet();
        route.handler().refused();
        return;
      }
      byte[] bytes = new byte[packet.content().readableBytes()];
      packet.content().readBytes(bytes);
      try {
        var unused =
            route
                .handler()
                .handle(ByteBuffer.wrap(bytes), Peers.of(packet.sender(), null))
                .whenComplete((done, error) -> settled(error));
      } catch (RuntimeException e) {
        settled(e);
      }
    }

    /** Such as a "port unreachable" for something that was sent before; the port stays open. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      LOG.warn(route.owner(), "{}: reading datagrams: {}", route.owner(), cause.toString());
    }
  }
}
