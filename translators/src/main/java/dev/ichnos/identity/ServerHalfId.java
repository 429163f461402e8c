package dev.ichnos.identity;

import dev.ichnos.model.Attributes;
import dev.ichnos.model.Span;
import dev.ichnos.semconv.EnvoyKeys;
import dev.ichnos.semconv.OtelKeys;

/**
 * The id of the server half of a shared span: a hash of what tells this half from every other one,
 * so that every replica, every lane and every re-send come to the same id.
 *
 * <p>Taken in, in this order: trace key, span id, the text {@code server}, the local service, its
 * address, its port (0 when absent), {@code node_id} (absent texts are empty). A number {@code n}
 * goes in by {@code h = mix(h ^ n)}; a text by {@code h = (h ^ unit) * 0x9E3779B97F4A7C15} for each
 * UTF-16 unit, then {@code h = mix(h ^ length)}. It starts at {@code 0x0069_6368_6E6F_7331}, and
 * {@code mix} is the finaliser of MurmurHash3 (64 bits). Changing any of it changes ids that
 * backends already hold: docs/formats/identity.md pins examples.
 */
final class ServerHalfId {
  private static final long START = 0x0069_6368_6E6F_7331L;
  private static final long ODD = 0x9E3779B97F4A7C15L;

  private ServerHalfId() {}

  /** Never 0 and never the wire's id, which the client half keeps. */
  static long of(Span span) {
    Attributes attributes = span.attributes();
    long hash = START;
    hash = mix(hash ^ span.traceIdLow());
    hash = mix(hash ^ span.spanId());
    hash = text(hash, "server");
    hash = text(hash, span.resource().attributes().string(OtelKeys.SERVICE_NAME));
    hash = text(hash, attributes.string(OtelKeys.NETWORK_LOCAL_ADDRESS));
    hash = mix(hash ^ attributes.integer(OtelKeys.NETWORK_LOCAL_PORT, 0));
    hash = text(hash, attributes.string(EnvoyKeys.NODE_ID));
    while (hash == 0 || hash == span.spanId()) {
      hash = mix(hash + ODD);
    }
    return hash;
  }

  private static long text(long hash, String text) {
    long h = hash;
    for (int i = 0; i < text.length(); i++) {
      h = (h ^ text.charAt(i)) * ODD;
    }
    return mix(h ^ text.length());
  }

  private static long mix(long value) {
    long v = value;
    v = (v ^ v >>> 33) * 0xFF51AFD7ED558CCDL;
    v = (v ^ v >>> 33) * 0xC4CEB9FE1A85EC53L;
    return v ^ v >>> 33;
  }
}
