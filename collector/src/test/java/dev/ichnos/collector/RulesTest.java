package dev.ichnos.collector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.collector.config.CollectorConfig;
import dev.ichnos.collector.config.ConfigReader;
import dev.ichnos.collector.pipeline.Joins;
import dev.ichnos.identity.who.PodDirectory;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesTest {
  @ParameterizedTest
  @CsvSource({
    "rewrite_join, '', JOIN, true",
    "rewrite_join, trace_join_parent: false, JOIN, false",
    "rewrite_join, trace_join: false, REPORT, true",
    "report, trace_join: false, REPORT, true",
    "annotate, '', OFF, true"
  })
  void joins_modeAndRules(String mode, String rules, Joins.Mode joins, boolean parents) {
    assertThat(joins(mode, "rules: {" + rules + "}"))
        .extracting(Joins::mode, each -> each.settings().parents())
        .containsExactly(joins, parents);
  }

  @Test
  void joins_identityOff_areOff() {
    assertThat(joins("rewrite_join", "enabled: false").mode()).isEqualTo(Joins.Mode.OFF);
  }

  private static Joins joins(String mode, String identity) {
    CollectorConfig config =
        new ConfigReader(Map.of(), Rules.ids())
            .read(
                """
                receivers: {zipkin: }
                exporters: {local: }
                identity: {%s}
                service:
                  pipelines:
                    traces: {receivers: [zipkin], exporters: [local], trace_ids: {mode: %s}}
                """
                    .formatted(identity, mode))
            .config()
            .orElseThrow();
    return new Rules(config, Map.of(), PodDirectory.NONE, (rule, spans) -> {})
        .lane(config.exporters().get(0), config.service().pipelines().get(0))
        .joins();
  }
}
