package dev.ichnos.codec.datadog;

import dev.ichnos.codec.DropReason;

/** Where in a message a reader is, for the sender to read. Chunks and spans count from 0. */
final class ChunkPlace {
  private final int mostSpans;
  int chunk;
  int span;
  private int spans;

  ChunkPlace(int mostSpans) {
    this.mostSpans = mostSpans;
  }

  /**
   * Counts a span that begins.
   *
   * @return whether there was room for it
   */
  boolean begin() {
    return ++spans <= mostSpans;
  }

  /** What is wrong when there was no room. */
  String tooMany() {
    return "one span more than the " + mostSpans + " of the limit";
  }

  /** Drops a span that lacks an id. */
  void requireIds(IncomingSpan read, long offset) {
    if (read.traceId == 0) {
      drop(read, DropReason.INVALID_TRACE_ID, offset, "trace_id is absent or zero");
    } else if (read.spanId == 0) {
      drop(read, DropReason.INVALID_SPAN_ID, offset, "span_id is absent or zero");
    }
  }

  private void drop(IncomingSpan read, DropReason why, long offset, String problem) {
    read.drop(why, at(offset) + problem + " (expected: a whole number of 64 bits)");
  }

  /** The place, with what follows. */
  String at(long offset) {
    return this + " at byte " + offset + ": ";
  }

  @Override
  public String toString() {
    return "[" + chunk + "][" + span + "]";
  }
}
