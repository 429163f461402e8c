package dev.ichnos.model;

import java.util.HexFormat;

/**
 * A trace id of 128 bits.
 *
 * @param high the upper half; 0 for a 64-bit trace id
 * @param low the lower half: the <em>trace key</em>, by which the halves of a trace meet
 */
public record TraceId(long high, long low) {

  /** Whether both halves are zero, which is no id. */
  public boolean isEmpty() {
    return high == 0 && low == 0;
  }

  /** 32 lower-case hex digits, left-padded with zeros. */
  public String hex() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(high) + hex.toHexDigits(low);
  }

  @Override
  public String toString() {
    return hex();
  }
}
