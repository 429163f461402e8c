package dev.ichnos.codec.zipkin;

import org.jspecify.annotations.Nullable;

/** A binary annotation of a v1 span while it is read: a tag, or the address of a peer. */
final class V1BinaryAnnotation {
  String key = "";

  /** Text as a tag has it. */
  String text = "";

  /** Set instead of {@link #text} where the value is bytes. */
  byte @Nullable [] bytes;

  /** The value is true and the key names a peer: what counts is the endpoint. */
  boolean isAddress;

  final EndpointDraft endpoint = new EndpointDraft();

  /** Whether a value of true under this key says that the endpoint is a peer's. */
  static boolean isPeer(String key) {
    return key.equals("sa") || key.equals("ca") || key.equals("ma");
  }

  void clear() {
    key = "";
    text = "";
    bytes = null;
    isAddress = false;
    endpoint.clear();
  }
}
