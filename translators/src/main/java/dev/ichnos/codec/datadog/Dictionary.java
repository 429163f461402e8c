package dev.ichnos.codec.datadog;

import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.wire.KeyCache;
import dev.ichnos.codec.wire.MsgpackException;
import dev.ichnos.codec.wire.MsgpackReader;
import org.jspecify.annotations.Nullable;

/** The texts of a v0.5 message. Each is made when a span first points to it. */
final class Dictionary {
  /** A span of many unlike tags has so many texts of its own; far more are hostile. */
  private static final int MOST_PER_SPAN = 64;

  private final MsgpackReader in;
  private final DecodeLimits limits;
  private final KeyCache keys;
  private final KeyCache values;
  private final IncomingSpan span;
  private int[] offsets = {};
  private @Nullable String[] texts = {};

  /** What has to be mended in a text is counted on the {@code span} that first points to it. */
  Dictionary(
      MsgpackReader in, DecodeLimits limits, KeyCache keys, KeyCache values, IncomingSpan span) {
    this.in = in;
    this.limits = limits;
    this.keys = keys;
    this.values = values;
    this.span = span;
  }

  void read() throws MsgpackException {
    if (in.readNil()) {
      return;
    }
    int size = in.readArrayHeader();
    long most = (long) limits.maxSpans() * MOST_PER_SPAN;
    if (size > most) {
      throw in.malformed(size + " texts (expected: at most " + most + ")");
    }
    offsets = new int[size];
    texts = new @Nullable String[size];
    for (int i = 0; i < size; i++) {
      offsets[i] = in.offset();
      MsgpackReader.Type type = in.next();
      if (type != MsgpackReader.Type.STRING
          && type != MsgpackReader.Type.BINARY
          && type != MsgpackReader.Type.NIL) {
        throw in.malformed(type.label() + " (expected: string)").in("[" + i + "]");
      }
      in.skip(1);
    }
  }

  int size() {
    return offsets.length;
  }

  /** The text at this place, as the key of a tag. */
  String key(int place) throws MsgpackException {
    return text(place, keys);
  }

  /** The text at this place. */
  String value(int place) throws MsgpackException {
    return text(place, values);
  }

  private String text(int place, KeyCache shared) throws MsgpackException {
    String known = texts[place];
    if (known == null) {
      int here = in.offset();
      in.moveTo(offsets[place]);
      if (in.readNil()) {
        known = "";
      } else {
        known = in.readString(shared);
        if (in.wasMended()) {
          span.mended(MendReason.INVALID_UTF8);
        }
      }
      texts[place] = known;
      in.moveTo(here);
    }
    return known;
  }
}
