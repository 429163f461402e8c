package dev.ichnos.codec.cloudtrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ichnos.codec.DropReason;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import dev.ichnos.model.SpanFixtures;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is admissible, and which project it goes to. */
class CloudTraceRequestsTest {
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
  void of_edgeOfTheWindow_keepsAnHourClear(
      String edge, long nanos, CloudTraceAdmission expected) {
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

  @Test
  void of_oneProject_isTheBatchItself() {
    SpanBatch batch = SpanFixtures.batch(GOOD, GOOD.toBuilder().spanId(8).build());

    CloudTraceRequests requests = CloudTraceRequests.of(batch, "p", NOW);

    assertThat(requests.batches())
        .containsExactly(new CloudTraceRequests.ProjectBatch("p", batch));
    assertThat(requests.batches().get(0).batch()).isSameAs(batch);
    assertThat(requests.refusedSpans()).isZero();
  }

  @Test
  void of_resourcesThatNameProjects_areRequestsOfTheirOwn() {
    Span other = of("gcp.project.id", "other", 8);
    Span third = of("gcp.project_id", "third", 9);
    Span again = of("gcp.project.id", "other", 10);
    Span both =
        GOOD.toBuilder()
            .resource(
                Resource.of(
                    Attributes.builder()
                        .put("gcp.project_id", "third")
                        .put("gcp.project.id", "p")
                        .build()))
            .build();

    CloudTraceRequests requests =
        CloudTraceRequests.of(
            SpanFixtures.batch(GOOD, other, third, again, both, GOOD.toBuilder().spanId(0).build()),
            "p",
            NOW);

    assertThat(requests.batches())
        .extracting(CloudTraceRequests.ProjectBatch::projectId)
        .containsExactly("p", "other", "third");
    assertThat(requests.batches().get(0).batch().spans()).containsExactly(GOOD, both);
    assertThat(requests.batches().get(1).batch().spans()).containsExactly(other, again);
    assertThat(requests.refusedSpans()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/b", "../x", "UPPER", "-p", "é", "a b", "projects/p"})
  void of_projectThatIsNone_isNotFollowed(String project) {
    CloudTraceRequests requests =
        CloudTraceRequests.of(SpanFixtures.batch(of("gcp.project.id", project, 8)), "p", NOW);

    assertThat(requests.batches().get(0).projectId()).isEqualTo("p");
    assertThatThrownBy(() -> CloudTraceOptions.of(project))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("projectId: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"my-project", "example.com:my-project", "123456789"})
  void options_projects_areTaken(String project) {
    assertThat(CloudTraceOptions.of("p").withProjectId(project).projectId()).isEqualTo(project);
  }

  @Test
  void options_agentOfNoLength_isRefused() {
    assertThatThrownBy(() -> new CloudTraceOptions("p", ""))
        .hasMessage("agent:  (expected: 1-64 characters)");
  }

  private static Span of(String key, String project, long spanId) {
    return GOOD.toBuilder()
        .spanId(spanId)
        .resource(Resource.of(Attributes.of(key, project)))
        .build();
  }
}
