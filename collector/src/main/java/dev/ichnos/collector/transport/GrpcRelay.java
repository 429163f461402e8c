package dev.ichnos.collector.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalChannel;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Promise;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client connection's in-VM connection to the gRPC server: an HTTP/2 connection of its own, on
 * the same event loop, with its own windows.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel
final class GrpcRelay {
  private static final Logger log = LoggerFactory.getLogger(GrpcRelay.class);
  private static final int MAX_RESPONSE_HEADERS = 64 << 10;

  private final MixedListener listener;
  private final EventLoop loop;
  private final GrpcConnection connection;
  private @Nullable ChannelFuture connecting;

  GrpcRelay(MixedListener listener, EventLoop loop, GrpcConnection connection) {
    this.listener = listener;
    this.loop = loop;
    this.connection = connection;
  }

  GrpcConnection connection() {
    return connection;
  }

  /** Opens a stream whose frames {@code handler} gets. */
  Promise<Http2StreamChannel> open(ChannelHandler handler) {
    Promise<Http2StreamChannel> opened = loop.newPromise();
    connected()
        .addListener(
            (ChannelFuture connected) -> {
              if (connected.isSuccess()) {
                new Http2StreamChannelBootstrap(connected.channel()).handler(handler).open(opened);
              } else {
                opened.setFailure(connected.cause());
              }
            });
    return opened;
  }

  void close() {
    if (connecting != null) {
      connecting.channel().close();
    }
  }

  private ChannelFuture connected() {
    ChannelFuture current = connecting;
    if (current != null && (!current.isDone() || current.channel().isActive())) {
      return current;
    }
    LocalAddress from = new LocalAddress(GrpcRelay.class);
    listener.addRelay(from, connection);
    ChannelFuture next =
        new Bootstrap()
            .group(loop)
            .channel(LocalChannel.class)
            .localAddress(from)
            .handler(new Setup())
            .connect(listener.inside());
    next.channel().closeFuture().addListener(closed -> listener.removeRelay(from));
    connecting = next;
    return next;
  }

  private static final class Setup extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel channel) {
      channel
          .pipeline()
          .addLast(
              Http2FrameCodecBuilder.forClient()
                  .initialSettings(
                      Http2Settings.defaultSettings()
                          .pushEnabled(false)
                          .maxHeaderListSize(MAX_RESPONSE_HEADERS))
                  .gracefulShutdownTimeoutMillis(0)
                  .build(),
              new Http2MultiplexHandler(new NoStreams()),
              new Tail());
    }
  }

  /** The server opens none. */
  @ChannelHandler.Sharable
  private static final class NoStreams extends ChannelInboundHandlerAdapter {
    @Override
    public void handlerAdded(ChannelHandlerContext context) {
      context.close();
    }
  }

  private static final class Tail extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ReferenceCountUtil.release(message);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      log.debug("relay to the gRPC server failed", cause);
    }
  }
}
