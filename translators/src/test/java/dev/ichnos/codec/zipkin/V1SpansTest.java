package dev.ichnos.codec.zipkin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.model.Event;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of annotations, times and addresses; JSON only because it reads best. */
class V1SpansTest {
  private static final String WEB = "{\"serviceName\":\"web\",\"ipv4\":\"10.0.0.1\",\"port\":80}";
  private static final String APP = "{\"serviceName\":\"app\",\"ipv4\":\"10.0.0.2\",\"port\":90}";
  private static final String NOBODY = "{\"serviceName\":\"\",\"ipv4\":\"\",\"port\":0}";

  private final RecordingSpanSink sink = new RecordingSpanSink();

  @Test
  void decode_callOfTwoHosts_twoSpansOfOneId() throws DecodeException {
    List<Span> spans =
        decode(
            "\"timestamp\":10,\"duration\":30",
            a(10, "cs", WEB) + a(15, "sr", APP) + a(35, "ss", APP) + a(40, "cr", WEB),
            b("http.path", "\"/x\"", WEB) + b("db", "\"y\"", APP));

    assertThat(spans).hasSize(2);
    assertSpan(spans.get(0), SpanKind.CLIENT, "web", 10, 40, false);
    assertSpan(spans.get(1), SpanKind.SERVER, "app", 15, 35, true);
    assertThat(spans.get(1).spanId()).isEqualTo(spans.get(0).spanId());
    assertThat(spans.get(1).parentSpanId()).isEqualTo(spans.get(0).parentSpanId());
    assertThat(spans.get(0).attributes().string("http.path")).isEqualTo("/x");
    assertThat(spans.get(1).attributes().string("db")).isEqualTo("y");
    assertThat(spans).allSatisfy(span -> assertThat(span.events()).isEmpty());
  }

  @Test
  void decode_callWithinOneService_twoSpans() throws DecodeException {
    List<Span> spans =
        decode(
            "\"timestamp\":10,\"duration\":30",
            a(10, "cs", WEB) + a(15, "sr", WEB) + a(35, "ss", WEB) + a(40, "cr", WEB),
            b("ca", "true", APP));

    assertThat(spans).hasSize(2);
    assertSpan(spans.get(0), SpanKind.CLIENT, "web", 10, 40, false);
    assertSpan(spans.get(1), SpanKind.SERVER, "web", 15, 35, true);
    assertThat(spans.get(1).attributes().string("peer.service")).isEqualTo("app");
    assertThat(spans.get(0).attributes().contains("peer.service")).isFalse();
  }

  @Test
  void decode_servicesThatDifferInCase_oneHost() throws DecodeException {
    List<Span> spans =
        decode("\"timestamp\":10", a(10, "cs", WEB) + a(11, "x", WEB.replace("web", "WEB")), "");

    assertThat(spans).hasSize(1);
    assertThat(spans.get(0).events()).containsExactly(Event.of(11_000, "x"));
  }

  /** Times, annotations; kind, start, end, shared; absent is 0. */
  @ParameterizedTest
  @CsvSource({
    // Stated times count.
    "10, 30, cs 11 cr 39, CLIENT, 10, 40, false",
    "10, 30, sr 11 ss 39, SERVER, 10, 40, false",
    // Otherwise the annotations.
    "0, 0, cs 11 cr 39, CLIENT, 11, 39, false",
    "10, 0, cs 11 cr 39, CLIENT, 11, 39, false",
    // A server that leaves the times to its caller shares the caller's span.
    "0, 0, sr 11 ss 39, SERVER, 11, 39, true",
    // One that does not, owns it: Envoy before 1.12 stated no duration.
    "10, 0, sr 11 ss 39, SERVER, 11, 39, false",
    "0, 0, sr 11, SERVER, 11, 0, true",
    "10, 0, sr 11, SERVER, 10, 0, false",
    // The start is missing, but the stated times say when it was.
    "10, 30, cr 40, CLIENT, 10, 40, false",
    "10, 30, ss 40, SERVER, 10, 40, false",
    // Half a call.
    "0, 0, cs 11, CLIENT, 11, 0, false",
    "10, 0, cs 11, CLIENT, 10, 0, false",
    "0, 0, cr 39, CLIENT, 0, 39, false",
    "0, 0, ss 39, SERVER, 0, 39, false",
    // No time at all between start and end.
    "0, 0, cs 11 cr 11, CLIENT, 11, 11, false",
    // Messages.
    "0, 0, ms 11, PRODUCER, 11, 0, false",
    "0, 0, ms 11 ws 20, PRODUCER, 11, 20, false",
    "10, 30, ms 11 ws 20, PRODUCER, 10, 40, false",
    "0, 0, mr 11, CONSUMER, 11, 0, false",
    "0, 0, wr 11 mr 20, CONSUMER, 11, 20, false",
    // Nothing of a call.
    "10, 30, , UNSPECIFIED, 10, 40, false",
    "10, 0, , UNSPECIFIED, 10, 0, false",
    "0, 0, , UNSPECIFIED, 0, 0, false",
  })
  void decode_oneHost_kindTimesShared(
      long timestamp,
      long duration,
      String annotations,
      SpanKind kind,
      long start,
      long end,
      boolean shared)
      throws DecodeException {
    StringBuilder list = new StringBuilder();
    String[] words = annotations == null ? new String[0] : annotations.split(" ");
    for (int i = 0; i < words.length; i += 2) {
      list.append(a(Integer.parseInt(words[i + 1]), words[i], WEB));
    }
    String times =
        "\"timestamp\":%s,\"duration\":%s"
            .formatted(timestamp == 0 ? "null" : timestamp, duration == 0 ? "null" : duration);
    List<Span> spans = decode(times, list.toString(), b("lc", "\"\"", WEB));

    assertThat(spans).hasSize(1);
    assertSpan(spans.get(0), kind, "web", start, end, shared);
    assertThat(spans.get(0).events()).isEmpty();
    assertThat(spans.get(0).attributes().contains("lc")).isFalse();
  }

