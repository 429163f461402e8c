package dev.ichnos.codec.datadog;

import static dev.ichnos.model.SpanFixtures.CLIENT;
import static dev.ichnos.model.SpanFixtures.START;
import static dev.ichnos.model.SpanFixtures.service;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.EncodeReport;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Origin;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import dev.ichnos.model.SpanFixtures;
import dev.ichnos.model.SpanKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Agent's normaliser and truncator, rule by rule: each limit, one below and one above. */
class DatadogLimitsTest {
  @Test
  void ids_ofZero_dropTheSpanAndCountIt() throws Exception {
    Span noSpanId = CLIENT.toBuilder().spanId(0).build();
    Span noTraceId = CLIENT.toBuilder().traceId(1, 0).build();

    Encoded encoded = Encoded.v04(noSpanId, CLIENT, noTraceId);

    assertThat((List<?>) encoded.chunks().get(0)).hasSize(1);
    assertThat(encoded.report).isEqualTo(new EncodeReport(0, 0, 2));
  }

  @Test
  void parent_thatIsTheSpanItself_isNone() throws Exception {
    Encoded encoded = Encoded.v04(CLIENT.toBuilder().parentSpanId(CLIENT.spanId()).build());
    assertThat(encoded.span().get("parent_id")).hasToString("0");
    assertThat(encoded.metric("_dd.top_level")).isEqualTo(1.0);
  }

  @Test
  void service_empty_getsTheAgentsName() throws Exception {
    assertThat(withResource(Resource.EMPTY).span()).containsEntry("service", "unnamed-service");
    assertThat(withResource(service("✓✓")).span()).containsEntry("service", "unnamed-service");
  }

  @Test
  void service_aroundItsLimit_isCutOnACharacter() throws Exception {
    assertCut("service", withResource(service("s".repeat(100))), "s".repeat(100), 0);
    assertCut("service", withResource(service("s".repeat(101))), "s".repeat(100), 1);
    assertCut("service", withResource(service("s".repeat(99) + "é")), "s".repeat(99), 1);
    assertCut("service", withResource(service("s".repeat(98) + "é")), "s".repeat(98) + "é", 0);
  }

  @Test
  void service_notInItsForm_keepsTheOriginalAsATag() throws Exception {
    Encoded encoded = withResource(service("My Service"));
    assertThat(encoded.span()).containsEntry("service", "my_service");
    assertThat(encoded.meta("service.name")).isEqualTo("My Service");
    assertThat(withResource(service("plain")).meta()).doesNotContainKey("service.name");
  }

  @Test
  void peerService_isATagValueWithinTheLimitOfAService() throws Exception {
    assertThat(with("peer.service", "Other Service").meta("peer.service"))
        .isEqualTo("other_service");
    assertThat(with("service.peer.name", "newer").meta("peer.service")).isEqualTo("newer");
    Encoded longer = with("peer.service", "p".repeat(101));
    assertThat(longer.meta("peer.service")).isEqualTo("p".repeat(100));
    assertThat(longer.report.cutFields()).isEqualTo(1);
    Encoded invalid = with("peer.service", "✓");
    assertThat(invalid.meta()).doesNotContainKey("peer.service");
    assertThat(invalid.report.leftOutAttributes()).isEqualTo(1);
  }

  @Test
  void name_aroundItsLimit_isCut() throws Exception {
    assertCut("name", with("operation.name", "n".repeat(100)), "n".repeat(100), 0);
    assertCut("name", with("operation.name", "n".repeat(101)), "n".repeat(100), 1);
    assertCut("name", with("operation.name", "n".repeat(99) + "éx"), "n".repeat(99), 1);
  }

  @Test
  void name_withoutALetter_getsTheAgentsName() throws Exception {
    assertThat(with("operation.name", "42").span()).containsEntry("name", "unnamed_operation");
  }

  @Test
  void resource_empty_isTheName() throws Exception {
    Span span = bare().name("").attributes(Attributes.EMPTY).build();
    assertThat(Encoded.v04(span).span()).containsEntry("resource", "client.request");
  }

