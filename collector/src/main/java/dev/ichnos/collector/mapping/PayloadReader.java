package dev.ichnos.collector.mapping;

import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.datadog.DatadogFormats;
import dev.ichnos.codec.jaeger.JaegerFormats;
import dev.ichnos.codec.otlp.OtlpFormats;
import dev.ichnos.codec.skywalking.SkyWalkingFormats;
import dev.ichnos.codec.xray.XRayFormats;
import dev.ichnos.codec.zipkin.ZipkinFormatDetector;
import dev.ichnos.codec.zipkin.ZipkinFormats;
import dev.ichnos.collector.config.ReceiverConfig;
import dev.ichnos.collector.pipeline.Reception;
import dev.ichnos.model.Format;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Reads a payload of any format that a receiver takes, as it is or compressed with gzip.
 *
 * <p>The bytes say which decoder comes first: for lists of Zipkin's {@link ZipkinFormatDetector},
 * otherwise OTLP, in JSON behind an opening brace. JSON is then either what it looks like or
 * nothing; only a key of SkyWalking's makes it a segment, X-Ray's header line a document of X-Ray's,
 * and a list of lists Datadog's, as msgpack is. Thrift is Jaeger's where it begins with a process.
 * Protobuf messages of Zipkin, OTLP, SkyWalking and Jaeger begin alike, so that the one is kept of
 * which most spans can be used.
 */
public final class PayloadReader {
  /** Of a payload, before and after decompression. */
  public static final int MAX_BYTES = 64 << 20;

  /** No other format has this key; SkyWalking's backend can do nothing without it. */
  private static final String SEGMENT_KEY = "\"traceSegmentId\"";

  /** A struct in field 1, whose field 1 is text: the process, with which every client begins. */
  private static final byte[] JAEGER_BATCH = {12, 0, 1, 11, 0, 1};

  private static final int LONGEST_HEADER = 256;

  private final List<PayloadFormat> formats;
  private final DecodeLimits limits = Reception.limits(Runtime.getRuntime().maxMemory());

  /**
   * Reads as these receivers would.
   *
   * @param receivers whose configuration may say how a format is to be read
   */
  public PayloadReader(List<ReceiverConfig> receivers) {
    formats = PayloadFormat.all(receivers);
  }

  /** The names by which {@link #read} knows the formats. */
  public List<String> formatNames() {
    return formats.stream().map(PayloadFormat::name).distinct().toList();
  }

  /**
   * Reads the bytes of a payload, blocking.
   *
   * @throws UnreadablePayloadException if there are more than {@link #MAX_BYTES}, or than a quarter
   *     of the heap
   */
  public static byte[] bytes(InputStream in) throws IOException, UnreadablePayloadException {
    // Reading holds the bytes twice, and unzipping holds them beside what they came from.
    int max = (int) Math.min(MAX_BYTES, Runtime.getRuntime().maxMemory() / 4);
    byte[] bytes = in.readNBytes(max + 1);
    if (bytes.length > max) {
      throw new UnreadablePayloadException(
          "more than " + max + " bytes (expected: at most that)", List.of());
    }
    return bytes;
  }

  /**
   * Reads a payload.
   *
   * @param given its format, one of {@link #formatNames}; found by the bytes when absent
   * @throws UnreadablePayloadException if no decoder makes a span of it
   */
  public Payload read(byte[] payload, Optional<String> given) throws UnreadablePayloadException {
    boolean gzip = payload.length > 1 && payload[0] == 0x1f && payload[1] == (byte) 0x8b;
    byte[] bytes = gzip ? unzipped(payload) : payload;
    if (bytes.length == 0) {
      throw new UnreadablePayloadException("no bytes (expected: a payload)", List.of());
    }
    List<Decoding> likely = decode(given.map(this::named).orElseGet(() -> likely(bytes)), bytes);
    Optional<Decoding> best = best(likely);
    if (best.isPresent()) {
      return best.get().payload(bytes.length, gzip);
    }
    List<Decoding> tried = new ArrayList<>(likely);
    if (given.isEmpty()) {
      // Only to tell why it is none of the others.
      tried.addAll(decode(others(likely), bytes));
    }
    throw new UnreadablePayloadException(
        "no format fits its " + bytes.length + (gzip ? " unzipped bytes:" : " bytes:"),
        tried.stream().map(decoding -> decoding.refusal(bytes)).distinct().toList());
  }

  private List<PayloadFormat> named(String name) {
    return formats.stream().filter(format -> format.name().equals(name)).toList();
  }