  @Test
  void decode_brokerBetweenTwoHosts_twoSpans() throws DecodeException {
    List<Span> spans =
        decode(
            "\"timestamp\":10",
            a(10, "ms", WEB) + a(12, "ws", WEB) + a(20, "wr", APP) + a(25, "mr", APP),
            b("ma", "true", "{\"serviceName\":\"kafka\"}"));

    assertSpan(spans.get(0), SpanKind.PRODUCER, "web", 10, 12, false);
    assertSpan(spans.get(1), SpanKind.CONSUMER, "app", 20, 25, true);
    assertThat(spans)
        .allSatisfy(
            span -> assertThat(span.attributes().string("peer.service")).isEqualTo("kafka"));
  }

  @Test
  void decode_brokerWithinOneService_twoSpans() throws DecodeException {
    List<Span> spans = decode("\"timestamp\":10", a(10, "ms", WEB) + a(25, "mr", WEB), "");

    assertSpan(spans.get(0), SpanKind.PRODUCER, "web", 10, 0, false);
    assertSpan(spans.get(1), SpanKind.CONSUMER, "web", 25, 0, true);
  }

  @Test
  void decode_wireAnnotationsAlone_events() throws DecodeException {
    List<Span> spans = decode("\"timestamp\":10", a(11, "ws", WEB) + a(12, "wr", WEB), "");

    assertThat(spans.get(0).kind()).isEqualTo(SpanKind.UNSPECIFIED);
    assertThat(spans.get(0).events())
        .containsExactly(Event.of(11_000, "ws"), Event.of(12_000, "wr"));
  }

  @Test
  void decode_coreAnnotationsWithoutEndpoint_events() throws DecodeException {
    List<Span> spans =
        decode(
            "\"timestamp\":10", a(11, "cs", NOBODY) + "{\"timestamp\":12,\"value\":\"cr\"},", "");

    assertThat(spans).hasSize(1);
    assertThat(spans.get(0).kind()).isEqualTo(SpanKind.UNSPECIFIED);
    assertThat(spans.get(0).events())
        .containsExactly(Event.of(11_000, "cs"), Event.of(12_000, "cr"));
  }

  @Test
  void decode_endBeforeStart_staysAnEvent() throws DecodeException {
    List<Span> spans = decode("\"debug\":false", a(20, "cs", WEB) + a(15, "cr", WEB), "");

    assertSpan(spans.get(0), SpanKind.CLIENT, "web", 20, 0, false);
    assertThat(spans.get(0).events()).containsExactly(Event.of(15_000, "cr"));
  }

  @Test
  void decode_annotationsInAnyOrder_sameSpans() throws DecodeException {
    String web = a(10, "cs", WEB) + a(40, "cr", WEB);
    String app = a(15, "sr", APP) + a(35, "ss", APP) + a(20, "e", APP);
    List<Span> expected = List.copyOf(decode("\"timestamp\":10", web + app, ""));

    assertThat(decode("\"timestamp\":10", app + web, "")).isEqualTo(expected);
  }

  /** Annotation or none, addresses; local service, kind, peer service, peer address. */
  @ParameterizedTest
  @CsvSource({
    "cs, sa, web, CLIENT, app, 10.0.0.2",
    "cr, sa, web, CLIENT, app, 10.0.0.2",
    "sr, ca, web, SERVER, app, 10.0.0.2",
    "ss, ca, web, SERVER, app, 10.0.0.2",
    "cs, ca, web, CLIENT, '', ''",
    "sr, sa, web, SERVER, '', ''",
    "ms, ma, web, PRODUCER, app, 10.0.0.2",
    "mr, ma, web, CONSUMER, app, 10.0.0.2",
    "'', sa, '', UNSPECIFIED, app, 10.0.0.2",
    "'', ca, '', SERVER, app, 10.0.0.2",
    "'', ma, '', UNSPECIFIED, '', ''",
  })
  void decode_addresses(
      String annotation, String address, String local, SpanKind kind, String peer, String ip)
      throws DecodeException {
    Span span =
        decode(
                "\"timestamp\":10",
                annotation.isEmpty() ? "" : a(10, annotation, WEB),
                b(address, "true", APP))
            .get(0);

    assertThat(span.kind()).isEqualTo(kind);
    assertThat(span.resource().attributes().string("service.name")).isEqualTo(local);
    assertThat(span.attributes().string("peer.service")).isEqualTo(peer);
    assertThat(span.attributes().string("network.peer.address")).isEqualTo(ip);
    assertThat(span.attributes().contains(address)).isFalse();
  }

