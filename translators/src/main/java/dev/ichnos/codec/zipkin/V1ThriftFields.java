package dev.ichnos.codec.zipkin;

import static dev.ichnos.codec.wire.ThriftReader.I16;
import static dev.ichnos.codec.wire.ThriftReader.I32;
import static dev.ichnos.codec.wire.ThriftReader.STRING;
import static dev.ichnos.codec.wire.ThriftReader.STRUCT;

import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.wire.KeyCache;
import dev.ichnos.codec.wire.ThriftException;
import dev.ichnos.codec.wire.ThriftReader;
import dev.ichnos.codec.wire.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values that several structs of v1 thrift have, and counts on the span what was mended.
 */
final class V1ThriftFields {
  private static final int ENDPOINT_IPV4 = (I32 << 16) | 1;
  private static final int ENDPOINT_PORT = (I16 << 16) | 2;
  private static final int ENDPOINT_SERVICE_NAME = (STRING << 16) | 3;
  private static final int ENDPOINT_IPV6 = (STRING << 16) | 4;

  /** The numbers above, one bit each. */
  private static final int ENDPOINT_FIELDS = (1 << 1) | (1 << 2) | (1 << 3) | (1 << 4);

  private final ThriftReader in;
  private final KeyCache keys;
  private final SpanDraft span;
  private final EndpointAddresses addresses = new EndpointAddresses();

  V1ThriftFields(ThriftReader in, KeyCache keys, SpanDraft span) {
    this.in = in;
    this.keys = keys;
    this.span = span;
  }

  void endpoint(EndpointDraft endpoint) throws ThriftException {
    for (int field = in.readField(); field != 0; field = in.readField()) {
      switch (field) {
        case ENDPOINT_IPV4 -> ipv4(endpoint, in.readI32());
        case ENDPOINT_PORT -> endpoint.port = in.readI16() & 0xFFFF;
        case ENDPOINT_SERVICE_NAME -> endpoint.serviceName = text(keys);
        case ENDPOINT_IPV6 -> address(endpoint);
        default -> skip(field, ENDPOINT_FIELDS);
      }
    }
  }

  /** Senders that do not know their address write 0, since generated writers write every field. */
  private void ipv4(EndpointDraft endpoint, int address) {
    if (address != 0) {
      addresses.ipv4(endpoint, address);
    }
  }

  private void address(EndpointDraft endpoint) throws ThriftException {
    int length = in.readLength();
    if (!addresses.read(endpoint, in.array(), in.position(), length)) {
      span.mended(MendReason.FIELD_LEFT_OUT);
    }
    in.advance(length);
  }

  /** The size of a list of structs; a list of anything else is skipped. */
  int structs() throws ThriftException {
    int element = in.readElementType();
    int size = in.readSize(element);
    if (element == STRUCT || size == 0) {
      return size;
    }
    span.mended(MendReason.FIELD_LEFT_OUT);
    for (int i = 0; i < size; i++) {
      in.skip(element);
    }
    return 0;
  }

  /**
   * Skips a field that is not read.
   *
   * @param known the numbers of the struct's fields, one bit each, to tell a field of another type,
   *     which is counted, from an unknown one
   */
  void skip(int field, int known) throws ThriftException {
    int number = field & 0xFFFF;
    if (number < Integer.SIZE && ((known >>> number) & 1) != 0) {
      span.mended(MendReason.FIELD_LEFT_OUT);
    }
    in.skip(ThriftReader.type(field));
  }

  /** A text that comes often: shared with its equals. */
  String text(KeyCache cache) throws ThriftException {
    return text(cache, in.readLength());
  }

  String text(KeyCache cache, int length) {
    @Nullable String known = cache.get(in.array(), in.position(), length);
    if (known == null) {
      return text(length);
    }
    in.advance(length);
    return known;
  }

  String text(int length) {
    int at = in.position();
    in.advance(length);
    return text(at, length);
  }

  /** The text of bytes that were passed already. */
  String text(int at, int length) {
    if (length == 0) {
      return "";
    }
    String text = Utf8.decode(in.array(), at, length);
    if (Utf8.wasMended(text, in.array(), at, length)) {
      span.mended(MendReason.INVALID_UTF8);
    }
    return text;
  }
}
