package dev.ichnos.collector.exporter.googlecloud;

import static java.util.stream.Collectors.groupingBy;

import dev.ichnos.codec.SpanEncoder;
import dev.ichnos.codec.cloudtrace.CloudTraceAdmission;
import dev.ichnos.codec.cloudtrace.CloudTraceEncoder;
import dev.ichnos.codec.cloudtrace.CloudTraceOptions;
import dev.ichnos.codec.cloudtrace.ProjectId;
import dev.ichnos.collector.config.DataSize;
import dev.ichnos.collector.exporter.MessagePlan;
import dev.ichnos.collector.pipeline.EpochClock;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What goes to Cloud Trace: spans that it can admit now, parted by project.
 *
 * @param ownProject of spans whose resource names none
 * @param clock by which spans are too old
 * @param last the encoder of the batch before, which remembers keys and resources
 */
record GoogleCloudPlan(
    String ownProject,
    EpochClock clock,
    DataSize maxSize,
    AtomicReference<@Nullable CloudTraceEncoder> last)
    implements MessagePlan {
  GoogleCloudPlan(String ownProject, EpochClock clock, DataSize maxSize) {
    this(ownProject, clock, maxSize, new AtomicReference<>());
  }

  @Override
  public String refusal(Span span) {
    CloudTraceAdmission admission = CloudTraceAdmission.of(span, clock.epochNanos());
    return admission == CloudTraceAdmission.ADMISSIBLE ? "" : admission.label();
  }

  @Override
  public Map<?, List<Span>> messages(List<Span> trace) {
    String first = project(trace.get(0));
    for (Span span : trace) {
      if (!project(span).equals(first)) {
        return trace.stream().collect(groupingBy(this::project));
      }
    }
    return Map.of(first, trace);
  }

  @Override
  public SpanEncoder encoder(SpanBatch batch) {
    String project = project(batch.spans().get(0));
    CloudTraceEncoder known = last.get();
    if (known == null || !known.projectId().equals(project)) {
      known = new CloudTraceEncoder(CloudTraceOptions.of(project));
      last.set(known);
    }
    return known;
  }

  String project(Span span) {
    return ProjectId.of(span.resource(), ownProject);
  }
}
