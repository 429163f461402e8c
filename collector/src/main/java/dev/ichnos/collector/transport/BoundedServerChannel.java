package dev.ichnos.collector.transport;

import io.netty.channel.Channel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.util.List;

/** A server socket whose connections are bounded, also where its pipeline is not ours to fill. */
final class BoundedServerChannel extends NioServerSocketChannel {
  private final ConnectionBound bound;

  BoundedServerChannel(ConnectionBound bound) {
    this.bound = bound;
  }

  @Override
  protected int doReadMessages(List<Object> accepted) throws Exception {
    int before = accepted.size();
    int read = super.doReadMessages(accepted);
    for (int i = accepted.size() - 1; i >= before; i--) {
      if (!bound.admits((Channel) accepted.get(i))) {
        accepted.remove(i);
      }
    }
    return read;
  }
}
