package dev.ichnos.repair.join;

import dev.ichnos.identity.context.CapturedContext;
import dev.ichnos.identity.context.CapturedContexts;
import dev.ichnos.model.Format;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/** Reads spans for what joins traces; keeps a reader for each format. Not thread-safe. */
final class EvidenceReader {
  private final Map<Format, CapturedContexts> readers = new HashMap<>();

  /** Adds what is on each span of the group. */
  void read(SpanBatch group, List<? super SpanEvidence> out) {
    CapturedContexts reader = reader(group);
    for (Span span : group.spans()) {
      reader.read(span);
      out.add(new SpanEvidence(span, reader.evidence(), Token.requestHash(reader.requestId())));
    }
  }

  /** Tells the key of each token on the spans of the group, their own trace id apart. */
  void keys(SpanBatch group, LongConsumer out) {
    CapturedContexts reader = reader(group);
    for (Span span : group.spans()) {
      if (reader.read(span)) {
        for (CapturedContext captured : reader.evidence()) {
          if (Token.isRandom(captured.context().traceIdLow())) {
            out.accept(new Token(false, 0, captured.context().traceIdLow()).key());
          }
        }
      }
      long request = Token.requestHash(reader.requestId());
      if (request != 0) {
        out.accept(new Token(true, 0, request).key());
      }
    }
  }

  private CapturedContexts reader(SpanBatch group) {
    return readers.computeIfAbsent(group.origin().format(), CapturedContexts::new);
  }
}
