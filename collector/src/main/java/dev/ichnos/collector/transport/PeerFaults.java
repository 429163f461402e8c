package dev.ichnos.collector.transport;

import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.netty.handler.codec.http2.Http2Exception;
import java.io.IOException;
import java.util.List;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps out of the log what grpc-netty writes there, with a stack trace, about each client that
 * breaks the protocol: one that does so on purpose would fill any disk. The client is told, and
 * faults that are not a client's still show.
 */
final class PeerFaults {
  /** Held here, since java.util.logging forgets a logger that nobody holds, and its filter. */
  private static final List<Logger> LOGGERS =
      List.of(
          Logger.getLogger("io.grpc.netty.NettyServerStream"),
          Logger.getLogger("io.grpc.netty.NettyServerTransport.connections"));

  private PeerFaults() {}

  /** From the first call on and for the life of the process. */
  static void keepOutOfLogs() {
    LOGGERS.forEach(logger -> logger.setFilter(line -> !isPeers(line.getThrown())));
  }

  private static boolean isPeers(@Nullable Throwable thrown) {
    return thrown instanceof StatusRuntimeException
        || thrown instanceof StatusException
        || thrown instanceof Http2Exception
        || thrown instanceof IOException;
  }
}
