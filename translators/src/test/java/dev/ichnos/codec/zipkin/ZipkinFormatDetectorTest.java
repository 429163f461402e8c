package dev.ichnos.codec.zipkin;

import static dev.ichnos.codec.zipkin.ZipkinFormats.ZIPKIN_PROTO;
import static dev.ichnos.codec.zipkin.ZipkinFormats.ZIPKIN_V1_JSON;
import static dev.ichnos.codec.zipkin.ZipkinFormats.ZIPKIN_V1_THRIFT;
import static dev.ichnos.codec.zipkin.ZipkinFormats.ZIPKIN_V2_JSON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.model.Format;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zipkin2.Endpoint;
import zipkin2.Span;
import zipkin2.codec.SpanBytesEncoder;

class ZipkinFormatDetectorTest {
  private static final Map<SpanBytesEncoder, Format> FORMATS =
      Map.of(
          SpanBytesEncoder.JSON_V1, ZIPKIN_V1_JSON,
          SpanBytesEncoder.JSON_V2, ZIPKIN_V2_JSON,
          SpanBytesEncoder.THRIFT, ZIPKIN_V1_THRIFT,
          SpanBytesEncoder.PROTO3, ZIPKIN_PROTO);

  @Test
  void detect_whatTheLibraryWrites_isItsFormatWhateverWasStated() {
    Random random = new Random(5);
    for (int n = 0; n < 500; n++) {
      List<Span> spans = List.of(span(random), span(random));
      FORMATS.forEach(
          (encoder, format) -> {
            byte[] message = encoder.encodeList(spans);
            for (Format stated : FORMATS.values()) {
              for (Format json : List.of(ZIPKIN_V1_JSON, ZIPKIN_V2_JSON)) {
                assertThat(ZipkinFormatDetector.detect(ByteBuffer.wrap(message), stated, json))
                    .as("%s stated as %s", encoder, stated)
                    .isEqualTo(format);
              }
            }
          });
    }
  }

  /** A span with something that only its version has, and texts that look like the other's. */
  private static Span span(Random random) {
    Span.Builder span =
        Span.newBuilder()
            .traceId(random.nextLong() | 1, random.nextLong() | 1)
            .id(random.nextLong() | 1)
            .name("\"binaryAnnotations\":[{\"endpoint\":\"tags\"}]".repeat(1 + random.nextInt(3)))
            .localEndpoint(Endpoint.newBuilder().serviceName("kind").ip("10.0.0.1").build())
            .putTag("annotations", "x".repeat(random.nextInt(300)))
            .putTag("{[", "\\\"]}");
    if (random.nextBoolean()) {
      span.kind(Span.Kind.CLIENT).timestamp(1_767_323_045_000_006L).duration(7);
    }
    return span.build();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        " \n[ ",
        "\n[\n]",
        "[{\"traceId\":\"1\",\"id\":\"1\",\"name\":\"kind\"}]",
        "[{\"traceId\":\"1\",\"id\":\"1\",\"annotations\":[{\"value\":\"endpoint\"}]}]",
        "[{\"tags\":{},\"binaryAnnotations\":[]}]"
      })
  void detect_jsonOfEitherVersion_isTheOneThatIsAskedFor(String text) {
    assertThat(detect(text, ZIPKIN_V1_THRIFT, ZIPKIN_V1_JSON)).isEqualTo(ZIPKIN_V1_JSON);
    assertThat(detect(text, ZIPKIN_V1_THRIFT, ZIPKIN_V2_JSON)).isEqualTo(ZIPKIN_V2_JSON);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"binaryAnnotations\":[]}]",
        "\n [ {\"id\":\"1\"}, {\"binaryAnnotations\" : []}]",
        "[{\"annotations\":[{\"value\":\"x\"},{\"endpoint\":null}]}]",
        "[{\"binaryAnnotations\":[{\"key\":\"tags\",\"value\":{\"kind\":1,\"shared\":2}}]}]",
        "[{\"binaryAnnotations\":[{\"key\":\"a"
      })
  void detect_fieldsOfV1_isV1(String text) {
    assertThat(detect(text, ZIPKIN_V2_JSON, ZIPKIN_V2_JSON)).isEqualTo(ZIPKIN_V1_JSON);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"kind\":\"CLIENT\"}]",
        "[{\"tags\":{\"binaryAnnotations\":\"x\"}}]",
        "[{\"annotations\":[{\"value\":\"x\"}]},{\"localEndpoint\":{\"endpoint\":1}}]",
        "[{\"remoteEndpoint\":{}},{\"binaryAnnotations\":[]}]",
        "[{\"shared\":tr"
      })
  void detect_fieldsOfV2_isV2(String text) {
    assertThat(detect(text, ZIPKIN_V1_JSON, ZIPKIN_V1_JSON)).isEqualTo(ZIPKIN_V2_JSON);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0c00000000", "0b0000000100", "0c0000000200"})
  void detect_listsOfStructs_areThrift(String hex) {
    boolean promisesTooMuch = hex.startsWith("0c00000002");

    assertThat(
            ZipkinFormatDetector.detect(
                ByteBuffer.wrap(HexFormat.of().parseHex(hex)), ZIPKIN_V2_JSON, ZIPKIN_V2_JSON))
        .isEqualTo(promisesTooMuch ? ZIPKIN_V2_JSON : ZIPKIN_V1_THRIFT);
  }

  @Test
  void detect_randomBytes_neverThrows() {
    Random random = new Random(11);
    byte[] first = {'[', '{', 10, 11, 12, '"', ' ', '\n', '\\'};
    for (int n = 0; n < 20_000; n++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      for (int i = 0; i < bytes.length; i++) {
        if (random.nextBoolean()) {
          bytes[i] = first[random.nextInt(first.length)];
        }
      }
      byte[] before = bytes.clone();
      ByteBuffer message = ByteBuffer.wrap(bytes, 0, bytes.length);

      ZipkinFormatDetector.detect(message, ZIPKIN_V2_JSON, ZIPKIN_V2_JSON);

      assertThat(message.position()).isZero();
      assertThat(Arrays.equals(bytes, before)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "nonsense", "{\"traceId\":\"1\"}", "\n{\"a\"", "[1]", "null"})
  void detect_nothingOfZipkin_isWhatWasStated(String text) {
    FORMATS
        .values()
        .forEach(stated -> assertThat(detect(text, stated, ZIPKIN_V2_JSON)).isEqualTo(stated));
  }

  private static Format detect(String text, Format stated, Format json) {
    return ZipkinFormatDetector.detect(
        ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), stated, json);
  }
}
