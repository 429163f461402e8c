package dev.ichnos.collector.bench;

import dev.ichnos.model.SpanKind;

/** The three spans of a trace, in the order in which they end, and so are reported. */
enum Role {
  /** The workload's call to another one; a child of its server span. */
  CALL(SpanKind.CLIENT),
  /** The request as the workload's sidecar takes it; a child of the gateway's span. */
  SERVER(SpanKind.SERVER),
  /** The request as the ingress gateway passes it on; the root. */
  GATEWAY(SpanKind.CLIENT);

  private static final Role[] ALL = values();

  private final SpanKind kind;

  Role(SpanKind kind) {
    this.kind = kind;
  }

  SpanKind kind() {
    return kind;
  }

  boolean root() {
    return this == GATEWAY;
  }

  static int count() {
    return ALL.length;
  }

  static Role at(int place) {
    return ALL[place];
  }
}
