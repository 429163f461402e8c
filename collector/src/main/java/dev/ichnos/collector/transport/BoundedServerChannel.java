package dev.ichnos.collector.transport;

import io.netty.channel.Channel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A server socket that closes each connection past a number as soon as it has come. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel
final class BoundedServerChannel extends NioServerSocketChannel {
  private final int maxConnections;
  private final Runnable onRefused;
  private final AtomicInteger open = new AtomicInteger();

  BoundedServerChannel(int maxConnections, Runnable onRefused) {
    this.maxConnections = maxConnections;
    this.onRefused = onRefused;
  }

  @Override
  protected int doReadMessages(List<Object> accepted) throws Exception {
    int before = accepted.size();
    int read = super.doReadMessages(accepted);
    for (int i = accepted.size() - 1; i >= before; i--) {
      Channel connection = (Channel) accepted.get(i);
      if (open.incrementAndGet() <= maxConnections) {
        connection.closeFuture().addListener(closed -> open.decrementAndGet());
      } else {
        open.decrementAndGet();
        accepted.remove(i);
        onRefused.run();
        connection.unsafe().closeForcibly();
      }
    }
    return read;
  }
}
