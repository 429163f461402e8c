package dev.ichnos.collector.config;

/** {@code compression} of what an exporter sends. */
public enum Compression {
  NONE,
  GZIP
}
