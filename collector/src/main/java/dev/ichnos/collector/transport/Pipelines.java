package dev.ichnos.collector.transport;

import dev.ichnos.collector.config.ServerConfig;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerUpgradeHandler;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ServerUpgradeCodec;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/** The handlers of a connection once its protocol is known. */
final class Pipelines {
  private static final int MAX_REQUEST_LINE = 8 << 10;
  private static final int MAX_CHUNK = 64 << 10;

  /** Bytes of a body that may come with a request to upgrade; larger ones stay on HTTP/1.1. */
  private static final int MAX_UPGRADE_BODY = 1 << 20;

  private Pipelines() {}

  /** HTTP/1.1, with the way up to h2c where there is no TLS. */
  static void http1(ChannelPipeline pipeline, Connection connection, boolean upgradable) {
    HttpServerCodec codec =
        new HttpServerCodec(
            new HttpDecoderConfig()
                .setMaxInitialLineLength(MAX_REQUEST_LINE)
                .setMaxHeaderSize(connection.config().maxHeaderSize().asInt())
                .setMaxChunkSize(MAX_CHUNK));
    pipeline.addLast(codec);
    if (upgradable) {
      pipeline.addLast(new Upgrade(codec, connection));
    }
    // Holds back pipelined requests while one is being answered.
    pipeline.addLast(new FlowControlHandler(), new HttpExchange(connection, false));
  }

  /** HTTP/2. */
  static void http2(ChannelPipeline pipeline, Connection connection) {
    Http2FrameCodec codec = codec(connection.config());
    pipeline.addLast(
        codec,
        new Http2MultiplexHandler(new StreamChooser(connection)),
        new Http2Tail(connection, codec));
  }

  private static Http2FrameCodec codec(ServerConfig config) {
    return Http2FrameCodecBuilder.forServer()
        .initialSettings(
            Http2Settings.defaultSettings()
                .maxConcurrentStreams(config.maxConcurrentStreams())
                .initialWindowSize(GrpcServers.WINDOW_BYTES)
                .maxHeaderListSize(config.maxHeaderSize().asInt()))
        .decoderEnforceMaxRstFramesPerWindow(
            GrpcServers.MAX_RESETS, GrpcServers.RESETS_WINDOW_SECONDS)
        // Connection decides when all is answered; the codec is not to wait again.
        .gracefulShutdownTimeoutMillis(0)
        .build();
  }

  /** Offers h2c to clients that ask for it (RFC 7540 §3.2): the JDK's client does by default. */
  private static final class Upgrade extends HttpServerUpgradeHandler {
    Upgrade(HttpServerCodec codec, Connection connection) {
      super(codec, protocol -> upgrade(protocol, connection), MAX_UPGRADE_BODY);
    }

    @Override
    protected boolean shouldHandleUpgradeRequest(HttpRequest request) {
      // Anything else may be ignored (RFC 9110 §7.8), and must not be gathered whole.
      return request.headers().contains(HttpHeaderNames.UPGRADE, "h2c", true)
          && !HttpUtil.isTransferEncodingChunked(request)
          && HttpUtil.getContentLength(request, 0L) <= MAX_UPGRADE_BODY;
    }

    private static HttpServerUpgradeHandler.@Nullable UpgradeCodec upgrade(
        CharSequence protocol, Connection connection) {
      if (!AsciiString.contentEquals(Http2CodecUtil.HTTP_UPGRADE_PROTOCOL_NAME, protocol)) {
        return null;
      }
      Http2FrameCodec codec = codec(connection.config());
      return new Http2ServerUpgradeCodec(
          codec,
          new Http2MultiplexHandler(new StreamChooser(connection)),
          new Http2Tail(connection, codec));
    }
  }
}
