package dev.ichnos.collector.config;

/** {@code gateways.<name>.trust_parent}: what a parent from outside is worth. */
public enum TrustParent {
  /** It stays the parent. */
  KEEP,
  /** It becomes a link, and the gateway's span a root span. */
  LINK
}
