package dev.ichnos.collector.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2PingFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** One HTTP/2 connection by prior knowledge, whose streams are written by hand. */
final class Http2Client implements AutoCloseable {
  private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Channel channel;

  /** Last streams of the GOAWAYs that came. */
  final List<Integer> goAways = new CopyOnWriteArrayList<>();

  Http2Client(InetSocketAddress address) {
    channel =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel made) {
                    made.pipeline()
                        .addLast(
                            Http2FrameCodecBuilder.forClient()
                                .encoderIgnoreMaxHeaderListSize(true)
                                .build(),
                            new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()),
                            new Frames());
                  }
                })
            .connect(address)
            .syncUninterruptibly()
            .channel();
  }

  Stream post(String path, String contentType) {
    Http2Headers headers =
        new DefaultHttp2Headers()
            .method("POST")
            .path(path)
            .scheme("http")
            .authority("test")
            .set("content-type", contentType)
            .set("te", "trailers");
    return new Stream(headers);
  }

  /** A gRPC call of our test service as Envoy opens it. */
  Stream call(String method) {
    return post("/test.Calls/" + method, "application/grpc");
  }

  /** Pings of the connection, as keepalives are. */
  void ping(int times) {
    for (int i = 0; i < times; i++) {
      channel.writeAndFlush(new DefaultHttp2PingFrame(i)).syncUninterruptibly();
    }
  }

  void awaitClosed() {
    if (!channel.closeFuture().awaitUninterruptibly(10, TimeUnit.SECONDS)) {
      throw new AssertionError("still connected");
    }
  }

  @Override
  public void close() {
    channel.close().awaitUninterruptibly();
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  /** One stream, and all that came on it. */
  final class Stream {
    private final Http2StreamChannel stream;
    private final List<Http2Headers> headers = new ArrayList<>();
    private final StringBuilder data = new StringBuilder();
    private final CompletableFuture<Stream> ended = new CompletableFuture<>();

    Stream(Http2Headers request) {
      stream =
          new Http2StreamChannelBootstrap(channel)
              .handler(
                  new ChannelInboundHandlerAdapter() {
                    @Override
                    public void channelRead(ChannelHandlerContext context, Object frame) {
                      take(frame);
                    }

                    @Override
                    public void userEventTriggered(ChannelHandlerContext context, Object event) {
                      take(event);
                    }

                    @Override
                    public void channelInactive(ChannelHandlerContext context) {
                      ended.completeExceptionally(new AssertionError("closed without an end"));
                    }
                  })
              .open()
              .syncUninterruptibly()
              .getNow();
      stream.writeAndFlush(new DefaultHttp2HeadersFrame(request)).syncUninterruptibly();
    }

    Stream data(byte[] bytes, boolean last) {
      stream
          .writeAndFlush(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(bytes), last))
          .syncUninterruptibly();
      return this;
    }

    /** One gRPC message; the stream stays open. */
    Stream message(String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      ByteBuffer framed = ByteBuffer.allocate(5 + bytes.length);
      framed.put((byte) 0).putInt(bytes.length).put(bytes);
      return data(framed.array(), false);
    }

    /** Waits for the other side's last frame; fails if it resets instead. */
    Stream awaitEnd() {
      return ended.orTimeout(10, TimeUnit.SECONDS).join();
    }

    boolean isEnded() {
      return ended.isDone();
    }

    /** The last value of a header or trailer. */
    String header(String name) {
      String value = "";
      synchronized (headers) {
        for (Http2Headers block : headers) {
          if (block.contains(name)) {
            value = block.get(name).toString();
          }
        }
      }
      return value;
    }

    String text() {
      return data.toString();
    }

    private void take(Object frame) {
      boolean last = false;
      if (frame instanceof Http2HeadersFrame head) {
        synchronized (headers) {
          headers.add(head.headers());
        }
        last = head.isEndStream();
      } else if (frame instanceof Http2DataFrame body) {
        data.append(body.content().toString(StandardCharsets.ISO_8859_1));
        last = body.isEndStream();
      } else if (frame instanceof Http2ResetFrame reset) {
        ended.completeExceptionally(new AssertionError("reset with " + reset.errorCode()));
      }
      ReferenceCountUtil.release(frame);
      if (last) {
        ended.complete(this);
      }
    }
  }

  private final class Frames extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object frame) {
      if (frame instanceof Http2GoAwayFrame goAway) {
        goAways.add(goAway.lastStreamId());
      }
      ReferenceCountUtil.release(frame);
    }
  }
}
