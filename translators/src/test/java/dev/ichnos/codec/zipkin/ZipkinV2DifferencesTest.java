package dev.ichnos.codec.zipkin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Span;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import zipkin2.codec.SpanBytesDecoder;

/** Holds the list of docs/formats/zipkin-v2-json.md, "Other than Zipkin", to Zipkin's library. */
class ZipkinV2DifferencesTest {
  private static final String IDS = "\"traceId\":\"463ac35c9f6413ad\",\"id\":\"48485a3953bb6124\"";

  private final V2JsonBed bed = new V2JsonBed();

  @Test
  void names_loweredThere_keptHere() throws DecodeException {
    String json = "{" + IDS + ",\"name\":\"GET\",\"localEndpoint\":{\"serviceName\":\"Web\"}}";

    assertThat(library(json).name()).isEqualTo("get");
    assertThat(library(json).localServiceName()).isEqualTo("web");
    assertThat(bed.only(json).name()).isEqualTo("GET");
    assertThat(bed.only(json).resource().attributes())
        .isEqualTo(Attributes.of("service.name", "Web"));
  }

  @Test
  void annotationsThatAreTimes_stayThere_areTimesHere() throws DecodeException {
    String json =
        "{%s,\"kind\":\"SERVER\",\"annotations\":[{\"timestamp\":5,\"value\":\"sr\"}]}"
            .formatted(IDS);

    assertThat(library(json).timestamp()).isNull();
    assertThat(library(json).annotations()).hasSize(1);
    assertThat(bed.only(json).startEpochNanos()).isEqualTo(5000);
    assertThat(bed.only(json).events()).isEmpty();
  }

  @Test
  void parentOfItself_noneThere_keptForTheRuleHere() throws DecodeException {
    String json = "{" + IDS + ",\"parentId\":\"48485a3953bb6124\"}";
    Span span = bed.only(json);

    assertThat(library(json).parentId()).isNull();
    assertThat(span.parentSpanId()).isEqualTo(span.spanId());
  }

  @ParameterizedTest
  @CsvSource({
    "ipv6, 2001:DB8:0::C, '', 2001:db8::c",
    "ipv6, ::ffff:10.0.0.1, 10.0.0.1, ''",
    "ipv4, localhost, '', ''",
  })
  void addresses_inOneFormThere_asTheyCameHere(String key, String text, String ipv4, String ipv6)
      throws DecodeException {
    String json =
        "{%s,\"localEndpoint\":{\"serviceName\":\"a\",\"%s\":\"%s\"}}".formatted(IDS, key, text);
    zipkin2.Endpoint there = library(json).localEndpoint();

    assertThat(there.ipv4()).isEqualTo(ipv4.isEmpty() ? null : ipv4);
    assertThat(there.ipv6()).isEqualTo(ipv6.isEmpty() ? null : ipv6);
    assertThat(bed.only(json).attributes()).isEqualTo(Attributes.of("network.local.address", text));
  }

  /** What here costs a field, or nothing, and there the whole message. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"traceId\":\"463AC35C9F6413AD\",\"id\":\"48485a3953bb6124\"}",
        "{%s,\"kind\":\"client\"}",
        "{%s,\"timestamp\":15.5}",
        "{%s,\"annotations\":[{\"value\":\"a\"}]}",
        "{%s,\"annotations\":[{\"timestamp\":1}]}",
        "{%s,\"tags\":{\"a\":null}}",
        "{%s,\"tags\":{\"a\":{}}}",
        "{%s,\"localEndpoint\":{\"port\":65536}}",
      })
  void oddities_refusedThere_readHere(String span) throws DecodeException {
    String json = span.formatted(IDS);

    assertThatThrownBy(() -> library(json)).isInstanceOf(RuntimeException.class);
    assertThat(bed.only(json).spanId()).isEqualTo(0x48485a3953bb6124L);
  }

  private static zipkin2.Span library(String json) {
    return SpanBytesDecoder.JSON_V2
        .decodeList(("[" + json + "]").getBytes(StandardCharsets.UTF_8))
        .get(0);
  }
}
