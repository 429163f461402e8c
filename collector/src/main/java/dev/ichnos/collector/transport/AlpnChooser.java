package dev.ichnos.collector.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Goes on as TLS has agreed; HTTP/1.1 where the client named nothing. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel
final class AlpnChooser extends ApplicationProtocolNegotiationHandler {
  private static final Logger log = LoggerFactory.getLogger(AlpnChooser.class);

  private final Connection connection;

  AlpnChooser(Connection connection) {
    super(ApplicationProtocolNames.HTTP_1_1);
    this.connection = connection;
  }

  @Override
  protected void configurePipeline(ChannelHandlerContext context, String protocol) {
    if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
      Pipelines.http2(context.pipeline(), connection);
    } else {
      Pipelines.http1(context.pipeline(), connection, false);
    }
  }

  @Override
  protected void handshakeFailure(ChannelHandlerContext context, Throwable cause) {
    log.debug("TLS with {} failed", context.channel().remoteAddress(), cause);
    context.close();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    log.debug("TLS with {} failed", context.channel().remoteAddress(), cause);
    context.close();
  }
}
