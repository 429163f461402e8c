/**
 * What several formats share on the way between bytes and spans: lenient JSON, ids in hex, text
 * made valid, the primitives of protobuf, msgpack and Thrift's binary protocol.
 *
 * <p>For JSON formats: {@link dev.ichnos.codec.wire.Utf8#mend(java.nio.ByteBuffer)} the message
 * before a parser sees it (Jackson fails a whole message for one byte that is not UTF-8; the answer
 * is the same instance if nothing was wrong), {@link dev.ichnos.codec.wire.Utf8#mend(String)} every
 * text that may hold an escaped lone surrogate, {@link
 * dev.ichnos.codec.wire.JsonNumbers#longValue(com.fasterxml.jackson.core.JsonParser)} for 64-bit
 * numbers ({@link dev.ichnos.codec.wire.JsonNumbers#isPlain(com.fasterxml.jackson.core.JsonParser)}
 * says whether the number's shape was mended).
 *
 * <p>{@link dev.ichnos.codec.wire.JsonReader} does all of this itself, in the bytes of the message,
 * for the JSON of Zipkin, of which a mesh sends most.
 *
 * <p>For binary formats: {@link dev.ichnos.codec.wire.Utf8#decode(byte[], int, int)} for text, and
 * {@link dev.ichnos.codec.wire.Utf8#wasMended(String, byte[], int, int)} to count it. {@link
 * dev.ichnos.codec.wire.ProtoReader}, {@link dev.ichnos.codec.wire.MsgpackReader} and {@link
 * dev.ichnos.codec.wire.ThriftReader} are cursors that never leave their message; {@link
 * dev.ichnos.codec.wire.ProtoWriter} and {@link dev.ichnos.codec.wire.MsgpackWriter} write straight
 * to a stream. {@link dev.ichnos.codec.wire.IpAddresses} are for addresses in binary.
 *
 * <p>A {@link dev.ichnos.codec.wire.BadValueException} is about one value: it costs a field or a
 * span, never the message.
 */
@NullMarked
package dev.ichnos.codec.wire;

import org.jspecify.annotations.NullMarked;
