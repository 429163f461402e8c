package dev.ichnos.repair.join;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.identity.Identity;
import dev.ichnos.identity.IdentitySettings;
import dev.ichnos.identity.context.ContextSettings;
import dev.ichnos.identity.envoy.EnvoySettings;
import dev.ichnos.identity.envoy.Semconv;
import dev.ichnos.identity.rule.RuleObserver;
import dev.ichnos.identity.who.PodDirectory;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Format;
import dev.ichnos.model.Link;
import dev.ichnos.model.Origin;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import dev.ichnos.model.SpanFixtures;
import dev.ichnos.model.SpanKind;
import dev.ichnos.model.TraceId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TraceJoinTest {
  private static final String REQUEST = "b3fb4501-2842-92ce-b5c5-bd5f5e92fe3f";
  private static final String REVIEWS = "sidecar~10.4.0.3~reviews-v1-x.default~svc";
  private static final String RATINGS = "sidecar~10.4.0.4~ratings-v1-x.default~svc";
  private static final long A = 0x48485a3953bb6124L;
  private static final long B = 0x5b4185666d50f68bL;
  private static final String CAPTURED = "105445aa7843bc8bbf206b1200010ab3";

  private final TraceJoin join = new TraceJoin(JoinSettings.defaults());

  @Test
  void find_requestIdAndOnePod_joinsUnderTheOlderTrace() {
    Span server = server(A, 1, 0, 100, Map.of("guid:x-request-id", REQUEST));
    Span client = client(B, 2, 10, 20, Map.of("guid:x-request-id", REQUEST));

    JoinedTrace joined = only(server, client);

    assertThat(joined.id()).isEqualTo(new TraceId(0, A));
    assertThat(joined.evidence())
        .containsExactlyInAnyOrder(JoinEvidence.REQUEST_ID, JoinEvidence.IN_POD);
    assertThat(joined.apply(client).parentSpanId()).isEqualTo(1);
    assertThat(joined.apply(server)).isSameAs(server);
  }

  @Test
  void find_requestIdAlone_joinsNothing() {
    Span server = server(A, 1, 0, 100, Map.of("guid:x-request-id", REQUEST));
    Span after = client(B, 2, 200, 210, Map.of("guid:x-request-id", REQUEST));

    assertThat(find(server, after)).isEmpty();
  }

  @Test
  void find_onePodAlone_joinsNothing() {
    Span server = server(A, 1, 0, 100, Map.of("guid:x-request-id", REQUEST));
    Span other = client(B, 2, 10, 20, Map.of("guid:x-request-id", REQUEST.replace('b', 'c')));

    assertThat(find(server, other)).isEmpty();
  }

  @Test
  void find_reasonDigitOfTheRequestIdDiffers_joins() {
    Span server = server(A, 1, 0, 100, Map.of("guid:x-request-id", REQUEST));
    String forced = REQUEST.substring(0, 14) + 'a' + REQUEST.substring(15);
    Span client = client(B, 2, 10, 20, Map.of("guid:x-request-id", forced));

    assertThat(find(server, client)).hasSize(1);
  }

  @Test
  void find_capturedHeader_itsIdWins() {
    Span server = server(A, 1, 0, 100, Map.of("x-cloud-trace-context", CAPTURED + "/7;o=1"));
    Span client = client(B, 2, 10, 20, Map.of("x-cloud-trace-context", CAPTURED + "/7;o=1"));

    JoinedTrace joined = only(server, client);

    assertThat(joined.id().hex()).isEqualTo(CAPTURED);
    assertThat(joined.apply(server).attributes().string("ichnos.original_trace_id"))
        .isEqualTo(new TraceId(0, A).hex());
  }

  @Test
  void find_wornToken_joinsNothing() {
    Span server = server(A, 1, 0, 100, Map.of("guid:x-request-id", REQUEST));
    Span client = client(B, 2, 10, 20, Map.of("guid:x-request-id", REQUEST));

    assertThat(join.find(List.of(batch(server), batch(client)), key -> true)).isEmpty();
  }

  @Test
  void find_secondEntryUnderTheToken_joinsNothing() {
    Map<String, String> forged = Map.of("x-cloud-trace-context", CAPTURED + "/7;o=1");
    Span server = server(A, 1, 0, 100, forged);
    Span client = client(B, 2, 10, 20, forged);
    Span elsewhere =
        server(B + 1, 3, 0, 100, forged).toBuilder()
            .attributes(tags(RATINGS, forged).put("peer.address", "10.4.9.9").build())
            .build();

    assertThat(find(server, client, elsewhere)).isEmpty();
  }

  @Test
  void find_twoMeshes_joinsNothing() {
    Map<String, String> one = Map.of("guid:x-request-id", REQUEST, "istio.mesh_id", "one");
    Map<String, String> two = Map.of("guid:x-request-id", REQUEST, "istio.mesh_id", "two");

    assertThat(find(server(A, 1, 0, 100, one), client(B, 2, 10, 20, two))).isEmpty();
  }

  @Test
  void find_shortOrConstantLookingIds_areNoTokens() {
    Map<String, String> test = Map.of("guid:x-request-id", "test-test-test-test-test");
    Map<String, String> one =
        Map.of("x-cloud-trace-context", "00000000000000000000000000000001/7;o=1");

    assertThat(find(server(A, 1, 0, 100, test), client(B, 2, 10, 20, test))).isEmpty();
    assertThat(find(server(A, 1, 0, 100, one), client(B, 2, 10, 20, one))).isEmpty();
  }

  @Test
  void find_callAndAnswer_joinsByAddresses() {
    Map<String, String> both = Map.of("guid:x-request-id", REQUEST);
    Span client =
        client(A, 1, 0, 100, both).toBuilder()
            .attributes(tags(REVIEWS, both).put("upstream_address", "10.4.0.4:9080").build())
            .build();
    Span server =
        server(B, 2, 10, 90, both).toBuilder()
            .attributes(tags(RATINGS, both).put("peer.address", "10.4.0.3").build())
            .build();

    JoinedTrace joined = only(client, server);

    assertThat(joined.apply(server).parentSpanId()).isEqualTo(1);
    assertThat(joined.evidence()).contains(JoinEvidence.EDGE);
  }

  @Test
  void find_halfWidth_theWideIdWins() {
    Span wide = server(A, 1, 0, 100, Map.of()).toBuilder().traceId(7, A).build();
    Span narrow = client(A, 2, 10, 20, Map.of());

    JoinedTrace joined = only(wide, narrow);

    assertThat(joined.id()).isEqualTo(new TraceId(7, A));
    assertThat(joined.evidence()).containsExactly(JoinEvidence.LOW_64);
  }

  @Test
  void apply_linkToAJoinedTrace_follows() {
    Span server = server(A, 1, 0, 100, Map.of("guid:x-request-id", REQUEST));
    Span client =
        client(B, 2, 10, 20, Map.of("guid:x-request-id", REQUEST)).toBuilder()
            .links(List.of(new Link(0, B, 9, "", 0, Attributes.EMPTY, 0)))
            .build();

    assertThat(only(server, client).apply(client).links().get(0).traceIdLow()).isEqualTo(A);
  }

  @Test
  void find_joinedSpans_nothingMore() {
    for (int seed = 0; seed < 100; seed++) {
      List<SpanBatch> groups = CallGraph.any(new Random(seed)).groups();
      List<SpanBatch> joined = new ArrayList<>();
      List<JoinedTrace> found = join.find(groups, key -> false);
      for (SpanBatch group : groups) {
        joined.add(
            group.withSpans(group.spans().stream().map(span -> apply(found, span)).toList()));
      }

      List<JoinedTrace> again = join.find(joined, key -> false);

      for (SpanBatch group : joined) {
        for (Span span : group.spans()) {
          assertThat(
                  found.stream().anyMatch(each -> each.id().equals(span.traceId()))
                      && again.stream().anyMatch(each -> each.holds(span)))
              .as("seed %s", seed)
              .isFalse();
        }
      }
    }
  }

  @Test
  void find_anyOrder_isTheSame() {
    for (int seed = 0; seed < 100; seed++) {
      List<SpanBatch> groups = new ArrayList<>(CallGraph.any(new Random(seed)).groups());
      Set<JoinedTrace> expected = Set.copyOf(join.find(groups, key -> false));
      Collections.shuffle(groups, new Random(seed));

      assertThat(Set.copyOf(join.find(groups, key -> false))).isEqualTo(expected);
    }
  }

  @Test
  void find_afterIdentityInEachSpelling_findsTheSameTraces() {
    for (Semconv semconv : Semconv.values()) {
      Identity identity = identity(semconv);
      for (int seed = 0; seed < 60; seed++) {
        List<SpanBatch> groups = CallGraph.any(new Random(seed)).groups();
        List<SpanBatch> read =
            groups.stream().map(each -> identity.apply(each, RuleObserver.NONE)).toList();

        assertThat(join.find(read, key -> false).stream().map(JoinedTrace::traces))
            .as("%s, seed %s", semconv, seed)
            .containsExactlyInAnyOrderElementsOf(
                join.find(groups, key -> false).stream().map(JoinedTrace::traces).toList());
      }
    }
  }

  private static Identity identity(Semconv semconv) {
    IdentitySettings defaults = IdentitySettings.defaults();
    return new Identity(
        new IdentitySettings(
            defaults.rules(),
            defaults.redaction(),
            defaults.self(),
            "",
            new EnvoySettings(semconv, List.of(), false),
            Map.of(
                "test",
                new ContextSettings(
                    ContextSettings.Mode.REWRITE_JOIN, "x-cloud-trace-context", Set.of()))),
        PodDirectory.NONE);
  }

  private static Span apply(List<JoinedTrace> found, Span span) {
    return found.stream()
        .filter(each -> each.holds(span))
        .findFirst()
        .map(each -> each.apply(span))
        .orElse(span);
  }

  private JoinedTrace only(Span... spans) {
    List<JoinedTrace> found = find(spans);
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private List<JoinedTrace> find(Span... spans) {
    List<SpanBatch> groups = new ArrayList<>();
    for (Span span : spans) {
      groups.add(batch(span));
    }
    return join.find(groups, key -> false);
  }

  private static SpanBatch batch(Span span) {
    Format zipkin = new Format("ZIPKIN_V2_JSON", "application/json");
    return new SpanBatch(List.of(span), new Origin("test", zipkin, "", 0, Map.of()));
  }

  private static Span server(long trace, long id, long start, long end, Map<String, String> tags) {
    return span(trace, id, SpanKind.SERVER, start, end, tags);
  }

  private static Span client(long trace, long id, long start, long end, Map<String, String> tags) {
    return span(trace, id, SpanKind.CLIENT, start, end, tags);
  }

  private static Span span(
      long trace, long id, SpanKind kind, long start, long end, Map<String, String> tags) {
    return Span.builder()
        .traceId(0, trace)
        .spanId(id)
        .kind(kind)
        .startEpochNanos(SpanFixtures.START + start * 1_000_000)
        .endEpochNanos(SpanFixtures.START + end * 1_000_000)
        .attributes(tags(REVIEWS, tags).build())
        .build();
  }

  private static Attributes.Builder tags(String nodeId, Map<String, String> tags) {
    Attributes.Builder all = Attributes.builder().put("component", "proxy").put("node_id", nodeId);
    tags.forEach(all::put);
    return all;
  }
}
