package dev.ichnos.identity.context;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.identity.Identity;
import dev.ichnos.identity.context.ContextSettings.Mode;
import dev.ichnos.identity.rule.RuleId;
import dev.ichnos.identity.rule.RuleObserver;
import dev.ichnos.model.Origin;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import dev.ichnos.model.SpanFixtures;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ContextRulesTest {
  private static final Span CAPTURED =
      ContextRun.with(
          SpanFixtures.SERVER,
          Map.of(
              ContextRun.CLOUD,
              "105445aa7843bc8bf206b12000100000/171",
              "node_id",
              "router~10.4.2.3~gateway-1.istio-system~istio-system.svc.cluster.local"));

  @ParameterizedTest
  @EnumSource(
      value = Mode.class,
      names = {"OFF", "REPORT", "REWRITE_JOIN"})
  void apply_otherModes_changeNothing(Mode mode) {
    ContextSettings settings = new ContextSettings(mode, ContextRun.CLOUD, Set.of());

    assertThat(ContextRun.of(settings, ContextRun.ZIPKIN).only(CAPTURED)).isSameAs(CAPTURED);
  }

  @Test
  void apply_eachReceiverItsOwn() {
    Identity identity =
        ContextRun.identity(
            Set.of(RuleId.CAPTURED_CONTEXT, RuleId.TRACE_ID_FROM_HEADER),
            Map.of(
                "zipkin",
                new ContextSettings(Mode.REWRITE_HEADER, ContextRun.CLOUD, Set.of()),
                "zipkin/off",
                new ContextSettings(Mode.OFF, ContextRun.CLOUD, Set.of())));

    assertThat(apply(identity, "zipkin").traceIdLow()).isEqualTo(0xf206b12000100000L);
    assertThat(apply(identity, "zipkin/off")).isSameAs(CAPTURED);
    assertThat(apply(identity, "zipkin/other").links()).hasSize(1);
  }

  /** Repair finds by them the parent of a span whose own is foreign. */
  @Test
  void apply_rewriteHeader_leavesTheLinksToo() {
    Map<String, ContextSettings> rewrite =
        Map.of("zipkin", new ContextSettings(Mode.REWRITE_HEADER, ContextRun.CLOUD, Set.of()));

    Span linked = apply(ContextRun.identity(Set.of(RuleId.CAPTURED_CONTEXT), rewrite), "zipkin");
    Span rewritten =
        apply(
            ContextRun.identity(
                Set.of(RuleId.CAPTURED_CONTEXT, RuleId.TRACE_ID_FROM_HEADER), rewrite),
            "zipkin");

    assertThat(linked.links()).hasSize(1);
    assertThat(linked.traceId()).isEqualTo(CAPTURED.traceId());
    assertThat(rewritten.links()).isEqualTo(linked.links());
    assertThat(rewritten.links().get(0).traceIdLow()).isEqualTo(rewritten.traceIdLow());
  }

  @Test
  void apply_rulesOff_changeNothing() {
    Map<String, ContextSettings> rewrite =
        Map.of("zipkin", new ContextSettings(Mode.REWRITE_HEADER, ContextRun.CLOUD, Set.of("*")));

    assertThat(apply(ContextRun.identity(Set.of(), rewrite), "zipkin")).isSameAs(CAPTURED);
    assertThat(apply(ContextRun.identity(Set.of(RuleId.TRACE_ID_FROM_HEADER), Map.of()), "zipkin"))
        .isSameAs(CAPTURED);
  }

  private static Span apply(Identity identity, String receiver) {
    Origin origin =
        new Origin(
            receiver,
            ContextRun.format(ContextRun.ZIPKIN),
            "10.0.0.9",
            SpanFixtures.START,
            Map.of());
    return identity
        .apply(new SpanBatch(List.of(CAPTURED), origin), RuleObserver.NONE)
        .spans()
        .get(0);
  }
}