  @Test
  void decode_bothAddressesAlone_bothEnds() throws DecodeException {
    Span span = decode("\"timestamp\":10", "", b("sa", "true", APP) + b("ca", "true", WEB)).get(0);

    assertThat(span.kind()).isEqualTo(SpanKind.UNSPECIFIED);
    assertThat(span.resource().attributes().string("service.name")).isEqualTo("web");
    assertThat(span.attributes().string("peer.service")).isEqualTo("app");
  }

  /** Finagle: the client's socket under the server's own name. */
  @Test
  void decode_clientAddressOfTheServersName_addressAlone() throws DecodeException {
    String socket = WEB.replace("10.0.0.1", "10.9.9.9");
    Span span = decode("\"timestamp\":10", a(10, "sr", WEB), b("ca", "true", socket)).get(0);

    assertThat(span.attributes().contains("peer.service")).isFalse();
    assertThat(span.attributes().string("network.peer.address")).isEqualTo("10.9.9.9");
  }

  @Test
  void decode_clientAddressIsTheServer_none() throws DecodeException {
    Span span = decode("\"timestamp\":10", a(10, "sr", WEB), b("ca", "true", WEB)).get(0);

    assertThat(span.attributes().contains("network.peer.address")).isFalse();
  }

  @Test
  void decode_localComponent_tagAndService() throws DecodeException {
    Span span = decode("\"timestamp\":10", "", b("lc", "\"jdbc\"", WEB)).get(0);

    assertThat(span.attributes().string("lc")).isEqualTo("jdbc");
    assertThat(span.resource().attributes().string("service.name")).isEqualTo("web");
  }

  @Test
  void decode_durationWithoutStart_kept() throws DecodeException {
    Span span = decode("\"duration\":7", "", b("lc", "\"\"", WEB)).get(0);

    assertThat(span.attributes().integer("zipkin.duration_nanos", 0)).isEqualTo(7000);
  }

  @Test
  void decode_thousandsOfServices_fewSpans() throws DecodeException {
    StringBuilder annotations = new StringBuilder();
    for (int i = 0; i < 2000; i++) {
      annotations.append(a(1 + i, "e" + i, "{\"serviceName\":\"s%d\"}".formatted(i)));
    }
    List<Span> spans = decode("\"timestamp\":10", annotations.toString(), "");

    assertThat(spans).hasSize(64);
    assertThat(spans.stream().mapToInt(span -> span.events().size()).sum()).isEqualTo(2000);
    assertThat(sink.mended()).containsEntry(MendReason.LIMIT, 2000 - 64);
  }

  private static void assertSpan(
      Span span, SpanKind kind, String service, long startMicros, long endMicros, boolean shared) {
    assertThat(span.kind()).isEqualTo(kind);
    assertThat(span.resource().attributes().string("service.name")).isEqualTo(service);
    assertThat(span.startEpochNanos()).isEqualTo(startMicros * 1000);
    assertThat(span.startAbsent()).isEqualTo(startMicros == 0);
    assertThat(span.endEpochNanos()).isEqualTo(endMicros * 1000);
    assertThat(span.endAbsent()).isEqualTo(endMicros == 0);
    assertThat(span.shared()).isEqualTo(shared);
  }

  private static String a(long time, String value, String endpoint) {
    return "{\"timestamp\":%d,\"value\":\"%s\",\"endpoint\":%s},".formatted(time, value, endpoint);
  }

  private static String b(String key, String value, String endpoint) {
    return "{\"key\":\"%s\",\"value\":%s,\"endpoint\":%s},".formatted(key, value, endpoint);
  }

  /** One span; {@code annotations} and {@code tags} end with commas. */
  private List<Span> decode(String times, String annotations, String tags) throws DecodeException {
    String message =
        """
        [{"traceId":"463ac35c9f6413ad48485a3953bb6124","id":"5b4185666d50f68b",
          "parentId":"6b221d5bc9e6496c","name":"get",%s,
          "annotations":[%s],"binaryAnnotations":[%s]}]
        """
            .formatted(times, withoutLast(annotations), withoutLast(tags));
    sink.spans().clear();
    new ZipkinV1JsonDecoder()
        .decode(ByteBuffer.wrap(message.getBytes(UTF_8)), DecodeLimits.DEFAULT, sink);
    assertThat(sink.dropped()).isEmpty();
    return sink.spans();
  }

  private static String withoutLast(String list) {
    return list.isEmpty() ? "" : list.substring(0, list.length() - 1);
  }
}