  /** What the bytes speak for, the likeliest first. */
  private List<PayloadFormat> likely(byte[] bytes) {
    List<Format> datadog = datadog(bytes);
    if (!datadog.isEmpty()) {
      return of(datadog.toArray(Format[]::new));
    }
    if (startsWith(bytes, JAEGER_BATCH)) {
      return of(JaegerFormats.JAEGER_THRIFT);
    }
    if (hasHeaderLine(bytes)) {
      return of(XRayFormats.XRAY_JSON);
    }
    Format otherwise = startsWithBrace(bytes) ? OtlpFormats.OTLP_JSON : OtlpFormats.OTLP_PROTO;
    Format first =
        ZipkinFormatDetector.detect(
            ByteBuffer.wrap(bytes), otherwise, ZipkinFormats.ZIPKIN_V2_JSON);
    Stream<Format> likely =
        first.equals(ZipkinFormats.ZIPKIN_PROTO) || first.equals(OtlpFormats.OTLP_PROTO)
            ? Stream.of(
                ZipkinFormats.ZIPKIN_PROTO,
                OtlpFormats.OTLP_PROTO,
                SkyWalkingFormats.SKYWALKING_PROTO,
                JaegerFormats.JAEGER_PROTO)
            : isText(first) && contains(bytes, SEGMENT_KEY)
                ? Stream.of(first, SkyWalkingFormats.SKYWALKING_JSON)
                : Stream.of(first);
    return of(likely.toArray(Format[]::new));
  }

  private List<PayloadFormat> of(Format... wanted) {
    return Stream.of(wanted)
        .flatMap(format -> formats.stream().filter(one -> one.format().equals(format)))
        .toList();
  }

  /** What begins as no other format does: an array or map of msgpack, a list of lists in JSON. */
  private static List<Format> datadog(byte[] bytes) {
    int first = bytes.length == 0 ? 0 : bytes[0] & 0xff;
    if ((first & 0xf0) == 0x90 || first == 0xdc || first == 0xdd) {
      return List.of(DatadogFormats.DATADOG_V04_MSGPACK, DatadogFormats.DATADOG_V05_MSGPACK);
    }
    if ((first & 0xf0) == 0x80 || first == 0xde || first == 0xdf) {
      return List.of(DatadogFormats.DATADOG_V07_MSGPACK);
    }
    return new String(bytes, 0, Math.min(bytes.length, 64), StandardCharsets.ISO_8859_1)
            .replaceAll("\\s", "")
            .startsWith("[[")
        ? List.of(DatadogFormats.DATADOG_V04_JSON)
        : List.of();
  }

  private List<PayloadFormat> others(List<Decoding> tried) {
    List<PayloadFormat> known = tried.stream().map(Decoding::format).toList();
    return formats.stream().filter(format -> !known.contains(format)).toList();
  }

  private List<Decoding> decode(List<PayloadFormat> candidates, byte[] bytes) {
    return candidates.stream().map(format -> Decoding.of(format, bytes, limits)).toList();
  }

  /** The first of those with the most good spans. */
  private static Optional<Decoding> best(List<Decoding> decodings) {
    return decodings.stream()
        .filter(decoding -> decoding.goodSpans() > 0)
        .reduce((a, b) -> b.goodSpans() > a.goodSpans() ? b : a);
  }

  private static boolean isText(Format format) {
    return format.equals(OtlpFormats.OTLP_JSON) || format.equals(ZipkinFormats.ZIPKIN_V2_JSON);
  }

  private static boolean contains(byte[] bytes, String ascii) {
    return new String(bytes, StandardCharsets.ISO_8859_1).contains(ascii);
  }

  private static boolean startsWith(byte[] bytes, byte[] head) {
    return bytes.length > head.length
        && Arrays.equals(bytes, 0, head.length, head, 0, head.length);
  }

  /** X-Ray's: an object of its own on the first line, which names the format of the second. */
  private static boolean hasHeaderLine(byte[] bytes) {
    String start =
        new String(bytes, 0, Math.min(bytes.length, LONGEST_HEADER), StandardCharsets.ISO_8859_1);
    int end = start.indexOf('\n');
    return end > 0
        && start.charAt(0) == '{'
        && start.substring(0, end).stripTrailing().endsWith("}")
        && start.substring(0, end).contains("\"format\"");
  }

  private static boolean startsWithBrace(byte[] bytes) {
    for (byte each : bytes) {
      if (each != ' ' && each != '\n' && each != '\r' && each != '\t') {
        return each == '{';
      }
    }
    return false;
  }

  private static byte[] unzipped(byte[] payload) throws UnreadablePayloadException {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(payload))) {
      return bytes(in);
    } catch (EOFException e) {
      throw new UnreadablePayloadException("broken gzip: ends early", List.of());
    } catch (IOException e) {
      throw new UnreadablePayloadException("broken gzip: " + e.getMessage(), List.of());
    }
  }
}
