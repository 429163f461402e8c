package dev.ichnos.codec.cloudtrace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.DropReason;
import dev.ichnos.model.Span;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudTraceAdmissionTest {
  private static final long NOW = CloudTraceBed.NOW;
  private static final Span GOOD = CloudTraceBed.plain().build();

  @ParameterizedTest
  @CsvSource({
    "P-14D, 1, ADMISSIBLE",
    "P-14D, 0, ADMISSIBLE",
    "P-14D, -1, TOO_OLD",
    "P3D, 0, ADMISSIBLE",
    "P3D, 1, TOO_FAR_AHEAD"
  })
  void of_edgeOfTheWindow_keepsAnHourClear(String edge, long nanos, CloudTraceAdmission expected) {
    Duration offset = Duration.parse(edge);
    Duration inside = offset.isNegative() ? offset.plusHours(1) : offset.minusHours(1);
    long time = NOW + inside.toNanos() + nanos;
    Span span = GOOD.toBuilder().startEpochNanos(time).endEpochNanos(time).build();

    assertThat(CloudTraceAdmission.of(span, NOW)).isEqualTo(expected);
  }

  @Test
  void of_whatCanNeverBeSent_isRefusedByName() {
    assertThat(CloudTraceAdmission.of(GOOD, NOW)).isEqualTo(CloudTraceAdmission.ADMISSIBLE);
    assertThat(CloudTraceAdmission.of(GOOD.toBuilder().traceId(0, 0).build(), NOW))
        .isEqualTo(CloudTraceAdmission.NO_TRACE_ID);
    assertThat(CloudTraceAdmission.of(GOOD.toBuilder().traceId(1, 0).build(), NOW))
        .isEqualTo(CloudTraceAdmission.ADMISSIBLE);
    assertThat(CloudTraceAdmission.of(GOOD.toBuilder().spanId(0).build(), NOW))
        .isEqualTo(CloudTraceAdmission.NO_SPAN_ID);
    assertThat(CloudTraceAdmission.of(GOOD.toBuilder().endEpochNanos(0).build(), NOW))
        .isEqualTo(CloudTraceAdmission.NO_TIME);
    assertThat(CloudTraceAdmission.of(GOOD.toBuilder().endEpochNanos(1).build(), NOW))
        .isEqualTo(CloudTraceAdmission.END_BEFORE_START);
    assertThat(CloudTraceAdmission.NO_SPAN_ID.reason()).isEqualTo(DropReason.INVALID_SPAN_ID);
    assertThat(CloudTraceAdmission.TOO_OLD.label()).isEqualTo("too_old");
  }
}
