package dev.ichnos.collector.receiver.zipkin;

import dev.ichnos.codec.SpanDecoder;
import dev.ichnos.codec.zipkin.ZipkinFormatDetector;
import dev.ichnos.codec.zipkin.ZipkinFormats;
import dev.ichnos.codec.zipkin.ZipkinProtoDecoder;
import dev.ichnos.codec.zipkin.ZipkinV1JsonDecoder;
import dev.ichnos.codec.zipkin.ZipkinV1ThriftDecoder;
import dev.ichnos.codec.zipkin.ZipkinV2JsonDecoder;
import dev.ichnos.collector.config.ZipkinReceiverConfig.ByteOrder;
import dev.ichnos.collector.transport.HttpRequest;
import dev.ichnos.model.Format;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the decoder of a request, by its bytes first, then by its type and path. */
final class Decoders {
  static final String V1_PATH = "/api/v1/spans";

  private final Map<Format, SpanDecoder> decoders;

  Decoders(ByteOrder protoSpanIds) {
    decoders =
        Stream.of(
                new ZipkinV2JsonDecoder(),
                new ZipkinV1JsonDecoder(),
                new ZipkinV1ThriftDecoder(),
                protoSpanIds == ByteOrder.LITTLE_ENDIAN
                    ? ZipkinProtoDecoder.littleEndianSpanIds()
                    : new ZipkinProtoDecoder())
            .collect(Collectors.toUnmodifiableMap(SpanDecoder::format, Function.identity()));
  }

  SpanDecoder of(HttpRequest request) {
    Format json =
        request.path().endsWith(V1_PATH)
            ? ZipkinFormats.ZIPKIN_V1_JSON
            : ZipkinFormats.ZIPKIN_V2_JSON;
    Format format =
        ZipkinFormatDetector.detect(request.body(), stated(request.mediaType(), json), json);
    return Objects.requireNonNull(decoders.get(format), "no decoder of " + format);
  }

  /** That of protobuf. */
  SpanDecoder proto() {
    return Objects.requireNonNull(decoders.get(ZipkinFormats.ZIPKIN_PROTO));
  }

  /** Zipkin's names, and those that IANA has for the same. */
  private static Format stated(String mediaType, Format json) {
    return switch (mediaType) {
      case "application/x-protobuf", "application/protobuf" -> ZipkinFormats.ZIPKIN_PROTO;
      case "application/x-thrift", "application/vnd.apache.thrift.binary" ->
          ZipkinFormats.ZIPKIN_V1_THRIFT;
      default -> json;
    };
  }
}
