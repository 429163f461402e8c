package dev.ichnos.model;

/**
 * What small things cost on the heap of a 64-bit JVM with compressed references and compact
 * strings: the arithmetic behind every {@code retainedBytes()}.
 */
final class HeapSize {
  private static final int STRING_OBJECT = 24;
  private static final int ARRAY_HEADER = 16;

  private HeapSize() {}

  /** A string and its bytes; 0 for the empty string, which is shared. */
  static int of(String value) {
    return value.isEmpty() ? 0 : STRING_OBJECT + ofArray(value.length(), 1);
  }

  /** An array of {@code length} elements of {@code elementBytes} each, padded to eight bytes. */
  static int ofArray(int length, int elementBytes) {
    return (ARRAY_HEADER + length * elementBytes + 7) & ~7;
  }
}
