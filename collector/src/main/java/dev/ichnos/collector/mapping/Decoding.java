package dev.ichnos.collector.mapping;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.DropReason;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.SpanSink;
import dev.ichnos.model.Span;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What one decoder made of a payload. */
final class Decoding implements SpanSink {
  private final PayloadFormat format;
  private final List<Span> spans = new ArrayList<>();
  private final Map<DropReason, Integer> dropped = new EnumMap<>(DropReason.class);
  private final List<String> problems = new ArrayList<>();
  private final Map<MendReason, Integer> mended = new EnumMap<>(MendReason.class);
  private String malformed = "";

  private Decoding(PayloadFormat format) {
    this.format = format;
  }

  static Decoding of(PayloadFormat format, byte[] bytes, DecodeLimits limits) {
    Decoding decoding = new Decoding(format);
    try {
      format.decoder().decode(ByteBuffer.wrap(bytes), limits, decoding);
    } catch (DecodeException e) {
      decoding.malformed = Objects.requireNonNullElse(e.getMessage(), "Malformed");
    }
    return decoding;
  }

  @Override
  public void span(Span span) {
    spans.add(span);
  }

  @Override
  public void dropped(int count, DropReason why, String detail) {
    dropped.merge(why, count, Integer::sum);
    if (problems.size() < Payload.MOST_PROBLEMS) {
      problems.add(detail);
    }
  }

  @Override
  public void mended(MendReason what) {
    mended.merge(what, 1, Integer::sum);
  }

  PayloadFormat format() {
    return format;
  }

  private boolean isMalformed() {
    return !malformed.isEmpty();
  }

  int goodSpans() {
    return isMalformed() ? 0 : spans.size();
  }

  /** Why nothing came of these bytes. */
  String refusal(byte[] bytes) {
    if (isMalformed()) {
      return malformed;
    }
    String name = format.format().name();
    if (!problems.isEmpty()) {
      return name + ": no span can be used: " + problems.get(0);
    }
    return name + ": holds no spans" + (format.isOtlpJson() ? JsonKeys.hint(bytes) : "");
  }

  Payload payload(int bytes, boolean gzip) {
    return new Payload(
        format.format(), format.receiverType(), bytes, gzip, spans, dropped, problems, mended);
  }
}
