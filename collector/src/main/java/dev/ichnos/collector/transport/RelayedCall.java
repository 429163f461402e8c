package dev.ichnos.collector.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One gRPC call of a client, frame by frame to the gRPC server and back.
 *
 * <p>Frames are passed on as they come, without a look inside; a side that cannot take more stops
 * the reading of the other, and HTTP/2's windows do the rest. Both sides run on one event loop.
 *
 * <p>The server may end a call whose client has not ended its side. The client then gets trailers
 * and is left to close the stream by itself; only one that still has not done so some time later is
 * told, by a reset without error (RFC 9113 §8.1), that nobody listens.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel
final class RelayedCall extends ChannelInboundHandlerAdapter {
  private static final int UNAVAILABLE = 14;
  private static final long LINGER_SECONDS = 10;

  private final Connection connection;
  private final Queue<Object> early = new ArrayDeque<>(2);
  private @Nullable ChannelHandlerContext client;
  private @Nullable Channel server;
  private @Nullable Future<?> linger;
  private boolean clientEnded;
  private boolean headersSent;
  private boolean answered;

  RelayedCall(Connection connection) {
    this.connection = connection;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    client = context;
    connection.begun();
    context.channel().config().setAutoRead(false);
    connection.relay().open(new Answers()).addListener(this::opened);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof Http2HeadersFrame frame) {
      clientEnded |= frame.isEndStream();
      toServer(new DefaultHttp2HeadersFrame(frame.headers(), frame.isEndStream()));
    } else if (message instanceof Http2DataFrame frame) {
      clientEnded |= frame.isEndStream();
      toServer(new DefaultHttp2DataFrame(frame.content(), frame.isEndStream()));
    } else {
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (server != null) {
      server.flush();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof Http2ResetFrame reset) {
      clientEnded = true;
      // Frames that came before it may still stand behind it; until the server's side is open, the
      // end of this channel says it again.
      if (server != null) {
        toServer(new DefaultHttp2ResetFrame(reset.errorCode()));
        server.flush();
      }
    }
    context.fireUserEventTriggered(event);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (server != null) {
      server.config().setAutoRead(context.channel().isWritable());
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    clientEnded = true;
    if (!answered) {
      answered = true;
      connection.answered();
    }
    if (linger != null) {
      linger.cancel(false);
    }
    if (server != null) {
      server.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }

  private void opened(Future<? super Http2StreamChannel> opening) {
    ChannelHandlerContext in = client;
    if (in == null) {
      return;
    }
    if (!opening.isSuccess()) {
      early.forEach(ReferenceCountUtil::release);
      early.clear();
      in.channel().config().setAutoRead(true);
      unavailable();
      return;
    }
    Channel stream = (Channel) opening.getNow();
    early.forEach(stream::write);
    early.clear();
    stream.flush();
    if (!in.channel().isActive()) {
      // A client that drops its call in the same breath, as opencensus-cpp did, has sent its
      // message all the same.
      stream.close();
      return;
    }
    server = stream;
    in.channel().config().setAutoRead(true);
  }

  private void toServer(Object frame) {
    if (answered) {
      ReferenceCountUtil.release(frame);
    } else if (server == null) {
      early.add(frame);
    } else {
      server.write(frame);
    }
  }

  /** The answer's last frame; the call counts until that is written. */
  private void endWith(ChannelHandlerContext in, Object lastFrame) {
    answered = true;
    in.writeAndFlush(lastFrame).addListener(written -> connection.answered());
    in.channel().config().setAutoRead(true);
    if (!clientEnded) {
      linger =
          in.executor()
              .schedule(
                  () -> in.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.NO_ERROR)),
                  LINGER_SECONDS,
                  TimeUnit.SECONDS);
    }
  }

  private void unavailable() {
    ChannelHandlerContext in = client;
    if (answered || in == null || !in.channel().isActive()) {
      return;
    }
    Http2Headers trailers = new DefaultHttp2Headers();
    if (!headersSent) {
      trailers.status("200").set("content-type", "application/grpc");
    }
    trailers.setInt("grpc-status", UNAVAILABLE).set("grpc-message", "closing");
    endWith(in, new DefaultHttp2HeadersFrame(trailers, true));
  }

  /** What the gRPC server sends. */
  private final class Answers extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ChannelHandlerContext in = client;
      if (in == null || answered) {
        ReferenceCountUtil.release(message);
      } else if (message instanceof Http2HeadersFrame frame) {
        headersSent = true;
        boolean last = frame.isEndStream();
        toClient(context, in, new DefaultHttp2HeadersFrame(frame.headers(), last), last);
      } else if (message instanceof Http2DataFrame frame) {
        boolean last = frame.isEndStream();
        toClient(context, in, new DefaultHttp2DataFrame(frame.content(), last), last);
      } else {
        ReferenceCountUtil.release(message);
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      if (client != null) {
        client.flush();
      }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof Http2ResetFrame reset && client != null && !answered) {
        clientEnded = true;
        endWith(client, new DefaultHttp2ResetFrame(reset.errorCode()));
      }
      context.fireUserEventTriggered(event);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
      if (client != null) {
        client.channel().config().setAutoRead(context.channel().isWritable());
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      unavailable();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }

    private void toClient(
        ChannelHandlerContext context, ChannelHandlerContext in, Object frame, boolean last) {
      if (!last) {
        in.write(frame);
        return;
      }
      if (!clientEnded) {
        // Nothing more will come from here; without this the server would wait for it.
        context.writeAndFlush(new DefaultHttp2DataFrame(Unpooled.EMPTY_BUFFER, true));
      }
      endWith(in, frame);
    }
  }
}
