package dev.ichnos.collector.transport;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.util.ReferenceCountUtil;

/** Decides, stream by stream, whether it is a gRPC call or any other HTTP request. */
@ChannelHandler.Sharable
final class StreamChooser extends ChannelInboundHandlerAdapter {
  private static final String GRPC = "application/grpc";

  private final Connection connection;

  StreamChooser(Connection connection) {
    this.connection = connection;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object frame) {
    if (!(frame instanceof Http2HeadersFrame head)) {
      ReferenceCountUtil.release(frame);
      return;
    }
    if (isGrpc(head.headers())) {
      context.pipeline().addLast(new RelayedCall(connection));
    } else {
      context
          .pipeline()
          .addLast(new Http2StreamFrameToHttpObjectCodec(true), new HttpExchange(connection, true));
    }
    context.fireChannelRead(frame);
    context.pipeline().remove(this);
  }

  /** {@code application/grpc}, bare or with {@code +proto}; not {@code application/grpc-web}. */
  private static boolean isGrpc(Http2Headers headers) {
    CharSequence type = headers.get(HttpHeaderNames.CONTENT_TYPE);
    if (type == null || !type.toString().regionMatches(true, 0, GRPC, 0, GRPC.length())) {
      return false;
    }
    char next = type.length() == GRPC.length() ? ';' : type.charAt(GRPC.length());
    return next == ';' || next == '+' || next == ' ';
  }
}
