package dev.ichnos.collector.mapping;

import dev.ichnos.codec.DropReason;
import dev.ichnos.codec.MendReason;
import dev.ichnos.model.Format;
import dev.ichnos.model.Span;
import java.util.List;
import java.util.Map;

/**
 * A payload, read.
 *
 * @param format what it is
 * @param receiverType the type of receiver that takes it
 * @param bytes of the message, not compressed
 * @param gzip whether it came compressed
 * @param spans the good ones, as decoded, in the payload's order
 * @param dropped spans that cannot be used
 * @param problems what is wrong with the first of those, at most {@link #MOST_PROBLEMS}
 * @param mended fields that were put right
 */
public record Payload(
    Format format,
    String receiverType,
    int bytes,
    boolean gzip,
    List<Span> spans,
    Map<DropReason, Integer> dropped,
    List<String> problems,
    Map<MendReason, Integer> mended) {
  public static final int MOST_PROBLEMS = 10;

  public Payload {
    spans = List.copyOf(spans);
    problems = List.copyOf(problems);
    dropped = Map.copyOf(dropped);
    mended = Map.copyOf(mended);
  }
}
