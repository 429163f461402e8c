package dev.ichnos.collector.exporter.datadog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.collector.config.DataSize;
import dev.ichnos.collector.config.DatadogExporterConfig.TraceApi;
import dev.ichnos.collector.config.Secret;
import dev.ichnos.collector.exporter.ExporterContract;
import dev.ichnos.collector.pipeline.ExportResult;
import dev.ichnos.collector.pipeline.Exporter;
import dev.ichnos.collector.testing.DatadogPayload;
import dev.ichnos.collector.testing.DatadogPayload.Chunk;
import dev.ichnos.collector.testing.FakeDatadogAgent;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import dev.ichnos.model.SpanFixtures;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every exporter owes, and what every one to an Agent does, whichever path it uses. */
abstract class DatadogExporterContract extends ExporterContract<FakeDatadogAgent> {
  private static final String UNREADABLE = "unreadable";

  abstract TraceApi api();

  @Override
  protected FakeDatadogAgent startBackend() throws IOException {
    FakeDatadogAgent agent = FakeDatadogAgent.start();
    agent.refuse(span -> span.resource().contains(UNREADABLE));
    return agent;
  }

  @Override
  protected Exporter exporter(FakeDatadogAgent agent, Duration timeout) {
    return new DatadogBed(api()).timeout(timeout).towards(agent);
  }

  /** An Agent refuses no span but by not decoding it, and our encoder writes none such. */
  @Override
  protected Span badSpan(long spanId) {
    return SpanFixtures.CLIENT.toBuilder().spanId(spanId).name(UNREADABLE).build();
  }

  @Override
  protected String badSpanWords() {
    return "msgp: attempted to decode";
  }

  @Test
  void export_headers_sayWhatTheAgentNeedsAndNothingOfOurContainer() throws Exception {
    export(BATCH);

    assertThat(backend.lastHeaders())
        .containsEntry("content-type", "application/msgpack")
        .containsEntry("x-datadog-trace-count", "1")
        .containsEntry("datadog-client-computed-top-level", "yes")
        .containsEntry("datadog-send-real-http-status", "true")
        .containsKey("datadog-meta-tracer-version")
        .doesNotContainKeys(
            "datadog-container-id",
            "datadog-entity-id",
            "datadog-client-computed-stats",
            "content-encoding");
  }

  @Test
  void export_configuredHeaders_areSentButCannotReplaceOurs() throws Exception {
    Map<String, Secret> headers =
        Map.of(
            "x-team", new Secret("payments"),
            "Datadog-Send-Real-Http-Status", new Secret("no"));

    exportBy(new DatadogBed(api()).headers(headers).towards(backend), BATCH);

    assertThat(backend.lastHeaders())
        .containsEntry("x-team", "payments")
        .containsEntry("datadog-send-real-http-status", "true");
  }

  @Test
  void export_severalTraces_areCountedAndEachIsOneChunk() throws Exception {
    List<Span> spans = new ArrayList<>();
    for (int i = 1; i <= 12; i++) {
      spans.add(span(1 + i % 3, i).build());
    }

    assertThat(export(BATCH.withSpans(spans))).isEqualTo(ExportResult.DELIVERED);

    assertThat(backend.lastHeaders()).containsEntry("x-datadog-trace-count", "3");
    assertThat(backend.payloads()).hasSize(1);
    assertThat(backend.payloads().get(0).chunks())
        .hasSize(3)
        .allSatisfy(chunk -> assertThat(chunk.spans()).hasSize(4))
        .extracting(chunk -> chunk.spans().get(0).traceId())
        .doesNotHaveDuplicates();
  }

  @Test
  void export_upperHalfAndPriority_standOnEachChunksFirstSpan() throws Exception {
    List<Span> spans = new ArrayList<>();
    for (int i = 1; i <= 6; i++) {
      spans.add(span(1 + i % 2, i).debug(i == 3).build());
    }

    export(BATCH.withSpans(spans));

    for (Chunk chunk : backend.payloads().get(0).chunks()) {
      DatadogPayload.Span first = chunk.spans().get(0);
      assertThat(first.meta()).containsEntry("_dd.p.tid", "463ac35c9f6413ad");
      assertThat(first.metrics())
          .containsEntry("_sampling_priority_v1", first.traceId() == 2 ? 2.0 : 1.0);
      assertThat(chunk.spans().subList(1, chunk.spans().size()))
          .isNotEmpty()
          .allSatisfy(
              span -> {
                assertThat(span.meta()).doesNotContainKey("_dd.p.tid");
                assertThat(span.metrics()).doesNotContainKey("_sampling_priority_v1");
              });
    }
  }

  @Test
  void export_agentWithoutRoom_waitsAsLongAsAsked() throws Exception {
    backend.answerNext(429, "{\"rate_by_service\":{}}", "3");

    assertThat(export(BATCH))
        .isInstanceOfSatisfying(
            ExportResult.Retryable.class,
            result -> assertThat(result.after()).isEqualTo(Duration.ofSeconds(3)));
  }

  @Test
  void export_overOwnLimit_isSplitWithoutSending() throws Exception {
    SpanBatch large =
        BATCH.withSpans(List.of(span(1, 1).build(), span(1, 2).build(), span(1, 3).build()));

    Exporter small = new DatadogBed(api()).maxMessageSize(DataSize.ofKibibytes(1)).towards(backend);

    assertThat(exportBy(small, large)).isInstanceOf(ExportResult.Split.class);
    assertThat(backend.requests()).isZero();
  }

  @Test
  void export_everyFieldOfTheModel_isTakenAsItIs() throws Exception {
    assertThat(export(SpanFixtures.batch(SpanFixtures.EVERYTHING)))
        .isEqualTo(ExportResult.DELIVERED);

    assertThat(backend.stored()).hasSize(1);
  }

  static Span.Builder span(long trace, long span) {
    return SpanFixtures.CLIENT.toBuilder().traceId(SpanFixtures.TRACE_HIGH, trace).spanId(span);
  }
}
