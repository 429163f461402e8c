package dev.ichnos.codec;

/**
 * What an encoder could not write.
 *
 * @param cutFields text or bytes that were shortened to the format's limits
 * @param leftOutAttributes attributes (or events, links) for which the format had no place
 * @param droppedSpans spans that the format cannot say at all
 */
public record EncodeReport(int cutFields, int leftOutAttributes, int droppedSpans) {
  /** Everything was written. */
  public static final EncodeReport COMPLETE = new EncodeReport(0, 0, 0);
}
