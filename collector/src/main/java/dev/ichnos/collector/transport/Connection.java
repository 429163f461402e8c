package dev.ichnos.collector.transport;

import dev.ichnos.collector.config.ServerConfig;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.DefaultHttp2PingFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection to a mixed listener, from accept to close: its age, its quiet times, and
 * how it is left.
 *
 * <p>At its age it is told to go elsewhere: by GOAWAY (first without a last stream, so that what is
 * on its way still counts, then with it), in HTTP/1.1 by {@code connection: close} on the next
 * answer. A grace later, calls that are still open are asked to end and idle HTTP/1.1 is closed;
 * another grace later, whatever is left is cut.
 *
 * <p>First in the pipeline. All state belongs to the connection's event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel
final class Connection extends ChannelInboundHandlerAdapter {
  /** Between the two GOAWAYs: its answer shows that the client has seen the first. */
  private static final long GO_AWAY_PING = 0x1c4e05L;

  /** From the first GOAWAY to the second, where the ping is not answered. */
  private static final Duration GO_AWAY_ROUND_TRIP = Duration.ofSeconds(1);

  /** How long a client may take to close its side, before we close ours under unread data. */
  private static final Duration LINGER = Duration.ofMillis(500);

  private final MixedListener listener;
  private final Channel channel;
  private final List<Future<?>> timers = new ArrayList<>(4);
  private @Nullable Peer peer;
  private @Nullable GrpcRelay relay;
  private @Nullable ChannelHandlerContext http2;
  private @Nullable IntSupplier openStreams;
  private int active;

  /** Taken from the budget for a head that has begun to come; HTTP/1.1 only. */
  private int headBytes;

  private int receiving;
  private long quietSince = System.nanoTime();
  private long lastRead = quietSince;
  private boolean leaving;
  private boolean lastStreamTold;
  private boolean draining;
  private boolean closing;

  Connection(MixedListener listener, Channel channel) {
    this.listener = listener;
    this.channel = channel;
  }

  ServerConfig config() {
    return listener.config();
  }

  ReceivingBudget budget() {
    return listener.budget();
  }

  Routes routes() {
    return listener.routes();
  }

  Access access() {
    return listener.access();
  }

  /**
   * Counts a request that transport has answered itself, for the receiver whose route it came to.
   */
  void refused(HttpRoute route, int status) {
    Refusals.reason(status)
        .ifPresent(reason -> listener.metrics().refusedMessage(route.owner(), reason));
  }

  /** Who is at the other end; complete once TLS is. */
  Peer peer() {
    if (peer == null) {
      SslHandler tls = channel.pipeline().get(SslHandler.class);
      peer = Peers.of(channel.remoteAddress(), tls == null ? null : tls.engine().getSession());
    }
    return peer;
  }

  /** The way to the gRPC server, made when first asked for. */
  GrpcRelay relay() {
    if (relay == null) {
      relay = new GrpcRelay(listener, channel.eventLoop(), new GrpcConnection(peer()));
      if (draining) {
        relay.connection().drain();
      }
    }
    return relay;
  }

  /** It speaks HTTP/2, and this is where frames of the whole connection are written. */
  void http2(ChannelHandlerContext context, IntSupplier streams) {
    http2 = context;
    openStreams = streams;
    releaseHead();
    if (leaving) {
      tellGoAway();
    }
  }

  /**
   * The client has seen what we sent before the ping; streams that it opened till then are here.
   */
  void pingAnswered(long content) {
    if (content == GO_AWAY_PING && leaving) {
      tellLastStream();
    }
  }

  /** Whether answers should ask the client to connect anew. */
  boolean leaving() {
    return leaving;
  }

  /** A request or call begins; {@link #answered} or the connection's end ends it. */
  void begun() {
    active++;
    releaseHead();
  }

  void answered() {
    active--;
    quietSince = System.nanoTime();
    closeIfDone();
  }

  /** A body is expected, so that silence means a stall. */
  void receiving() {
    receiving++;
  }

