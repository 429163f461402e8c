package dev.ichnos.identity.envoy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.google.devtools.cloudtrace.v2.AttributeValue;
import com.google.devtools.cloudtrace.v2.BatchWriteSpansRequest;
import dev.ichnos.codec.EncodeReport;
import dev.ichnos.codec.SpanEncoder;
import dev.ichnos.codec.cloudtrace.CloudTraceEncoder;
import dev.ichnos.codec.cloudtrace.CloudTraceOptions;
import dev.ichnos.codec.datadog.DatadogEncoder;
import dev.ichnos.codec.datadog.DatadogOptions;
import dev.ichnos.codec.zipkin.ZipkinV2JsonEncoder;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import dev.ichnos.model.SpanFixtures;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;

/** What the rules write is what the encoders look for, in whichever names. */
class EnvoyEncodersTest {
  @ParameterizedTest
  @EnumSource
  void datadogAndZipkin_nothingLeftOut(Semconv semconv) throws Exception {
    SpanBatch batch = batch(semconv);

    assertThat(
            DatadogEncoder.v04(DatadogOptions.defaults())
                .encode(batch, new ByteArrayOutputStream()))
        .isEqualTo(EncodeReport.COMPLETE);
    assertThat(new ZipkinV2JsonEncoder().encode(batch, new ByteArrayOutputStream()))
        .isEqualTo(EncodeReport.COMPLETE);
  }

  @ParameterizedTest
  @EnumSource(names = {"STABLE", "BOTH"})
  void datadog_resourceTypeAndPeer(Semconv semconv) throws Exception {
    String json;
    byte[] message = bytes(DatadogEncoder.v04(DatadogOptions.defaults()), batch(semconv));
    try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(message)) {
      json = unpacker.unpackValue().toJson();
    }
    String[] spans = json.split("\\},\\{\"service\"");

    assertThat(spans).hasSize(6);
    assertThat(spans[2])
        .contains(
            "\"name\":\"envoy.proxy\",\"resource\":\"GET /reviews*\",\"type\":\"http\"",
            "\"peer.service\":\"reviews\"",
            "\"http.status_code\":\"503\"",
            "\"http.url\":\"http://reviews:9080/reviews/0\"");
    assertThat(spans[3])
        .contains(
            "\"resource\":\"GET /reviews*\",\"type\":\"web\"",
            "\"service.peer.name\":\"productpage\"",
            "\"http.client_ip\":\"10.4.1.11\"",
            "\"error.type\":\"upstream_connection_failure\"")
        .doesNotContain("\"peer.service\"");
    assertThat(spans[4]).contains("\"resource\":\"/shop.Ratings/Get\"");
  }

  @ParameterizedTest
  @EnumSource(names = {"STABLE", "BOTH"})
  void cloudTrace_placesFilled(Semconv semconv) throws Exception {
    BatchWriteSpansRequest request =
        BatchWriteSpansRequest.parseFrom(
            bytes(new CloudTraceEncoder(CloudTraceOptions.of("shop-prod")), batch(semconv)));
    Map<String, Object> answering = new HashMap<>();
    request
        .getSpans(3)
        .getAttributes()
        .getAttributeMapMap()
        .forEach((key, value) -> answering.put(key, value(value)));

    assertThat(request.getSpans(3).getDisplayName().getValue()).isEqualTo("GET /reviews*");
    assertThat(answering)
        .contains(
            entry("/http/method", "GET"),
            entry("/http/status_code", 503L),
            entry("/http/path", "/reviews/0"),
            entry("/http/route", "/reviews*"),
            entry("/http/request/size", 0L),
            entry("/http/user_agent", "curl/8.9.1"),
            entry("response_flags", "UF,URX"),
            entry("error.type", "upstream_connection_failure"),
            entry("/component", "proxy"));
    assertThat(answering.get("/http/client_protocol")).isEqualTo("HTTP/1.1");
  }

  @Test
  void zipkin_remoteEndpointIsTheService() throws Exception {
    String json = new String(bytes(new ZipkinV2JsonEncoder(), batch(Semconv.BOTH)), UTF_8);

    assertThat(json)
        .contains(
            "\"remoteEndpoint\":{\"serviceName\":\"reviews\",\"ipv4\":\"10.4.2.21\",\"port\":9080}",
            "\"remoteEndpoint\":{\"ipv4\":\"10.4.1.11\"}");
  }

  private static Object value(AttributeValue value) {
    return value.hasIntValue() ? value.getIntValue() : value.getStringValue().getValue();
  }

  private static SpanBatch batch(Semconv semconv) throws Exception {
    List<Span> spans = new ArrayList<>();
    for (Span span : SentByEnvoy.ZIPKIN_1_38.decode()) {
      spans.add(Proxies.read(Proxies.in(semconv), EnvoyMeaning.RULES, span));
    }
    return SpanFixtures.batch(spans.toArray(Span[]::new));
  }

  private static byte[] bytes(SpanEncoder encoder, SpanBatch batch) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    encoder.encode(batch, out);
    return out.toByteArray();
  }
}
