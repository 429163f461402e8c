package dev.ichnos.codec.datadog;

import dev.ichnos.codec.wire.MsgpackWriter;

/** The key of a tag beside its msgpack, so that a key of many spans is encoded once. Immutable. */
final class TagKey {
  final String text;
  private final byte[] msgpack;

  TagKey(String text) {
    this.text = text;
    this.msgpack = MsgpackWriter.encoded(text);
  }

  /** A whole string of msgpack; not to be changed. */
  byte[] msgpack() {
    return msgpack;
  }

  @Override
  public String toString() {
    return text;
  }
}