  @Test
  void resource_aroundItsLimit_isCut() throws Exception {
    assertCut("resource", with("resource.name", "r".repeat(5000)), "r".repeat(5000), 0);
    assertCut("resource", with("resource.name", "r".repeat(5001)), "r".repeat(5000), 1);
    assertCut("resource", with("resource.name", "r".repeat(4999) + "é"), "r".repeat(4999), 1);
    assertCut("resource", with("resource.name", "😀".repeat(1251)), "😀".repeat(1250), 1);
  }

  @Test
  void type_aroundItsLimit_isCut() throws Exception {
    assertCut("type", with("span.type", "t".repeat(100)), "t".repeat(100), 0);
    assertCut("type", with("span.type", "t".repeat(101)), "t".repeat(100), 1);
  }

  @Test
  void env_isATagThatBeginsWithALetter_andNeverEmpty() throws Exception {
    assertThat(withEnv("Prod EU").meta("env")).isEqualTo("prod_eu");
    assertThat(withEnv("2prod").meta("env")).isEqualTo("prod");
    assertThat(withEnv("42").meta("env")).isEqualTo("none");
    assertThat(withEnv("e".repeat(201)).meta("env")).isEqualTo("e".repeat(200));
  }

  @Test
  void start_beforeTheYear2000_isTheReceptionMinusTheDuration() throws Exception {
    long year2000 = SpanTimes.YEAR_2000;
    assertThat(start(year2000, year2000 + 5)).isEqualTo(year2000);
    assertThat(start(year2000 - 1, year2000 + 4)).isEqualTo(START - 5);
    assertThat(start(1, 8)).isEqualTo(START - 7);
    assertThat(start(-5, 2)).isEqualTo(START - 7);
    // A duration that would again lead there: the reception itself.
    assertThat(start(1, START)).isEqualTo(START);
  }

  @Test
  void start_absent_isTheEnd() throws Exception {
    assertThat(start(0, START + 9)).isEqualTo(START + 9);
    assertThat(start(0, 0)).isEqualTo(START);
  }

  @Test
  void start_whenNoReceptionIsKnown_isTheFirstMomentOf2000() throws Exception {
    SpanBatch batch =
        new SpanBatch(
            List.of(bare().startEpochNanos(5).endEpochNanos(6).build()),
            new Origin("test", SpanFixtures.TEST_FORMAT, "", 0, Map.of()));
    Encoded encoded = Encoded.of(DatadogEncoder.v04(DatadogOptions.defaults()), batch);
    assertThat(encoded.span().get("start")).hasToString("946684800000000000");
  }

