package dev.ichnos.collector.transport;

import io.netty.channel.EventLoop;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.local.LocalIoHandle;
import io.netty.channel.local.LocalIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ThreadAwareExecutor;

/**
 * Event loops that carry sockets and in-VM channels alike, so that a connection and the relay
 * behind it stay on few threads.
 *
 * <p>Netty's own handlers take either the one or the other. An in-VM channel needs nothing from the
 * selector but to be woken, which every task does anyway.
 */
final class EventLoops {
  private EventLoops() {}

  /** Daemon threads by this name; none is started before its first channel. */
  static MultiThreadIoEventLoopGroup group(int threads, String name) {
    IoHandlerFactory nio = NioIoHandler.newFactory();
    IoHandlerFactory local = LocalIoHandler.newFactory();
    return new MultiThreadIoEventLoopGroup(
        threads, new DefaultThreadFactory(name, true), executor -> both(executor, nio, local));
  }

  /** The loop whose thread this is. */
  static EventLoop current(MultiThreadIoEventLoopGroup group) {
    for (EventExecutor loop : group) {
      if (loop.inEventLoop()) {
        return (EventLoop) loop;
      }
    }
    throw new IllegalStateException(
        "thread: " + Thread.currentThread().getName() + " (expected: an event loop)");
  }

  private static IoHandler both(
      ThreadAwareExecutor executor, IoHandlerFactory nio, IoHandlerFactory local) {
    return new Both(nio.newHandler(executor), local.newHandler(executor));
  }

  private record Both(IoHandler nio, IoHandler local) implements IoHandler {
    @Override
    public void initialize() {
      nio.initialize();
      local.initialize();
    }

    @Override
    public int run(IoHandlerContext context) {
      return nio.run(context);
    }

    @Override
    public void wakeup() {
      nio.wakeup();
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
      return handle instanceof LocalIoHandle ? local.register(handle) : nio.register(handle);
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> type) {
      return nio.isCompatible(type) || local.isCompatible(type);
    }

    @Override
    public void prepareToDestroy() {
      local.prepareToDestroy();
      nio.prepareToDestroy();
    }

    @Override
    public void destroy() {
      local.destroy();
      nio.destroy();
    }
  }
}
