package dev.ichnos.codec.cloudtrace;

import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A batch as the requests that it takes: one for each project, without the spans that Cloud Trace
 * would refuse. Pure.
 *
 * @param batches the spans of each project, in the batch's order, by project in order of
 *     appearance; none is empty
 * @param refused how many spans were set aside, by what stood in their way; mostly empty
 */
public record CloudTraceRequests(
    List<ProjectBatch> batches, Map<CloudTraceAdmission, Integer> refused) {
  public CloudTraceRequests {
    batches = List.copyOf(batches);
    refused = Map.copyOf(refused);
  }

  /**
   * Splits the batch. A span belongs to the project that its resource names in {@code
   * gcp.project.id} or {@code gcp.project_id}, and else to {@code projectId}.
   *
   * @param nowEpochNanos the time of sending, nanoseconds since 1970
   */
  public static CloudTraceRequests of(SpanBatch batch, String projectId, long nowEpochNanos) {
    Objects.requireNonNull(projectId, "projectId");
    Map<CloudTraceAdmission, Integer> refused = new EnumMap<>(CloudTraceAdmission.class);
    Map<String, List<Span>> byProject = new HashMap<>(2);
    List<String> projects = new ArrayList<>(1);
    for (Span span : batch.spans()) {
      CloudTraceAdmission admission = CloudTraceAdmission.of(span, nowEpochNanos);
      if (admission != CloudTraceAdmission.ADMISSIBLE) {
        refused.merge(admission, 1, Integer::sum);
        continue;
      }
      String project = ProjectId.of(span.resource(), projectId);
      List<Span> spans = byProject.get(project);
      if (spans == null) {
        spans = new ArrayList<>();
        byProject.put(project, spans);
        projects.add(project);
      }
      spans.add(span);
    }
    List<ProjectBatch> batches = new ArrayList<>(projects.size());
    for (String project : projects) {
      List<Span> spans = Objects.requireNonNull(byProject.get(project));
      batches.add(
          new ProjectBatch(project, spans.size() == batch.size() ? batch : batch.withSpans(spans)));
    }
    return new CloudTraceRequests(batches, refused);
  }

  /** How many spans were set aside. */
  public int refusedSpans() {
    int spans = 0;
    for (int count : refused.values()) {
      spans += count;
    }
    return spans;
  }

  /** The spans of one project. */
  public record ProjectBatch(String projectId, SpanBatch batch) {
    public ProjectBatch {
      Objects.requireNonNull(projectId, "projectId");
      Objects.requireNonNull(batch, "batch");
    }
  }
}
