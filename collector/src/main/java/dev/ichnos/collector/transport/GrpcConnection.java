package dev.ichnos.collector.transport;

import io.grpc.Attributes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One client's connection as its gRPC calls see it: whose it is, and how to ask them to end. */
final class GrpcConnection {
  /** Where a transport's attributes hold its connection. */
  static final Attributes.Key<GrpcConnection> KEY = Attributes.Key.create("ichnos-connection");

  private final Peer peer;
  private final Set<DrainSignal> calls = ConcurrentHashMap.newKeySet();
  private volatile boolean draining;

  GrpcConnection(Peer peer) {
    this.peer = peer;
  }

  Peer peer() {
    return peer;
  }

  void add(DrainSignal call) {
    calls.add(call);
    if (draining) {
      call.fire();
    }
  }

  void remove(DrainSignal call) {
    calls.remove(call);
  }

  boolean hasCalls() {
    return !calls.isEmpty();
  }

  /** Asks all calls, and all that may still come, to end. */
  void drain() {
    draining = true;
    calls.forEach(DrainSignal::fire);
  }
}
