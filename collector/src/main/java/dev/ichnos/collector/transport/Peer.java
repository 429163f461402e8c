package dev.ichnos.collector.transport;

import io.grpc.Context;
import java.util.Objects;

/**
 * Who sent a request.
 *
 * @param address the IP address without port; empty when unknown
 * @param certificateSubject the subject of a checked client certificate; empty without mTLS
 */
public record Peer(String address, String certificateSubject) {
  /** Nothing is known. */
  public static final Peer UNKNOWN = new Peer("", "");

  private static final Context.Key<Peer> CURRENT = Context.keyWithDefault("ichnos-peer", UNKNOWN);

  public Peer {
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(certificateSubject, "certificateSubject");
  }

  /** The peer of the gRPC call that this thread serves; {@link #UNKNOWN} outside a call. */
  public static Peer ofCurrentCall() {
    return CURRENT.get();
  }

  /** The context in which a gRPC call of this peer is served. */
  Context inContext(Context parent) {
    return parent.withValue(CURRENT, this);
  }
}
