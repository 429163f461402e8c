package dev.ichnos.collector.exporter.datadog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.ichnos.codec.DropReason;
import dev.ichnos.collector.config.DatadogExporterConfig.TraceApi;
import dev.ichnos.collector.pipeline.Ledger;
import dev.ichnos.collector.testing.DatadogPayload;
import dev.ichnos.collector.testing.FakeDatadogAgent;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanFixtures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Spans of several sources, through a real lane: which message they end in, and what it says. */
class DatadogMessagesTest {
  private static final Map<String, String> ENVIRONMENTS = Map.of("shop", "prod", "dev", "staging");

  private FakeDatadogAgent agent;

  @BeforeEach
  void start() throws IOException {
    agent = FakeDatadogAgent.start();
  }

  @AfterEach
  void stop() {
    agent.close();
    assertThat(agent.droppedChunks()).isEmpty();
    assertThat(agent.violations()).isEmpty();
  }

  @Test
  void v07_eachSource_statesItsHostEnvironmentVersionAndPod() throws Exception {
    List<Span> spans = DatadogSources.everywhere();

    Ledger.Account account = lane(TraceApi.V07, spans);

    assertThat(account.sent()).isEqualTo(spans.size());
    assertThat(agent.stored()).hasSize(spans.size());
    assertThat(agent.payloads())
        .extracting(
            DatadogPayload::hostname,
            DatadogPayload::env,
            DatadogPayload::appVersion,
            payload -> payload.tags().get("_dd.tags.container"))
        .containsExactlyInAnyOrder(
            source("node-a-eu1", "prod", "1.0", "shop", "front-1", ""),
            source("node-a-eu1", "staging", "1.0", "dev", "front-1", ""),
            source("node-b-eu1", "prod", "2.0", "shop", "back-2.0", "back-app"),
            source("node-b-eu1", "prod", "2.1", "shop", "back-2.1", "back-app"),
            source("node-b-eu1", "staging", "2.0", "dev", "back-2.0", "back-app"),
            source("node-b-eu1", "staging", "2.1", "dev", "back-2.1", "back-app"));
    for (DatadogPayload payload : agent.payloads()) {
      String service = payload.hostname().equals("node-a-eu1") ? "front" : "back";
      String namespace = payload.env().equals("prod") ? "shop" : "dev";
      assertThat(payload.containerId())
          .isEqualTo(service.equals("back") ? "back-app-back-" + payload.appVersion() : "");
      assertThat(payload.chunks())
          .flatExtracting(DatadogPayload.Chunk::spans)
          .allSatisfy(
              span -> {
                assertThat(span.service()).isEqualTo(service + "." + namespace);
                assertThat(span.meta()).containsEntry("version", payload.appVersion());
                assertThat(span.meta()).containsEntry("env", payload.env());
              });
    }
  }

  @Test
  void v07_chunksOfOneTrace_allSayItsWholeIdAndPriority() throws Exception {
    lane(TraceApi.V07, DatadogSources.everywhere());

    assertThat(agent.payloads())
        .flatExtracting(DatadogPayload::chunks)
        .hasSize(2 * DatadogSources.TRACES)
        .allSatisfy(
            chunk -> {
              assertThat(chunk.priority()).isEqualTo(1);
              assertThat(chunk.spans().get(0).meta())
                  .containsEntry("_dd.p.tid", "463ac35c9f6413ad");
            });
  }

  @Test
  void v04_chunks_areWholeTracesByHostAndEnvironmentOfTheirRoot() throws Exception {
    List<Span> spans = DatadogSources.everywhere();

    Ledger.Account account = lane(TraceApi.V04, spans);

    assertThat(account.sent()).isEqualTo(spans.size());
    assertThat(agent.payloads())
        .extracting(DatadogPayload::hostname, DatadogPayload::env)
        .containsExactlyInAnyOrder(tuple("node-a-eu1", "prod"), tuple("node-a-eu1", "staging"));
    assertThat(agent.payloads())
        .flatExtracting(DatadogPayload::chunks)
        .hasSize(DatadogSources.TRACES)
        .allSatisfy(chunk -> assertThat(chunk.spans()).hasSize(3))
        .allSatisfy(chunk -> assertThat(chunk.spans().get(0).meta()).containsKey("_dd.p.tid"));
  }

  @ParameterizedTest
  @EnumSource
  void severalRoots_leaveNoDoubtAboutTheHost(TraceApi api) throws Exception {
    Resource pod = DatadogSources.pod("shop", "front-1", "node-a", "1.0", "front-app");
    List<Span> spans = new ArrayList<>();
    for (int i = 1; i <= 6; i++) {
      // Two roots in the first trace, spans of two absent parents in the second.
      spans.add(
          DatadogExporterContract.span(1 + i % 2, i)
              .parentSpanId(i % 2 == 0 ? 0 : 1_000 + i)
              .resource(pod)
              .build());
    }

    lane(api, spans);

    assertThat(agent.payloads())
        .singleElement()
        .satisfies(payload -> assertThat(payload.hostname()).isEqualTo("node-a-eu1"));
  }

  @ParameterizedTest
  @EnumSource
  void sourceUnknown_statesNoHostAndNeverOurs(TraceApi api) throws Exception {
    lane(api, List.of(SpanFixtures.CLIENT, SpanFixtures.SERVER));

    assertThat(agent.payloads())
        .singleElement()
        .satisfies(
            payload -> {
              assertThat(payload.hostname()).isEmpty();
              assertThat(payload.containerId()).isEmpty();
              assertThat(payload.tags()).isEmpty();
              assertThat(payload.env()).isEqualTo("none");
            });
  }

  @ParameterizedTest
  @EnumSource
  void environment_ofSpansGoesAboveNamespaces(TraceApi api) throws Exception {
    Resource stated =
        Resource.of(
            Attributes.builder()
                .put("service.name", "front")
                .put("k8s.namespace.name", "shop")
                .put("deployment.environment.name", "Canary 1")
                .build());

    lane(api, List.of(DatadogExporterContract.span(1, 1).resource(stated).build()));

    assertThat(agent.payloads())
        .singleElement()
        .satisfies(payload -> assertThat(payload.env()).isEqualTo("canary_1"));
  }

  @ParameterizedTest
  @EnumSource
  void spanWithoutUsableIds_isDroppedAlone(TraceApi api) throws Exception {
    List<Span> spans = new ArrayList<>(DatadogSources.everywhere());
    int good = spans.size();
    spans.add(DatadogExporterContract.span(0, 7).build()); // an upper half alone
    spans.add(DatadogExporterContract.span(1, 0).build());

    Ledger.Account account = lane(api, spans);

    assertThat(account.sent()).isEqualTo(good);
    assertThat(account.dropped(DropReason.NOT_ENCODABLE)).isEqualTo(2);
    assertThat(agent.stored()).hasSize(good);
  }

  private Ledger.Account lane(TraceApi api, List<Span> spans) throws Exception {
    return new DatadogBed(api).namespaceEnvironments(ENVIRONMENTS).throughLane(agent, spans);
  }

  private static Tuple source(
      String host, String env, String version, String namespace, String pod, String container) {
    String tags = "kube_namespace:" + namespace + ",pod_name:" + pod + ",kube_cluster_name:eu1";
    if (!container.isEmpty()) {
      tags += ",kube_container_name:" + container + ",container_id:" + container + "-" + pod;
    }
    return tuple(host, env, version, tags);
  }
}
