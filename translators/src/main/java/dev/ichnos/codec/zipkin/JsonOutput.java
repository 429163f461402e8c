package dev.ichnos.codec.zipkin;

import java.io.IOException;

/**
 * Where JSON goes: to a stream, or to nowhere but its length. One walk over a span serves both, so
 * that a length that was announced is the length that is written.
 */
interface JsonOutput {
  /** Characters of ASCII that stand for themselves. */
  void raw(String ascii) throws IOException;

  /** A text in quotes, with escapes. */
  void text(String value) throws IOException;

  /** A number that is not negative. */
  void number(long value) throws IOException;

  /** 16 lower-case hex digits. */
  void hex(long value) throws IOException;
}
