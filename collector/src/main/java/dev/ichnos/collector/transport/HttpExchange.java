package dev.ichnos.collector.transport;

import dev.ichnos.collector.component.RateLimitedLog;
import dev.ichnos.collector.transport.ContentCoding.BodyTooLargeException;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerUpgradeHandler;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests and answers of one HTTP/1.1 connection, one after the other, or of one HTTP/2 stream.
 *
 * <p>A request that is refused by its head is answered at once where its body is large, and after
 * its body where that is small, so that the connection can be used again.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel
final class HttpExchange extends ChannelInboundHandlerAdapter {
  private static final Logger log = LoggerFactory.getLogger(HttpExchange.class);
  private static final RateLimitedLog FAILED = new RateLimitedLog(log);

  /** Bytes of a refused body that we rather read than close the connection for. */
  private static final int WORTH_READING = 64 << 10;

  private final Connection connection;
  private final boolean http2;
  private @Nullable RequestHead head;
  private @Nullable Body body;
  private @Nullable HttpReply refusal;
  private boolean bodyEnded = true;
  private boolean answering;
  private boolean deaf;

  HttpExchange(Connection connection, boolean http2) {
    this.connection = connection;
    this.http2 = http2;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      if (deaf) {
        return;
      }
      if (message instanceof io.netty.handler.codec.http.HttpRequest request) {
        begin(context, request);
      }
      if (message instanceof HttpContent content && !deaf && !bodyEnded) {
        read(context, content);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof HttpServerUpgradeHandler.UpgradeEvent) {
      // The connection has become HTTP/2; its streams have exchanges of their own.
      ReferenceCountUtil.release(event);
      context.pipeline().remove(io.netty.handler.flow.FlowControlHandler.class);
      context.pipeline().remove(this);
      return;
    }
    context.fireUserEventTriggered(event);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    forgetBody();
    if (!bodyEnded) {
      bodyEnded = true;
      connection.received();
    }
    if (head != null) {
      head = null;
      connection.answered();
    }
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    log.debug("HTTP with {} failed", context.channel().remoteAddress(), cause);
    context.close();
  }

