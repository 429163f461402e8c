package dev.ichnos.identity.ids;

import dev.ichnos.identity.rule.ReceivedIds;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.IdHash;
import dev.ichnos.model.Span;
import dev.ichnos.semconv.OtelKeys;

/**
 * The id of the server half of a shared span: a hash of what tells this half from every other one,
 * so that every replica, every lane and every re-send come to the same id.
 *
 * <p>An {@link IdHash} that starts at {@code 0x0069_6368_6E6F_7331} and takes in, in this order:
 * trace key, span id, the text {@code server}, the local service, its address, its port (0 when
 * absent), {@code node_id} (absent texts are empty); all as received, see {@link ReceivedNames}.
 * Changing any of it changes ids that backends already hold: docs/formats/identity.md pins
 * examples.
 */
final class ServerHalfId {
  private static final long START = 0x0069_6368_6E6F_7331L;

  private ServerHalfId() {}

  /** Never 0 and never the wire's id, which the client half keeps. */
  static long of(Span span) {
    Attributes attributes = span.attributes();
    long hash = START;
    hash = IdHash.number(hash, ReceivedIds.traceIdLow(span));
    hash = IdHash.number(hash, span.spanId());
    hash = IdHash.text(hash, "server");
    hash = IdHash.text(hash, ReceivedNames.service(span));
    hash = IdHash.text(hash, attributes.string(OtelKeys.NETWORK_LOCAL_ADDRESS));
    hash = IdHash.number(hash, attributes.integer(OtelKeys.NETWORK_LOCAL_PORT, 0));
    hash = IdHash.text(hash, ReceivedNames.nodeId(span));
    while (hash == 0 || hash == span.spanId()) {
      hash = IdHash.next(hash);
    }
    return hash;
  }
}
