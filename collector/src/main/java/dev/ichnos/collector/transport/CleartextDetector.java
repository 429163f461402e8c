package dev.ichnos.collector.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http2.Http2CodecUtil;
import java.util.List;

/**
 * Tells HTTP/2 by prior knowledge from HTTP/1.1 by the first bytes: {@code PRI * HTTP/2.0} (RFC
 * 9113 §3.4) is no HTTP/1.1 request that any client makes.
 */
final class CleartextDetector extends ByteToMessageDecoder {
  private static final ByteBuf PREFACE = Http2CodecUtil.connectionPrefaceBuf();

  private final Connection connection;

  CleartextDetector(Connection connection) {
    this.connection = connection;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    int seen = Math.min(in.readableBytes(), PREFACE.readableBytes());
    for (int i = 0; i < seen; i++) {
      if (in.getByte(in.readerIndex() + i) != PREFACE.getByte(i)) {
        Pipelines.http1(context.pipeline(), connection, true);
        context.pipeline().remove(this);
        return;
      }
    }
    if (seen == PREFACE.readableBytes()) {
      Pipelines.http2(context.pipeline(), connection);
      context.pipeline().remove(this);
    }
  }
}
