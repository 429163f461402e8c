package dev.ichnos.collector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.collector.config.CollectorConfig;
import dev.ichnos.collector.config.ConfigReader;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PassThroughTest {
  private static final String PLAIN =
      """
      receivers:
        otlp:
        otlp/second: {protocols: {http: {endpoint: "127.0.0.1:4319"}}}
        zipkin:
      exporters:
        otlp: {endpoint: "tempo:4317", window: {enabled: false}}
        otlphttp: {endpoint: "http://tempo:4318", window: {enabled: false}}
        local:
      identity: {enabled: false}
      service:
        pipelines:
          traces: {receivers: [otlp, otlp/second], exporters: [otlp, otlphttp]}
      """;

  @Test
  void receivers_nothingReadsSpans_areAll() {
    CollectorConfig config = config(PLAIN);

    assertThat(PassThrough.receivers(config)).containsExactlyInAnyOrder("otlp", "otlp/second");
    assertThat(PassThrough.describe(config))
        .hasValue(
            "pass-through: OTLP of otlp, otlp/second is forwarded as it comes, no span is read");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "identity: {enabled: false} | identity: {enabled: true}",
        "identity: {enabled: false} | identity: {enabled: false, marks: false}",
        "tempo:4317\", window: {enabled: false} | tempo:4317\"",
        "tempo:4317\" | tempo:4317\", split_namespace: false",
        "tempo:4317\" | tempo:4317\", proxy_pairs: app_internal",
        "http://tempo:4318\" | http://tempo:4318\", encoding: json",
        "[otlp, otlphttp] | [otlp, otlphttp, local]",
        "[otlp, otlp/second] | [otlp, otlp/second, zipkin]",
        "[otlp, otlphttp] | [otlp, otlphttp], trace_ids: {mode: report}",
        "[otlp, otlphttp] | [otlp, otlphttp], trace_ids: {mode: rewrite_join}",
        "[otlp, otlphttp] | [otlp, otlphttp], trace_ids: {mode: rewrite_header}",
        "[otlp, otlphttp] | [otlp, otlphttp], gateways: {edge: {trust_parent: link}}",
        "[otlp, otlphttp] | [otlp, otlphttp], clock_skew: correct",
      })
  void receivers_somethingIsAskedOfSpans_areNone(String plain, String asks) {
    assertThat(PLAIN).contains(plain);

    CollectorConfig config = config(PLAIN.replace(plain, asks));

    assertThat(PassThrough.receivers(config)).isEmpty();
    assertThat(PassThrough.describe(config)).isEmpty();
  }

  @Test
  void receivers_oneStandsInAnotherPipelineToo_isDecoded() {
    CollectorConfig config =
        config(PLAIN + "    traces/look: {receivers: [otlp/second], exporters: [local]}\n");

    assertThat(PassThrough.receivers(config)).containsExactly("otlp");
  }

  @Test
  void receivers_defaults_areNone() {
    assertThat(PassThrough.receivers(CollectorConfig.defaults())).isEmpty();
  }

  private static CollectorConfig config(String yaml) {
    ConfigReader.Result read = new ConfigReader(Map.of(), Set.of()).read(yaml);
    assertThat(read.problems()).isEmpty();
    return read.config().orElseThrow();
  }
}
