package dev.ichnos.codec.datadog;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What an Agent accepts without changing, cutting or dropping anything (datadog-agent
 * pkg/trace/agent/{normalizer,truncator}.go), checked on decoded chunks.
 */
final class AgentRules {
  private static final BigInteger MOST_UNSIGNED = BigInteger.ONE.shiftLeft(64);
  private static final Pattern OPERATION =
      Pattern.compile("[A-Za-z][A-Za-z0-9]*([._][A-Za-z0-9]*)*");

  private AgentRules() {}

  /** Fails unless the Agent would take these chunks, a list of lists of maps, as they are. */
  static void check(Object chunks) {
    for (Object chunk : (List<?>) chunks) {
      List<?> spans = (List<?>) chunk;
      assertThat(spans).as("spans of a chunk").isNotEmpty();
      Object traceId = ((Map<?, ?>) spans.get(0)).get("trace_id");
      for (Object span : spans) {
        assertThat(((Map<?, ?>) span).get("trace_id")).isEqualTo(traceId);
        span((Map<?, ?>) span);
      }
      Map<?, ?> metrics = (Map<?, ?>) ((Map<?, ?>) spans.get(0)).get("metrics");
      assertThat((Double) metrics.get("_sampling_priority_v1")).isBetween(-1.0, 2.0);
    }
  }

  private static void span(Map<?, ?> span) {
    assertThat(span.keySet().stream().map(Object::toString))
        .containsExactlyInAnyOrder(
            "service",
            "name",
            "resource",
            "type",
            "trace_id",
            "span_id",
            "parent_id",
            "start",
            "duration",
            "error",
            "meta",
            "metrics");
    assertThat(id(span, "trace_id")).isPositive();
    assertThat(id(span, "span_id")).isPositive();
    assertThat(id(span, "parent_id")).isNotNegative();
    long start = ((BigInteger) span.get("start")).longValueExact();
    long duration = ((BigInteger) span.get("duration")).longValueExact();
    assertThat(start).isGreaterThanOrEqualTo(946_684_800_000_000_000L);
    assertThat(duration).isBetween(0L, Long.MAX_VALUE - start);
    assertThat(((BigInteger) span.get("error")).intValueExact()).isBetween(0, 1);
    String service = (String) span.get("service");
    assertThat(service).isNotEmpty().isEqualTo(NormalForms.tagValue(service));
    assertThat(bytes(service)).isLessThanOrEqualTo(100);
    assertThat((String) span.get("name"))
        .matches(OPERATION)
        .doesNotEndWith("_")
        .hasSizeBetween(1, 100);
    assertThat(bytes((String) span.get("resource"))).isBetween(1, 5000);
    assertThat(bytes((String) span.get("type"))).isLessThanOrEqualTo(100);
    meta((Map<?, ?>) span.get("meta"));
    for (Map.Entry<?, ?> metric : ((Map<?, ?>) span.get("metrics")).entrySet()) {
      assertThat(bytes((String) metric.getKey())).isLessThanOrEqualTo(200);
      assertThat((Double) metric.getValue()).isFinite();
    }
  }

  private static void meta(Map<?, ?> meta) {
    for (Map.Entry<?, ?> tag : meta.entrySet()) {
      String key = (String) tag.getKey();
      assertThat(bytes(key)).isLessThanOrEqualTo(200);
      if (!key.startsWith("_dd.") || !key.matches(".*\\.(json|msgpack|protobuf)")) {
        assertThat(bytes((String) tag.getValue())).as(key).isLessThanOrEqualTo(25_000);
      }
    }
    String env = (String) meta.get("env");
    assertThat(env).isNotEmpty().isEqualTo(NormalForms.tag(env));
    Object status = meta.get("http.status_code");
    if (status != null) {
      assertThat(Integer.parseInt((String) status)).isBetween(100, 599);
    }
    assertThat((String) meta.get("otel.trace_id")).matches("[0-9a-f]{32}");
  }

  private static BigInteger id(Map<?, ?> span, String key) {
    BigInteger id = (BigInteger) span.get(key);
    assertThat(id).isLessThan(MOST_UNSIGNED);
    return id;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
