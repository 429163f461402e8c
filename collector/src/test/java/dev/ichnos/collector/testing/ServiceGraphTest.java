package dev.ichnos.collector.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.collector.testing.ServiceGraph.Connection;
import dev.ichnos.collector.testing.ServiceGraph.Edge;
import dev.ichnos.collector.testing.ServiceGraph.Node;
import dev.ichnos.model.SpanKind;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The maps miss what the backends' maps miss, so that an edge on them means something. */
class ServiceGraphTest {
  private static final Node CLIENT = node(SpanKind.CLIENT, "a", 1, 0);
  private static final Node SERVER = node(SpanKind.SERVER, "b", 2, 1);

  @Test
  void tempo_serverBelowItsClient_isAnEdgeInAnyOrder() {
    assertThat(ServiceGraph.asTempo(List.of(CLIENT, SERVER)))
        .isEqualTo(ServiceGraph.asTempo(List.of(SERVER, CLIENT)))
        .isEqualTo(new ServiceGraph(Set.of(Edge.call("a", "b")), List.of()));
    assertThat(
            ServiceGraph.asTempo(
                    List.of(node(SpanKind.CONSUMER, "b", 2, 1), node(SpanKind.PRODUCER, "a", 1, 0)))
                .edges())
        .containsExactly(new Edge("a", "b", Connection.MESSAGING));
  }

  /** Shared spans, as Zipkin's senders share them. */
  @Test
  void tempo_halvesOfOneId_areNoEdge() {
    ServiceGraph graph = ServiceGraph.asTempo(List.of(CLIENT, node(SpanKind.SERVER, "b", 1, 0)));

    assertThat(graph.edges()).containsExactly(Edge.virtual(ServiceGraph.USER, "b"));
    assertThat(graph.loose()).singleElement().asString().startsWith("CLIENT a");
  }

  /** An application's call through a gateway that reports no server side. */
  @Test
  void tempo_clientBelowClient_isNoEdge() {
    ServiceGraph graph =
        ServiceGraph.asTempo(List.of(CLIENT, node(SpanKind.CLIENT, "gateway", 2, 1)));

    assertThat(graph.edges()).isEmpty();
    assertThat(graph.loose()).hasSize(2);
  }

  @Test
  void tempo_otherTraceOrNoService_isNoEdge() {
    Node elsewhere = new Node("t2", 2, 1, SpanKind.SERVER, "b", "", "");

    assertThat(ServiceGraph.asTempo(List.of(CLIENT, elsewhere)).edges()).isEmpty();
    assertThat(ServiceGraph.asTempo(List.of(CLIENT, node(SpanKind.SERVER, "", 2, 1))).edges())
        .isEmpty();
  }

  @Test
  void tempo_secondServerOfOneClient_isLoose() {
    ServiceGraph graph =
        ServiceGraph.asTempo(List.of(CLIENT, SERVER, node(SpanKind.SERVER, "c", 3, 1)));

    assertThat(graph.edges()).containsExactly(Edge.call("a", "b"));
    assertThat(graph.loose()).singleElement().asString().startsWith("SERVER c");
  }

  @Test
  void tempo_halfAlone_isAVirtualEdgeIfItNamesItsPeerOrIsARoot() {
    Node naming = new Node("t", 1, 0, SpanKind.CLIENT, "a", "mail", "");
    Node root = node(SpanKind.SERVER, "b", 2, 0);
    Node asking = new Node("t", 3, 0, SpanKind.CLIENT, "a", "mail", "orders");

    assertThat(ServiceGraph.asTempo(List.of(naming, root, asking)).edges())
        .containsExactlyInAnyOrder(
            Edge.virtual("a", "mail"),
            Edge.virtual("user", "b"),
            new Edge("a", "orders", Connection.DATABASE));
    assertThat(ServiceGraph.asTempo(List.of(SERVER)).loose()).hasSize(1);
  }

  @Test
  void parents_otherServiceAboveInTheSameTrace_isAnEdge() {
    Node inner = node(SpanKind.INTERNAL, "b", 3, 2);
    ServiceGraph graph = ServiceGraph.alongParents(List.of(inner, SERVER, CLIENT));

    assertThat(graph.edges()).containsExactly(Edge.call("a", "b"));
    assertThat(graph.loose()).isEmpty();
  }

  @Test
  void parents_parentNotThere_isLoose() {
    Node elsewhere = new Node("t2", 2, 1, SpanKind.SERVER, "b", "", "");

    assertThat(ServiceGraph.alongParents(List.of(CLIENT, elsewhere)).edges()).isEmpty();
    assertThat(ServiceGraph.alongParents(List.of(CLIENT, elsewhere)).loose()).hasSize(1);
  }

  private static Node node(SpanKind kind, String service, long spanId, long parentSpanId) {
    return new Node("t", spanId, parentSpanId, kind, service, "", "");
  }
}
