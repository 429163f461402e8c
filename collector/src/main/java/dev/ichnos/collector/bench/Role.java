package dev.ichnos.collector.bench;

import dev.ichnos.model.SpanKind;

/** The three spans of a trace, in the order in which they end, and so are reported. */
enum Role {
  /** The workload's call to another one; a child of its server span. */
  CALL(SpanKind.CLIENT, 2),
  /** The request as the workload's sidecar takes it; a child of the gateway's span. */
  SERVER(SpanKind.SERVER, 1),
  /** The request as the ingress gateway passes it on; the root. */
  GATEWAY(SpanKind.CLIENT, 0);

  private static final Role[] ALL = values();

  private final SpanKind kind;
  private final int depth;

  Role(SpanKind kind, int depth) {
    this.kind = kind;
    this.depth = depth;
  }

  SpanKind kind() {
    return kind;
  }

  /** How many spans of the trace are around it. */
  int depth() {
    return depth;
  }

  boolean root() {
    return depth == 0;
  }

  static int count() {
    return ALL.length;
  }

  static Role at(int place) {
    return ALL[place];
  }
}
