package dev.ichnos.propagation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.ichnos.model.Sampled;
import dev.ichnos.model.TraceId;
import org.junit.jupiter.api.Test;

class TraceContextTest {
  @Test
  void new_upperHalfIn64Bits_throws() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TraceContext.of(1, 2, 64, 3, Sampled.SAMPLED))
        .withMessage("traceIdBits: 64 (expected: 128, or 64 if the upper half is 0)");
  }

  @Test
  void new_spanWithoutTrace_throws() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TraceContext.of(0, 0, 64, 3, Sampled.SAMPLED));
  }

  @Test
  void new_parentWithoutSpan_throws() {
    TraceContext noSpan = TraceContext.of(1, 2, 128, 0, Sampled.SAMPLED);
    assertThatIllegalArgumentException().isThrownBy(() -> noSpan.withParentSpanId(4));
  }

  @Test
  void new_debugWithoutSampled_throws() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TraceContext.decision(Sampled.DEFERRED, true));
  }

  @Test
  void new_traceStateWithoutTrace_throws() {
    TraceContext decision = TraceContext.decision(Sampled.SAMPLED, false);
    assertThatIllegalArgumentException().isThrownBy(() -> decision.withW3c(false, "a=1"));
    assertThatIllegalArgumentException().isThrownBy(() -> decision.withW3c(true, ""));
  }

  @Test
  void hasTraceId_halfOfZeros_isTrue() {
    assertThat(TraceContext.of(1, 0, 128, 0, Sampled.DEFERRED).hasTraceId()).isTrue();
    assertThat(TraceContext.of(0, 1, 64, 0, Sampled.DEFERRED).traceId())
        .isEqualTo(new TraceId(0, 1));
    assertThat(TraceContext.decision(Sampled.SAMPLED, false).hasTraceId()).isFalse();
  }
}
