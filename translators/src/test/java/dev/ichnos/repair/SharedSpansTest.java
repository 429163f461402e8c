package dev.ichnos.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.ichnos.identity.Identity;
import dev.ichnos.identity.IdentitySettings;
import dev.ichnos.identity.rule.RuleId;
import dev.ichnos.identity.rule.RuleObserver;
import dev.ichnos.identity.who.PodDirectory;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanFixtures;
import dev.ichnos.model.SpanKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Traces are written as they come on the wire; identity has its turn before repair. */
class SharedSpansTest {
  private static final long X = 0x0abcL;

  private static final Span CLIENT_HALF = span(X, 0, SpanKind.CLIENT, "a", "10.0.0.1", 0, 100);
  private static final Span SERVER_HALF = server("b", "10.0.0.2", 10, 90);
  private static final Span CHILD = child(1, "b", "10.0.0.2", 20);

  private final Map<String, Integer> counts = new LinkedHashMap<>();
  private final RepairObserver counter = new CountingObserver(counts);

  @Test
  void repair_childOfServerHalf_follows() {
    List<Span> trace = repair(CLIENT_HALF, SERVER_HALF, CHILD);

    Span half = trace.get(1);
    assertThat(half.spanId()).isNotEqualTo(X);
    assertThat(half.parentSpanId()).isEqualTo(X);
    assertThat(trace.get(0)).isSameAs(CLIENT_HALF);
    assertThat(trace.get(2))
        .isEqualTo(
            CHILD.toBuilder()
                .parentSpanId(half.spanId())
                .attributes(
                    CHILD.attributes().toBuilder()
                        .put("ichnos.original_parent_span_id", "0000000000000abc")
                        .build())
                .build());
    assertThat(counts).containsExactly(entry("shared_span_children", 1));
  }

  @Test
  void repair_clientHalfNotThere_childFollowsAllTheSame() {
    List<Span> trace = repair(CHILD, SERVER_HALF);

    assertThat(trace.get(0).parentSpanId()).isEqualTo(trace.get(1).spanId());
  }

  @Test
  void repair_childOfAnotherService_staysWithClientHalf() {
    Span other = child(2, "a", "10.0.0.1", 20);

    assertThat(repair(CLIENT_HALF, SERVER_HALF, other).get(2)).isSameAs(other);
    assertThat(counts).isEmpty();
  }

  @Test
  void repair_noServiceName_noEvidence() {
    Span nameless = child(2, "", "10.0.0.2", 20);
    Span namelessHalf = server("", "10.0.0.2", 10, 90);

    assertThat(repair(CLIENT_HALF, namelessHalf, nameless).get(2)).isSameAs(nameless);
  }

  @Test
  void repair_grandchildren_stay() {
    Span grandchild = span(5, 1, SpanKind.INTERNAL, "b", "10.0.0.2", 30, 40);

    assertThat(repair(CLIENT_HALF, SERVER_HALF, CHILD, grandchild).get(3)).isSameAs(grandchild);
  }

  @Test
  void repair_twoHopsShared_chainHolds() {
    Span nextClient = span(0x0defL, X, SpanKind.CLIENT, "b", "10.0.0.2", 20, 80);
    Span nextServer =
        span(0x0defL, X, SpanKind.SERVER, "c", "10.0.0.3", 30, 70).toBuilder().shared(true).build();

    List<Span> trace = repair(CLIENT_HALF, SERVER_HALF, nextClient, nextServer);

    assertThat(trace.get(2).parentSpanId()).isEqualTo(trace.get(1).spanId());
    assertThat(trace.get(2).spanId()).isEqualTo(0x0defL);
    assertThat(trace.get(3).parentSpanId()).isEqualTo(0x0defL);
  }

