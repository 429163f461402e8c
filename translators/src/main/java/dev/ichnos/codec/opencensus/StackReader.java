package dev.ichnos.codec.opencensus;

import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.wire.ProtoException;
import dev.ichnos.codec.wire.ProtoReader;

/** Reads stack traces into the lines that a JVM would print: {@code at function(file:line)}. */
final class StackReader {
  private final ProtoReader in;
  private final DecodeLimits limits;
  private final ValueReader values;
  private final Mends mends;
  private final StringBuilder lines = new StringBuilder();
  private int frames;
  private int dropped;

  StackReader(ProtoReader in, DecodeLimits limits, ValueReader values, Mends mends) {
    this.in = in;
    this.limits = limits;
    this.values = values;
    this.mends = mends;
  }

  /** Reads a StackTrace; empty when it holds no frames, but the hash of one sent before. */
  String read() throws ProtoException {
    lines.setLength(0);
    frames = 0;
    dropped = 0;
    int outer = in.enter();
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        if (tag == InnerFields.STACK_FRAMES) {
          frames();
        } else {
          in.skipUnknown(tag, InnerFields.STACK_TRACE);
        }
      }
    } catch (ProtoException e) {
      throw e.in(InnerFields.STACK_TRACE.name(tag));
    }
    in.leave(outer);
    if (dropped > 0 && frames > 0) {
      lines.append("\n... ").append(dropped).append(" more");
    }
    return lines.toString();
  }

  private void frames() throws ProtoException {
    boolean limited = false;
    int outer = in.enter();
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        switch (tag) {
          case InnerFields.FRAME -> {
            if (frames < limits.maxEvents()) {
              frame();
              frames++;
            } else {
              in.skip(tag);
              dropped = ValueReader.sum(dropped, 1);
              limited = true;
            }
          }
          case InnerFields.DROPPED_FRAMES -> dropped = ValueReader.sum(dropped, values.count());
          default -> in.skipUnknown(tag, InnerFields.FRAMES);
        }
      }
    } catch (ProtoException e) {
      throw e.in(InnerFields.FRAMES.name(tag));
    }
    in.leave(outer);
    if (limited) {
      mends.add(MendReason.LIMIT);
    }
  }

  private void frame() throws ProtoException {
    String function = "";
    String file = "";
    long line = 0;
    long column = 0;
    int outer = in.enter();
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        switch (tag) {
          case InnerFields.FRAME_FUNCTION -> function = values.truncatable();
          case InnerFields.FRAME_FILE -> file = values.truncatable();
          case InnerFields.FRAME_LINE -> line = in.readVarint();
          case InnerFields.FRAME_COLUMN -> column = in.readVarint();
          default -> in.skipUnknown(tag, InnerFields.FRAME_FIELDS);
        }
      }
    } catch (ProtoException e) {
      throw e.in(InnerFields.FRAME_FIELDS.name(tag));
    }
    in.leave(outer);
    lines.append(lines.isEmpty() ? "at " : "\nat ");
    lines.append(function.isEmpty() ? "<anonymous>" : function).append('(');
    lines.append(file.isEmpty() ? "Unknown Source" : file);
    if (line > 0) {
      lines.append(':').append(line);
      if (column > 0) {
        lines.append(':').append(column);
      }
    }
    lines.append(')');
  }
}
