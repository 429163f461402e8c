package dev.ichnos.collector.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2PingFrame;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.ReferenceCountUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of an HTTP/2 connection's pipeline: what concerns no stream. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel
final class Http2Tail extends ChannelInboundHandlerAdapter {
  private static final Logger log = LoggerFactory.getLogger(Http2Tail.class);
  private static final int CONNECTION_WINDOW_BYTES = 4 * GrpcServers.WINDOW_BYTES;

  private final Connection connection;
  private final Http2FrameCodec codec;

  Http2Tail(Connection connection, Http2FrameCodec codec) {
    this.connection = connection;
    this.codec = codec;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) throws Http2Exception {
    // A setting changes the windows of streams only; the connection's own stays at 64 KiB.
    Http2Stream whole = codec.connection().connectionStream();
    int window = codec.connection().local().flowController().windowSize(whole);
    codec
        .connection()
        .local()
        .flowController()
        .incrementWindowSize(whole, CONNECTION_WINDOW_BYTES - window);
    connection.http2(context, codec.connection()::numActiveStreams);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof Http2PingFrame ping && ping.ack()) {
      connection.pingAnswered(ping.content());
    }
    ReferenceCountUtil.release(message);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    log.debug("HTTP/2 with {} failed", context.channel().remoteAddress(), cause);
    if (!(cause instanceof Http2Exception)) {
      context.close();
    }
  }
}
