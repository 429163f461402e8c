package dev.ichnos.collector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ichnos.codec.otlp.OtlpProtoEncoder;
import dev.ichnos.collector.mapping.PayloadReader;
import dev.ichnos.model.SpanFixtures;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintMappingCommandTest {
  private static final String V2_SPAN =
      """
      {"traceId":"463ac35c9f6413ad48485a3953bb6124","id":"48485a3953bb6124","kind":"CLIENT",\
      "name":"get /","timestamp":1767323045000006,"duration":5000,\
      "localEndpoint":{"serviceName":"web.shop","ipv4":"10.4.0.12"},"tags":{"http.method":"GET"}}""";

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({
    "zipkin-v2-json/envoy.json, zipkin-v2-json.txt",
    "zipkin-v1-json/envoy-shared.json, zipkin-v1-json.txt",
    "zipkin-v1-thrift/jaeger-client-go.hex, zipkin-v1-thrift.txt",
    "zipkin-proto/envoy.hex, zipkin-proto.txt",
    "otlp/envoy.json, otlp-json.txt",
    "skywalking/envoy.json, skywalking-json.txt",
    "jaeger/client-java.thrift.hex, jaeger-thrift.txt",
    "jaeger/agent.proto.hex, jaeger-proto.txt",
    "xray/envoy.txt, xray-json.txt",
    "cloud-trace-in/envoy.json, cloudtrace-v2-json.txt",
    "lightstep/envoy.hex, lightstep-proto.txt",
    "opencensus/envoy.hex, opencensus.txt"
  })
  void text_ofEachFormat_isAsInGolden(String payload, String expected) throws IOException {
    assertThat(piped(golden(payload)))
        .isEqualTo(new Typed(ExitCode.OK, Typed.golden("print-mapping/" + expected), ""));
  }

  @Test
  void json_isAsInGolden() {
    byte[] payload = ("[" + V2_SPAN + ",{\"traceId\":\"0\",\"id\":\"1\"}]").getBytes(UTF_8);

    Typed typed = piped(payload, "--json");

    assertThat(typed)
        .isEqualTo(new Typed(ExitCode.OK, Typed.golden("print-mapping/one-span.json"), ""));
  }

  @Test
  void otlpProto_isToldFromZipkins() throws IOException {
    ByteArrayOutputStream otlp = new ByteArrayOutputStream();
    new OtlpProtoEncoder()
        .encode(SpanFixtures.batch(SpanFixtures.CLIENT, SpanFixtures.SERVER), otlp);

    assertThat(format(piped(otlp.toByteArray(), "--json"))).isEqualTo("OTLP_PROTO");
    assertThat(format(piped(golden("zipkin-proto/every-field.hex"), "--json")))
        .isEqualTo("ZIPKIN_PROTO");
  }

  @Test
  void gzip_isUndone() throws IOException {
    byte[] plain = golden("zipkin-v2-json/envoy.json");

    Typed zipped = piped(gzip(plain), "--exporter", "zipkin");

    assertThat(zipped.out().replace(" unzipped", ""))
        .isEqualTo(piped(plain, "--exporter", "zipkin").out());
    assertThat(zipped.out()).contains("2370 bytes unzipped");
  }

  @Test
  void brokenGzip_exits1() {
    byte[] cut = Arrays.copyOf(new byte[] {0x1f, (byte) 0x8b, 8}, 3);

    assertThat(piped(cut))
        .isEqualTo(
            new Typed(
                ExitCode.RUNTIME, "", "print-mapping: standard input: broken gzip: ends early\n"));
  }

  @Test
  void tooLongUnzipped_exits1() throws IOException {
    byte[] bomb = gzip(new byte[PayloadReader.MAX_BYTES + 1]);

    Typed typed = piped(bomb);

    assertThat(typed.exitCode()).isEqualTo(ExitCode.RUNTIME);
    assertThat(typed.err()).contains("more than 67108864 bytes");
  }

  @Test
  void noFormatFits_saysWhyForEach() {
    Typed typed = piped("{\"data\":[{\"traceID\":\"1\"}],\"total\":0}".getBytes(UTF_8));

    assertThat(typed)
        .isEqualTo(new Typed(ExitCode.RUNTIME, "", Typed.golden("print-mapping/no-format.txt")));
  }

  @Test
  void noGoodSpan_saysWhatIsWrongWithTheFirst() {
    Typed typed = piped("[{\"traceId\":\"0\",\"id\":\"1\"}]".getBytes(UTF_8));

    assertThat(typed.exitCode()).isEqualTo(ExitCode.RUNTIME);
    assertThat(typed.err().lines().skip(1).findFirst().orElseThrow())
        .startsWith("  ZIPKIN_V2_JSON: no span can be used: ");
  }

  @Test
  void givenFormat_aloneIsTried() throws IOException {
    Typed typed = piped(golden("zipkin-v2-json/envoy.json"), "--format", "OTLP_JSON");

    assertThat(typed.exitCode()).isEqualTo(ExitCode.RUNTIME);
    assertThat(typed.err().lines()).hasSize(2).last().asString().contains("Malformed OTLP_JSON");
  }

  @Test
  void noBytes_exits1() {
    assertThat(piped(new byte[0]).err()).contains("no bytes (expected: a payload)");
  }

  @Test
  void missingFile_exits1() {
    Typed typed = Typed.of("print-mapping", directory.resolve("none").toString());

    assertThat(typed.exitCode()).isEqualTo(ExitCode.RUNTIME);
    assertThat(typed.err()).contains("cannot be read (expected: a readable file)");
  }

  @Test
  void unknownFormatOrExporter_isUsage_andNamesTheNearest() {
    assertThat(piped(new byte[0], "--format", "zipkin_v2_jsn"))
        .isEqualTo(
            new Typed(
                ExitCode.USAGE,
                "",
                "print-mapping: --format: zipkin_v2_jsn (nearest: zipkin_v2_json)\n"));
    assertThat(piped(new byte[0], "--exporter", "datadogg"))
        .isEqualTo(
            new Typed(
                ExitCode.USAGE, "", "print-mapping: --exporter: datadogg (nearest: datadog)\n"));
  }

  @Test
  void invalidConfig_exits3() throws IOException {
    Typed typed = piped(golden("zipkin-v2-json/envoy.json"), "--config", config("a: b"));

    assertThat(typed.exitCode()).isEqualTo(ExitCode.INVALID_CONFIG);
    assertThat(typed.err()).contains("2 problems");
  }

  @Test
  void config_decidesRulesRoutesAndEncodings() throws IOException {
    String config =
        config(
            """
            receivers: {otlp: {protocols: {http: {}}}, zipkin/mesh: {}}
            exporters:
              zipkin: {endpoint: "http://zipkin:9411/api/v2/spans", format: proto}
              otlp: {endpoint: "tempo:4317"}
              local: {}
            identity: {rules: {shared_span_split: false}}
            service:
              pipelines:
                traces: {receivers: [zipkin/mesh], exporters: [zipkin, local]}
                traces/otlp: {receivers: [otlp], exporters: [otlp]}
            """);

    Typed typed = piped(golden("zipkin-v1-json/envoy-shared.json"), "--json", "--config", config);

    JsonNode document = new ObjectMapper().readTree(typed.out());
    assertThat(document.at("/payload/identity").has("shared_span_split")).isFalse();
    assertThat(document.at("/payload/identity").has("envoy_kind")).isTrue();
    assertThat(document.at("/exporters/0/messages/0/format").asText()).isEqualTo("ZIPKIN_PROTO");
    assertThat(document.at("/exporters/0/messages/0/message/0/traceId").isTextual()).isTrue();
    assertThat(document.at("/exporters/1/dropped/not_routed").asInt()).isEqualTo(2);
    assertThat(document.at("/exporters/1/messages")).isEmpty();
    assertThat(document.at("/exporters/2/sends").asBoolean()).isFalse();
    assertThat(document.at("/exporters/2/messages/0/message/resourceSpans")).isNotEmpty();
  }

  @Test
  void largeMessages_areSplit() throws IOException {
    String config =
        config(
            """
            receivers: {zipkin: {}}
            exporters:
              otlp: {endpoint: "tempo:4317", max_message_size: 2KiB}
            service: {pipelines: {traces: {receivers: [zipkin], exporters: [otlp]}}}
            """);

    JsonNode document =
        new ObjectMapper()
            .readTree(
                piped(golden("zipkin-v2-json/envoy.json"), "--json", "--config", config).out());

    assertThat(document.at("/exporters/0/sent").asInt()).isEqualTo(2);
    assertThat(document.at("/exporters/0/messages")).hasSize(2);
  }

  @Test
  void spansThatABackendHasNoRoomFor_areToldWithTheReason() throws IOException {
    String old = V2_SPAN.replace("1767323045000006", "1700000000000000").replace("\"48485", "\"1");
    byte[] payload = ("[" + V2_SPAN + "," + old + "]").getBytes(UTF_8);

    Typed typed = piped(payload, "--exporter", "googlecloud");

    assertThat(typed.out()).contains("refused   too_old 1 span", "dropped   not_encodable 1 span");
  }

  private static byte[] golden(String path) throws IOException {
    try (InputStream file = PrintMappingCommandTest.class.getResourceAsStream("/golden/" + path)) {
      byte[] bytes = Objects.requireNonNull(file, path).readAllBytes();
      return path.endsWith(".hex") ? hex(new String(bytes, UTF_8)) : bytes;
    }
  }

  /** As the golden files have it: digits, spaces, and a comment behind #. */
  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replaceAll("#.*", "").replaceAll("\\s", ""));
  }

  private static Typed piped(byte[] payload, String... options) {
    List<String> words =
        Stream.concat(Stream.of("print-mapping", "-"), Arrays.stream(options)).toList();
    return Typed.of(new ByteArrayInputStream(payload), words.toArray(String[]::new));
  }

  private static String format(Typed typed) throws IOException {
    return new ObjectMapper().readTree(typed.out()).at("/payload/format").asText();
  }

  private String config(String text) throws IOException {
    return Files.writeString(directory.resolve("ichnos.yaml"), text).toString();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
      out.write(bytes);
    }
    return zipped.toByteArray();
  }

  @Test
  void directory_isNamed() {
    assertThat(Typed.of("print-mapping", directory.toString()).err())
        .isEqualTo(
            "print-mapping: " + directory + ": cannot be read (expected: a readable file)\n");
  }

  @Test
  void name_thatNoFileCanHave_isTold() {
    assertThat(Typed.of("print-mapping", "a\0b").err())
        .isEqualTo("print-mapping: a\\u0000b: no name of a file\n");
  }
}
