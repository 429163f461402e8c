package dev.ichnos.collector.transport;

import dev.ichnos.collector.config.Endpoint;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/**
 * One UDP port: where it is, and who takes what comes.
 *
 * @param owner the id of the receiver that adds it
 * @param endpoint where to listen; port 0 is a free one
 * @param handler takes datagrams
 */
public record DatagramRoute(String owner, Endpoint endpoint, Handler handler) {
  public DatagramRoute {
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(endpoint, "endpoint");
    Objects.requireNonNull(handler, "handler");
  }

  /** Takes datagrams, which nobody answers. */
  public interface Handler {
    /**
     * Takes one. Called on an event loop, so it must not block.
     *
     * @param datagram array-backed, exact, never written again; may be empty
     * @return completes when the datagram no longer takes up memory; an exception, thrown or in the
     *     stage, is logged
     */
    CompletionStage<?> handle(ByteBuffer datagram, Peer peer);

    /** One came while too many others were still being taken; it is gone. */
    void refused();
  }
}
