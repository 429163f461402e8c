package dev.ichnos.codec.cloudtrace;

import dev.ichnos.codec.wire.ProtoWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** The key of an attribute, and what it alone decides; made once for many spans. Immutable. */
final class EntryKey {
  final String text;

  /** The bytes of the text in UTF-8. */
  final int utf8Size;

  /** Whether Cloud Trace takes it. */
  final boolean isTaken;

  /** Where its attribute belongs; null when it has no place. */
  final AttributeTable.@Nullable Source source;

  private final byte[] field;

  EntryKey(String text) {
    this.text = text;
    this.utf8Size = ProtoWriter.utf8Size(text);
    this.isTaken = Candidates.isKey(text);
    this.source = AttributeTable.source(text);
    this.field = field(text, utf8Size);
  }

  /** The whole field {@code key} of an entry; not to be changed. */
  byte[] field() {
    return field;
  }

  private static byte[] field(String text, int utf8Size) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(utf8Size + 6);
    ProtoWriter writer = new ProtoWriter(out, utf8Size + 6);
    try {
      writer.writeText(CloudTraceFields.ENTRY_KEY, text, utf8Size);
      writer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return out.toByteArray();
  }

  @Override
  public String toString() {
    return text;
  }
}
