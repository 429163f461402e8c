package dev.ichnos.collector.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the connections of one listener, and closes each past a number as soon as it has come.
 *
 * <p>As a handler it stands in a listening channel's own pipeline, where accepted connections come
 * by as messages.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel
final class ConnectionBound extends ChannelInboundHandlerAdapter {
  private final int maxConnections;
  private final Runnable onRefused;
  private final AtomicInteger open = new AtomicInteger();

  ConnectionBound(int maxConnections, Runnable onRefused) {
    this.maxConnections = maxConnections;
    this.onRefused = onRefused;
  }

  /** Whether the connection may stay; if not, it is closed. */
  boolean admits(Channel connection) {
    if (open.incrementAndGet() <= maxConnections) {
      connection.closeFuture().addListener(closed -> open.decrementAndGet());
      return true;
    }
    open.decrementAndGet();
    onRefused.run();
    connection.unsafe().closeForcibly();
    return false;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object connection) {
    if (admits((Channel) connection)) {
      context.fireChannelRead(connection);
    }
  }
}