  @Test
  void repair_retriesOnTwoPods_childrenMatchedByAddress() {
    Span first = server("b", "10.0.0.2", 10, 40);
    Span second = server("b", "10.0.0.3", 50, 90);
    Span ofFirst = child(1, "b", "10.0.0.2", 60);
    Span ofSecond = child(2, "b", "10.0.0.3", 20);

    List<Span> trace = repair(CLIENT_HALF, first, second, ofFirst, ofSecond);

    assertThat(trace.get(3).parentSpanId()).isEqualTo(trace.get(1).spanId());
    assertThat(trace.get(4).parentSpanId()).isEqualTo(trace.get(2).spanId());
  }

  @Test
  void repair_retriesOnOnePod_childrenMatchedByTime() {
    Span first = on(server("b", "10.0.0.2", 10, 40), 8080);
    Span second = on(server("b", "10.0.0.2", 50, 90), 8081);
    Span ofFirst = child(1, "b", "10.0.0.2", 20);
    Span ofSecond = child(2, "b", "10.0.0.2", 60);
    Span ofNeither = child(3, "b", "10.0.0.2", 95);

    List<Span> trace = repair(CLIENT_HALF, second, first, ofFirst, ofSecond, ofNeither);

    assertThat(trace.get(3).parentSpanId()).isEqualTo(trace.get(2).spanId());
    assertThat(trace.get(4).parentSpanId()).isEqualTo(trace.get(1).spanId());
    assertThat(trace.get(5).parentSpanId()).isEqualTo(trace.get(2).spanId());
  }

  @Test
  void repair_manyRetriesNoneFits_earliestTakesTheChild() {
    List<Span> wire = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      wire.add(on(server("b", "10.0.0.2", 90 - 10 * i, 91 - 10 * i), 8080 + i));
    }
    wire.add(child(1, "b", "10.0.0.2", 99));

    List<Span> trace = repair(wire.toArray(Span[]::new));

