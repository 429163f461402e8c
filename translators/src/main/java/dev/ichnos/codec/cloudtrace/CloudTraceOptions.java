package dev.ichnos.codec.cloudtrace;

import java.util.Objects;

/**
 * What an encoder is told beside the spans.
 *
 * @param projectId the project that the spans are written to: an id such as {@code my-project},
 *     {@code example.com:my-project}, or a project number
 * @param agent how we name ourselves in {@code g.co/agent}, such as {@code ichnos 0.1.0}
 */
public record CloudTraceOptions(String projectId, String agent) {
  private static final int MOST_AGENT_BYTES = 64;

  public CloudTraceOptions {
    Objects.requireNonNull(projectId, "projectId");
    Objects.requireNonNull(agent, "agent");
    if (!ProjectId.isValid(projectId)) {
      throw new IllegalArgumentException(
          "projectId: " + projectId + " (expected: a project's id or number)");
    }
    if (agent.isEmpty() || agent.length() > MOST_AGENT_BYTES) {
      throw new IllegalArgumentException("agent: " + agent + " (expected: 1-64 characters)");
    }
  }

  /** Options with {@code ichnos} as the agent. */
  public static CloudTraceOptions of(String projectId) {
    return new CloudTraceOptions(projectId, "ichnos");
  }

  /** These options for another project. */
  public CloudTraceOptions withProjectId(String other) {
    return new CloudTraceOptions(other, agent);
  }
}
