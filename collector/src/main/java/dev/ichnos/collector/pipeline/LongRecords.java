package dev.ichnos.collector.pipeline;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records of a few longs each, first in, first out, in arrays of 64 KiB: as many as they fill, and
 * no object for any of them. A record is known by its position, which rises, and lies whole in one
 * array. How long each of them is the user knows.
 *
 * <p>Not thread-safe.
 */
final class LongRecords {
  /** Longs of one array; no record is longer. */
  static final int CHUNK = 1 << 13;

  private static final class Chunk {
    private final long[] longs = new long[CHUNK];

    /** Behind its last record. */
    private int end;
  }

  /** The arrays from the first record to the last; position / CHUNK - firstNumber is the place. */
  private final List<Chunk> chunks = new ArrayList<>();

  /** One that is empty again: enough where as much comes as goes. */
  private @Nullable Chunk spare;

  private long firstNumber;
  private long first;
  private long end;

  /** Makes room for a record behind all others, with longs of any value; its position. */
  long add(int size) {
    if (size < 1 || size > CHUNK) {
      throw new IllegalArgumentException("size: " + size + " (expected: 1-" + CHUNK + ")");
    }
    boolean wasEmpty = isEmpty();
    if (chunks.isEmpty() || chunks.get(chunks.size() - 1).end + size > CHUNK) {
      end = (firstNumber + chunks.size()) * CHUNK;
      chunks.add(emptyChunk());
    }
    long position = end;
    end += size;
    chunks.get(chunks.size() - 1).end += size;
    if (wasEmpty) {
      startAt(position);
    }
    return position;
  }

  /** The array in which the record is, from {@link #at} on. */
  long[] array(long position) {
    return chunk(position).longs;
  }

  /** Where the record is in its array. */
  static int at(long position) {
    return (int) (position % CHUNK);
  }

  boolean isEmpty() {
    return first == end;
  }

  /** Position of the oldest record; {@link #end} if there is none. */
  long first() {
    return first;
  }

  /** Behind the newest record. */
  long end() {
    return end;
  }

  /** Position of the record that was added next; {@link #end} if there is none. */
  long next(long position, int size) {
    boolean isLastOfChunk = at(position) + size == chunk(position).end;
    return isLastOfChunk && position + size != end
        ? (position / CHUNK + 1) * CHUNK
        : position + size;
  }

  /** Lets go of the oldest record. */
  void removeFirst(int size) {
    startAt(next(first, size));
  }

  void clear() {
    startAt(end);
  }

  private Chunk chunk(long position) {
    return chunks.get((int) (position / CHUNK - firstNumber));
  }

  private void startAt(long position) {
    first = position;
    while (firstNumber < first / CHUNK) {
      spare = chunks.remove(0);
      firstNumber++;
    }
  }

  private Chunk emptyChunk() {
    Chunk chunk = spare == null ? new Chunk() : spare;
    spare = null;
    chunk.end = 0;
    return chunk;
  }
}