  private void begin(
      ChannelHandlerContext context, io.netty.handler.codec.http.HttpRequest request) {
    connection.begun();
    connection.receiving();
    bodyEnded = false;
    refusal = null;
    body = null;
    RequestHead opened = RequestHead.read(request, connection.routes(), connection.access());
    head = opened;
    DecoderResult decoded = request.decoderResult();
    if (decoded.isFailure()) {
      refuseNow(context, unreadable(decoded.cause()));
      return;
    }
    int limit = connection.config().maxRequestBodySize().asInt();
    long announced = HttpUtil.getContentLength(request, -1L);
    boolean waits = HttpUtil.is100ContinueExpected(request);
    Optional<HttpReply> refused =
        announced > limit ? Optional.of(tooLarge(opened, limit)) : opened.refusal();
    if (refused.isPresent()) {
      boolean small = HttpUtil.isTransferEncodingChunked(request) || announced <= WORTH_READING;
      if (waits || !small) {
        refuseNow(context, refused.get());
      } else {
        refusal = refused.get();
        body = new Body(announced, WORTH_READING, connection.budget());
      }
      return;
    }
    body = new Body(announced, limit, connection.budget());
    if (waits) {
      context.writeAndFlush(
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
    }
  }

  private void read(ChannelHandlerContext context, HttpContent content) {
    RequestHead current = head;
    Body gathered = body;
    if (current == null || gathered == null) {
      return;
    }
    if (content.decoderResult().isFailure()) {
      refuseNow(context, current.error(400, "Malformed HTTP: broken chunk"));
      return;
    }
    Body.Added added = gathered.add(content.content());
    if (added != Body.Added.TAKEN) {
      int limit = connection.config().maxRequestBodySize().asInt();
      HttpReply why = added == Body.Added.NO_ROOM ? noRoom(current) : tooLarge(current, limit);
      refuseNow(context, refusal != null ? refusal : why);
      return;
    }
    if (content instanceof LastHttpContent) {
      bodyEnded = true;
      body = null;
      connection.received();
      answering = true;
      if (!http2) {
        context.channel().config().setAutoRead(false);
      }
      try {
        if (refusal != null) {
          refuse(context, current, refusal);
        } else {
          serve(context, current, gathered.whole());
        }
      } finally {
        gathered.release();
      }
    }
  }

  private void serve(ChannelHandlerContext context, RequestHead current, byte[] received) {
    int limit = connection.config().maxDecompressedSize().asInt();
    byte[] bytes;
    try {
      bytes = current.coding().decode(received, limit);
    } catch (BodyTooLargeException e) {
      refuse(
          context,
          current,
          current.error(413, "Body too large: more than " + limit + " bytes after decompression"));
      return;
    } catch (IOException e) {
      refuse(
          context,
          current,
          current.error(400, "Malformed " + current.codingName() + " body: " + e.getMessage()));
      return;
    }
    Optional<HttpRoute> route = current.route();
    if (route.isEmpty()) {
      answer(context, current.error(404, "Nothing here"));
      return;
    }
    CompletionStage<HttpReply> reply;
    try {
      reply =
          route.get().handler().handle(current.request(ByteBuffer.wrap(bytes), connection.peer()));
    } catch (RuntimeException e) {
      answer(context, failed(current, e));
      return;
    }
    reply.whenComplete(
        (answer, cause) -> {
          if (context.executor().inEventLoop()) {
            answer(context, cause == null ? answer : failed(current, cause));
          } else {
            context
                .executor()
                .execute(() -> answer(context, cause == null ? answer : failed(current, cause)));
          }
        });
  }

  private void refuseNow(ChannelHandlerContext context, HttpReply reply) {
    deaf = true;
    answering = true;
    forgetBody();
    connection.received();
    if (head != null) {
      count(head, reply);
    }
    answer(context, reply);
  }

  private void refuse(ChannelHandlerContext context, RequestHead refused, HttpReply reply) {
    count(refused, reply);
    answer(context, reply);
  }

  private void count(RequestHead refused, HttpReply reply) {
    refused.route().ifPresent(route -> connection.refused(route, reply.status()));
  }

  private void forgetBody() {
    if (body != null) {
      body.release();
      body = null;
    }
  }

  private void answer(ChannelHandlerContext context, HttpReply reply) {
    RequestHead answered = head;
    if (answered == null || !answering) {
      return; // the client has gone
    }
    answering = false;
    head = null;
    boolean unread = !bodyEnded;
    bodyEnded = true;
    boolean keepAlive = answered.keepAlive() && !connection.leaving() && !unread;
    FullHttpResponse response = response(answered, reply, keepAlive);
    ChannelFuture written = context.writeAndFlush(response);
    if (http2 && unread) {
      // All is said, do not send the rest (RFC 9113 §8.1).
      written.addListener(
          done -> context.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.NO_ERROR)));
    }
    written.addListener(done -> connection.answered());
    if (http2) {
      return;
    }
    if (keepAlive) {
      context.channel().config().setAutoRead(true);
    } else {
      deaf = true;
      written.addListener(done -> connection.closeGently());
    }
  }

  private FullHttpResponse response(RequestHead answered, HttpReply reply, boolean keepAlive) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(reply.status()),
            answered.wantsBody() ? Unpooled.wrappedBuffer(reply.body()) : Unpooled.EMPTY_BUFFER);
    HttpHeaders headers = response.headers();
    reply.headers().forEach(headers::set);
    if (!reply.contentType().isEmpty()) {
      headers.set(HttpHeaderNames.CONTENT_TYPE, reply.contentType());
    }
    if (reply.status() >= 200 && reply.status() != 204 && reply.status() != 304) {
      headers.setInt(HttpHeaderNames.CONTENT_LENGTH, reply.body().length);
    }
    if (!http2) {
      HttpUtil.setKeepAlive(headers, answered.version(), keepAlive);
    }
    return response;
  }

  private static HttpReply tooLarge(RequestHead head, int limit) {
    return head.error(413, "Body too large: more than " + limit + " bytes");
  }

  private static HttpReply noRoom(RequestHead head) {
    return head.error(503, "Too many bytes are coming in at once, try again")
        .withHeader("retry-after", "1");
  }

  private HttpReply unreadable(Throwable cause) {
    if (cause instanceof TooLongHttpHeaderException) {
      return HttpReply.text(
          431, "Headers too large: more than " + connection.config().maxHeaderSize().bytes());
    }
    if (cause instanceof TooLongHttpLineException) {
      return HttpReply.text(414, "Request line too long");
    }
    return HttpReply.text(400, "Malformed HTTP request");
  }

  private static HttpReply failed(RequestHead head, Throwable cause) {
    FAILED.warn("request failed", "request to {} failed", head.path(), cause);
    return head.error(500, "Internal error");
  }
}
