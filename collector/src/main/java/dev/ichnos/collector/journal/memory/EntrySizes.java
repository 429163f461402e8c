package dev.ichnos.collector.journal.memory;

import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import java.util.List;

/** The bytes for which each trace group of a message counts. */
final class EntrySizes {
  private EntrySizes() {}

  static long[] of(SpanBatch message, List<SpanBatch> groups) {
    long[] sizes = new long[groups.size()];
    long all = message.retainedBytes();
    if (sizes.length == 1) {
      sizes[0] = MemoryJournal.ENTRY_COST + all;
      return sizes;
    }
    long own = 0;
    for (int i = 0; i < sizes.length; i++) {
      List<Span> spans = groups.get(i).spans();
      for (int at = 0; at < spans.size(); at++) {
        sizes[i] += spans.get(at).retainedBytes();
      }
      own += sizes[i];
    }
    // Resources and scopes of the message, which its groups share.
    long sharedPerSpan = (all - own) / message.size();
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] += MemoryJournal.ENTRY_COST + sharedPerSpan * groups.get(i).size();
    }
    return sizes;
  }
}