  void received() {
    receiving--;
  }

  /** Asks the client to go. From any thread. */
  void goAway() {
    onLoop(
        () -> {
          if (!leaving) {
            leaving = true;
            if (http2 != null) {
              tellGoAway();
            }
          }
        });
  }

  /** Asks open calls to end, and closes when nothing is under way. From any thread. */
  void drain() {
    onLoop(
        () -> {
          leaving = true;
          draining = true;
          if (relay != null) {
            relay.connection().drain();
          }
          tellLastStream();
          closeIfDone();
        });
  }

  /** Closes at once. From any thread. */
  void kill() {
    onLoop(channel::close);
  }

  /** Closes our side when all is said, and the rest when the client has closed, or soon. */
  void closeGently() {
    if (closing) {
      return;
    }
    closing = true;
    if (openStreams != null && openStreams.getAsInt() == 0) {
      channel.close();
      return;
    }
    channel.config().setAutoRead(true);
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (http2 == null && tls != null) {
      tls.closeOutbound();
    } else if (http2 == null && channel instanceof DuplexChannel socket) {
      socket.shutdownOutput();
    }
    after(LINGER, channel::close);
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    listener.add(this);
    Duration age = config().maxConnectionAge();
    Duration grace = config().maxConnectionAgeGrace();
    double factor = ThreadLocalRandom.current().nextDouble(0.9, 1.1);
    after(
        Duration.ofNanos((long) (age.toNanos() * factor)),
        () -> {
          goAway();
          after(
              grace,
              () -> {
                drain();
                after(grace, channel::close);
              });
        });
    checkIdleAfter(config().idleTimeout().toNanos());
    context.fireChannelActive();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    lastRead = System.nanoTime();
    if (message instanceof ByteBuf bytes && http2 == null && active == 0) {
      int more = bytes.readableBytes();
      if (!budget().take(more)) {
        bytes.release();
        channel.close();
        return;
      }
      headBytes += more;
    }
    context.fireChannelRead(message);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    timers.forEach(timer -> timer.cancel(false));
    timers.clear();
    releaseHead();
    context.fireChannelInactive();
    if (relay != null) {
      relay.close();
    }
    listener.remove(this);
  }

  private void releaseHead() {
    if (headBytes > 0) {
      budget().give(headBytes);
      headBytes = 0;
    }
  }

  private void checkIdleAfter(long nanos) {
    after(
        Duration.ofNanos(nanos),
        () -> {
          long since = active == 0 ? quietSince : receiving > 0 ? lastRead : System.nanoTime();
          long left = config().idleTimeout().toNanos() - (System.nanoTime() - since);
          if (left > 0) {
            checkIdleAfter(left);
          } else if (active > 0) {
            channel.close();
          } else {
            drain();
          }
        });
  }

  private void tellGoAway() {
    if (http2 != null) {
      http2.write(goAwayFrame(Integer.MAX_VALUE));
      http2.writeAndFlush(new DefaultHttp2PingFrame(GO_AWAY_PING));
      after(GO_AWAY_ROUND_TRIP, this::tellLastStream);
    }
  }

  private void tellLastStream() {
    if (http2 != null && !lastStreamTold) {
      lastStreamTold = true;
      http2.writeAndFlush(goAwayFrame(0));
      closeIfDone();
    }
  }

  private static Http2GoAwayFrame goAwayFrame(int extraStreams) {
    Http2GoAwayFrame frame = new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR);
    frame.setExtraStreamIds(extraStreams);
    return frame;
  }

  private void closeIfDone() {
    if (active == 0 && (http2 == null ? draining : lastStreamTold)) {
      closeGently();
    }
  }

  private void after(Duration delay, Runnable task) {
    if (channel.isActive()) {
      timers.removeIf(Future::isDone);
      timers.add(channel.eventLoop().schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS));
    }
  }

  private void onLoop(Runnable task) {
    if (channel.eventLoop().inEventLoop()) {
      task.run();
    } else {
      channel.eventLoop().execute(task);
    }
  }
}