    assertThat(trace.get(9).parentSpanId()).isEqualTo(trace.get(8).spanId());
  }

  @Test
  void repair_serviceCallsItself_childStaysOnTheCallersPod() {
    Span half = server("a", "10.0.0.2", 10, 90);
    Span ofClient = child(1, "a", "10.0.0.1", 5);
    Span ofServer = child(2, "a", "10.0.0.2", 20);

    List<Span> trace = repair(CLIENT_HALF, half, ofClient, ofServer);

    assertThat(trace.get(2)).isSameAs(ofClient);
    assertThat(trace.get(3).parentSpanId()).isEqualTo(trace.get(1).spanId());
  }

  @Test
  void repair_unflaggedPair_splitWithTheSameId() {
    Span unflagged = SERVER_HALF.toBuilder().shared(false).build();
    long flaggedId = repair(SERVER_HALF).get(0).spanId();

    List<Span> trace = repair(CHILD, unflagged, CLIENT_HALF);

    assertThat(trace.get(1).spanId()).isEqualTo(flaggedId);
    assertThat(trace.get(1).parentSpanId()).isEqualTo(X);
    assertThat(trace.get(0).parentSpanId()).isEqualTo(flaggedId);
    assertThat(counts)
        .containsExactly(entry("shared_span_unflagged", 1), entry("shared_span_children", 1));
    assertThat(counts.keySet())
        .containsExactlyElementsOf(List.of("shared_span_unflagged", "shared_span_children"));
  }

  @Test
  void repair_serverAloneOrTwice_notSplit() {
    Span unflagged = SERVER_HALF.toBuilder().shared(false).build();
    List<Span> trace = List.of(unflagged, unflagged, CHILD);

    assertThat(rules().repair(trace, null, RepairObserver.NONE).spans()).isSameAs(trace);
  }

  @Test
  void repair_rulesOff_sameList() {
    List<Span> trace = identified(CLIENT_HALF, SERVER_HALF, CHILD);

    assertThat(
            new TraceRepair(RepairSettings.none()).repair(trace, null, RepairObserver.NONE).spans())
        .isSameAs(trace);
  }

  private static Span server(String service, String ip, long start, long end) {
    return span(X, 0, SpanKind.SERVER, service, ip, start, end).toBuilder().shared(true).build();
  }

  private static Span child(long id, String service, String ip, long start) {
    return span(id, X, SpanKind.CLIENT, service, ip, start, start + 1);
  }

  private static Span on(Span span, int port) {
    return span.toBuilder()
        .attributes(span.attributes().toBuilder().put("network.local.port", port).build())
        .build();
  }

  private static Span span(
      long id, long parent, SpanKind kind, String service, String ip, long start, long end) {
    return Span.builder()
        .traceId(SpanFixtures.TRACE_HIGH, SpanFixtures.TRACE_LOW)
        .spanId(id)
        .parentSpanId(parent)
        .kind(kind)
        .resource(SpanFixtures.service(service))
        .attributes(Attributes.of("network.local.address", ip))
        .startEpochNanos(SpanFixtures.START + start)
        .endEpochNanos(SpanFixtures.START + end)
        .build();
  }

  /** Identity splits by the flag before it names the service; repair without the flag, after. */
  @Test
  void repair_flagLeftOut_sameIdAsWithIt_whateverIdentityMadeOfTheService() {
    for (String service : List.of("b.default", "istio-proxy.default", "", "b")) {
      Span half =
          server(service, "10.0.0.2", 10, 90).toBuilder()
              .attributes(
                  Attributes.builder()
                      .put("network.local.address", "10.0.0.2")
                      .put("istio.namespace", "default")
                      .put("istio.canonical_service", "b")
                      .put("node_id", "sidecar~10.0.0.2~b-v1-79f774bdb9-4kvmx.default~x")
                      .build())
              .build();
      Span unflagged = half.toBuilder().shared(false).build();
      Span child =
          child(1, service, "10.0.0.2", 20).toBuilder().attributes(half.attributes()).build();

      List<Span> flagged = rules().repair(named(CLIENT_HALF, half, child), null, counter).spans();
      List<Span> same = rules().repair(named(CLIENT_HALF, unflagged, child), null, counter).spans();

      assertThat(same.get(1).spanId()).isEqualTo(flagged.get(1).spanId()).isNotEqualTo(X);
      assertThat(same.get(1).spanId()).isEqualTo(identified(half).get(0).spanId());
      assertThat(same.get(2).parentSpanId()).isEqualTo(flagged.get(2).parentSpanId());
      assertThat(flagged.get(1).resource().attributes().string("service.name")).isEqualTo("b");
    }
  }

  @Test
  void repair_nodeIdOfTheResource_isAsGoodAsTheSpans() {
    Span onSpan =
        SERVER_HALF.toBuilder()
            .attributes(SERVER_HALF.attributes().toBuilder().put("node_id", "n").build())
            .build();
    Span onResource =
        SERVER_HALF.toBuilder()
            .resource(
                Resource.of(
                    SERVER_HALF.resource().attributes().toBuilder().put("node_id", "n").build()))
            .build();

    assertThat(identified(onResource).get(0).spanId())
        .isEqualTo(identified(onSpan).get(0).spanId())
        .isNotEqualTo(identified(SERVER_HALF).get(0).spanId());
  }

  private static List<Span> named(Span... wire) {
    return new Identity(IdentitySettings.defaults(), PodDirectory.NONE)
        .apply(SpanFixtures.batch(wire), RuleObserver.NONE)
        .spans();
  }

  private List<Span> repair(Span... wire) {
    return rules().repair(identified(wire), null, counter).spans();
  }

  private static List<Span> identified(Span... wire) {
    return new Identity(IdentitySettings.of(RuleId.IDS_AND_TIMES), PodDirectory.NONE)
        .apply(SpanFixtures.batch(wire), RuleObserver.NONE)
        .spans();
  }

  private static TraceRepair rules() {
    return new TraceRepair(
        RepairSettings.of(
            EnumSet.of(RepairRule.SHARED_SPAN_UNFLAGGED, RepairRule.SHARED_SPAN_CHILDREN)));
  }
}