  @Test
  void duration_neverNegativeNorPastTheEndOfTime() throws Exception {
    assertThat(duration(START, START - 1)).isZero();
    assertThat(duration(START, START)).isZero();
    assertThat(duration(START, START + 1)).isEqualTo(1);
    assertThat(duration(START, 0)).isZero();
    assertThat(duration(START, Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE - START);
    assertThat(duration(Long.MIN_VALUE, Long.MAX_VALUE)).isZero();
    assertThat(duration(1, Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE - START);
  }

  @ParameterizedTest
  @CsvSource({"100,100", "599,599", "200,200"})
  void httpStatusCode_valid_isText(String value, String expected) throws Exception {
    assertThat(with("http.status_code", value).meta("http.status_code")).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"99", "600", "0", "", "abc", "-200", "99999999999"})
  void httpStatusCode_invalid_isLeftOutAndCounted(String value) throws Exception {
    Encoded encoded = with("http.status_code", value);
    assertThat(encoded.meta()).doesNotContainKey("http.status_code");
    assertThat(encoded.report).isEqualTo(new EncodeReport(0, 1, 0));
  }

  @Test
  void metaKey_aroundItsLimit_isCutAndMarked() throws Exception {
    assertThat(with("k".repeat(200), "v").meta("k".repeat(200))).isEqualTo("v");
    Encoded encoded = with("k".repeat(201), "v");
    assertThat(encoded.meta("k".repeat(197) + "...")).isEqualTo("v");
    assertThat(encoded.report.cutFields()).isEqualTo(1);
    assertThat(with("k".repeat(196) + "éxxx", "v").meta("k".repeat(196) + "...")).isEqualTo("v");
  }

  @Test
  void metricKey_aroundItsLimit_isCutAndMarked() throws Exception {
    Span span = bare().attributes(Attributes.builder().put("k".repeat(201), 1L).build()).build();
    assertThat(Encoded.v04(span).metric("k".repeat(197) + "...")).isEqualTo(1.0);
  }

  @Test
  void keysThatBecomeTheSameByCutting_keepTheFirst() throws Exception {
    Attributes attributes =
        Attributes.builder().put("k".repeat(201), "a").put("k".repeat(202), "b").build();
    Encoded encoded = Encoded.v04(bare().attributes(attributes).build());
    assertThat(encoded.meta("k".repeat(197) + "...")).isEqualTo("a");
    assertThat(encoded.report).isEqualTo(new EncodeReport(2, 1, 0));
  }

  @Test
  void metaValue_aroundItsLimit_isCutAndMarked() throws Exception {
    assertThat(with("k", "v".repeat(25_000)).meta("k")).isEqualTo("v".repeat(25_000));
    assertThat(with("k", "v".repeat(25_001)).meta("k")).isEqualTo("v".repeat(24_997) + "...");
    assertThat(with("k", "v".repeat(24_999) + "é").meta("k")).isEqualTo("v".repeat(24_997) + "...");
    assertThat(with("k", "é".repeat(12_501)).meta("k")).isEqualTo("é".repeat(12_498) + "...");
    assertThat(with("k", "v".repeat(25_001)).report).isEqualTo(new EncodeReport(1, 0, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"_dd.x.json", "_dd.x.msgpack", "_dd.x.protobuf"})
  void metaValue_encoded_isNeverCut(String key) throws Exception {
    assertThat(with(key, "v".repeat(30_000)).meta(key)).isEqualTo("v".repeat(30_000));
  }

  @Test
  void prefix_anyLimit_isTheLongestThatFits() {
    String text = "aé字😀b";
    for (int max = 0; max <= 12; max++) {
      String prefix = Limits.prefix(text, max);
      assertThat(text).startsWith(prefix);
      assertThat(bytes(prefix)).isLessThanOrEqualTo(max);
      if (prefix.length() < text.length()) {
        String more = text.substring(0, text.offsetByCodePoints(prefix.length(), 1));
        assertThat(bytes(more)).isGreaterThan(max);
      }
    }
    assertThat(Limits.prefix(text, 11)).isSameAs(text);
    assertThat(Limits.utf8Size(text, 1)).isEqualTo(10);
  }

  private static long start(long start, long end) throws IOException {
    return number(start, end, "start");
  }

  private static long duration(long start, long end) throws IOException {
    return number(start, end, "duration");
  }

  private static long number(long start, long end, String key) throws IOException {
    Span span = bare().startEpochNanos(start).endEpochNanos(end).build();
    return ((Number) Encoded.v04(span).span().get(key)).longValue();
  }

  private static void assertCut(String field, Encoded encoded, String expected, int cuts) {
    assertThat(encoded.span().get(field)).isEqualTo(expected);
    assertThat(encoded.report.cutFields()).isEqualTo(cuts);
  }

  private static Encoded with(String key, String value) throws IOException {
    return Encoded.v04(bare().attributes(Attributes.of(key, value)).build());
  }

  private static Encoded withEnv(String env) throws IOException {
    return withResource(Resource.of(Attributes.of("deployment.environment.name", env)));
  }

  private static Encoded withResource(Resource resource) throws IOException {
    return Encoded.v04(bare().resource(resource).build());
  }

  private static Span.Builder bare() {
    return Span.builder()
        .traceId(0, 7)
        .spanId(8)
        .name("name")
        .kind(SpanKind.CLIENT)
        .startEpochNanos(START)
        .endEpochNanos(START + 1)
        .resource(service("bare"));
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
