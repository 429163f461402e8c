package dev.ichnos.codec.cloudtrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ichnos.model.Attributes;
import dev.ichnos.model.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which project a span goes to, and what cannot be one. */
class ProjectIdTest {
  @ParameterizedTest
  @CsvSource({"gcp.project.id", "gcp.project_id"})
  void of_resourceThatNamesOne_isThat(String key) {
    assertThat(of(Attributes.of(key, "other"))).isEqualTo("other");
  }

  @Test
  void of_resourceThatNamesTwo_isTheOneOfThisExporter() {
    assertThat(
            of(
                Attributes.builder()
                    .put("gcp.project_id", "third")
                    .put("gcp.project.id", "other")
                    .build()))
        .isEqualTo("other");
  }

  @Test
  void of_resourceThatNamesNone_isTheDefault() {
    assertThat(of(Attributes.EMPTY)).isEqualTo("p");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/b", "../x", "UPPER", "-p", "é", "a b", "projects/p"})
  void of_projectThatIsNone_isNotFollowed(String project) {
    assertThat(of(Attributes.of("gcp.project.id", project))).isEqualTo("p");
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

  private static String of(Attributes resource) {
    return ProjectId.of(Resource.of(resource), "p");
  }
}
