package dev.ichnos.codec.otlp;

import dev.ichnos.codec.MessageBuffer;
import dev.ichnos.codec.wire.ProtoMessageWriter;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.KeyOrders;

/**
 * What stands in a KeyValue before the length of its value, for all keys of some attributes in
 * their order: the key's field, if it is not empty, and the tag of the value. One array, so that it
 * is read from front to back. Immutable.
 */
final class ProtoKeys {
  private static final KeyOrders<ProtoKeys> KNOWN = new KeyOrders<>(ProtoKeys::new);

  /** Of one key with its field and the value's tag, to begin with. */
  private static final int KEY_BYTES = 32;

  final byte[] bytes;

  /** Where the bytes of each key begin; one more for the end of the last. */
  private final int[] begins;

  private ProtoKeys(String[] keys) {
    MessageBuffer buffer = MessageBuffer.unbounded(keys.length * KEY_BYTES);
    ProtoMessageWriter out = new ProtoMessageWriter(buffer);
    begins = new int[keys.length + 1];
    for (int i = 0; i < keys.length; i++) {
      if (!keys[i].isEmpty()) {
        out.text(OtlpFields.KEY_VALUE_KEY, keys[i]);
      }
      out.tag(OtlpFields.KEY_VALUE_VALUE);
      begins[i + 1] = out.position();
    }
    out.finish();
    bytes = buffer.toByteArray();
  }

  static ProtoKeys of(Attributes attributes) {
    return KNOWN.of(attributes);
  }

  int begin(int place) {
    return begins[place];
  }
}
