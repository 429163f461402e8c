package dev.ichnos.collector.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ichnos.codec.SpanEncoder;
import dev.ichnos.codec.cloudtrace.CloudTraceEncoder;
import dev.ichnos.codec.cloudtrace.CloudTraceOptions;
import dev.ichnos.codec.datadog.DatadogEncoder;
import dev.ichnos.codec.datadog.DatadogOptions;
import dev.ichnos.codec.wire.MsgpackException;
import dev.ichnos.codec.wire.ProtoException;
import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.transport.Listeners;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import dev.ichnos.repair.Spelling;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the demo's stand-ins read of a message, and when they call a request complete. */
class StandInsTest {
  private static final SpanEncoder DATADOG = DatadogEncoder.v04(DatadogOptions.defaults());
  private static final SpanEncoder CLOUD_TRACE = new CloudTraceEncoder(CloudTraceOptions.of("p"));

  private final Listeners listeners = new Listeners(new Metrics());
  private final StandIn tempo = new TempoStandIn(listeners, new Metrics());
  private final StandIn datadog = new DatadogStandIn(listeners);
  private final StandIn cloudTrace = new CloudTraceStandIn(listeners);

  @Test
  void arrivals_ofWhatEachBackendIsSent_areComplete() throws Exception {
    assertThat(arrivals(tempo, BookinfoSpans.all()).complete()).isTrue();
    assertThat(arrivals(datadog, atDatadog(BookinfoSpans.all())).complete()).isTrue();
    assertThat(arrivals(cloudTrace, atCloudTrace(BookinfoSpans.all())).complete()).isTrue();
  }

  @Test
  void arrivals_upperHalfOfTheTraceIdLost_areNotComplete() throws Exception {
    List<Span> halved = new ArrayList<>();
    for (Span span : BookinfoSpans.all()) {
      halved.add(span.toBuilder().traceId(0, span.traceIdLow()).build());
    }

    assertThat(arrivals(datadog, atDatadog(halved)).complete()).isFalse();
    assertThat(arrivals(cloudTrace, atCloudTrace(halved)).complete()).isFalse();
  }

  @Test
  void arrivals_oneSpanOtherThanSent_areNotComplete() throws Exception {
    List<Span> sent = BookinfoSpans.all();
    Span first = sent.get(0);

    List<Span> missing = sent.subList(1, sent.size());
    List<Span> twice = new ArrayList<>(sent);
    twice.add(first);
    assertThat(arrivals(tempo, missing).complete()).isFalse();
    assertThat(arrivals(tempo, twice).complete()).isFalse();
    assertThat(arrivals(tempo, with(sent, first.toBuilder().parentSpanId(9).build())).complete())
        .isFalse();
    assertThat(arrivals(tempo, with(sent, first.toBuilder().name("other").build())).complete())
        .isFalse();
    assertThat(
            arrivals(tempo, with(sent, first.toBuilder().kind(SpanKind.CLIENT).build())).complete())
        .isFalse();
    assertThat(arrivals(tempo, with(sent, first.toBuilder().endEpochNanos(1).build())).complete())
        .isFalse();
  }

  /** The upper half is that of the chunk: another chunk of the message has another, or none. */
  @Test
  void datadog_secondChunk_hasAnUpperHalfOfItsOwn() throws Exception {
    Span wide = BookinfoSpans.all().get(0);
    Span narrow = wide.toBuilder().traceId(0, 17).build();

    List<Span> read = atDatadog(List.of(wide, narrow));

    assertThat(read)
        .extracting(Span::traceIdHigh)
        .containsExactlyInAnyOrder(BookinfoSpans.REQUEST.traceIdHigh(), 0L);
  }

  @Test
  void datadog_brokenMessages_areRefused() throws Exception {
    assertThatThrownBy(() -> DatadogMessage.read(ByteBuffer.wrap(new byte[] {(byte) 0x91, 1})))
        .isInstanceOf(MsgpackException.class);
    ByteBuffer whole = BookinfoSpans.message(DATADOG, BookinfoSpans.all());
    ByteBuffer longer = ByteBuffer.allocate(whole.remaining() + 1).put(whole.duplicate()).flip();
    assertThatThrownBy(
            () -> DatadogMessage.read(ByteBuffer.wrap(longer.array(), 0, longer.capacity())))
        .isInstanceOf(MsgpackException.class)
        .hasMessage("bytes behind the message");
  }

  @Test
  void cloudTrace_brokenMessages_areRefused() throws Exception {
    ByteBuffer whole = BookinfoSpans.message(CLOUD_TRACE, BookinfoSpans.all());
    assertThatThrownBy(
            () -> CloudTraceMessage.read(ByteBuffer.wrap(whole.array(), 0, whole.limit() - 1)))
        .isInstanceOf(ProtoException.class);
    // A span with nothing but a span id.
    ByteBuffer nameless = ByteBuffer.wrap(new byte[] {0x12, 3, 0x12, 1, 'a'});
    assertThatThrownBy(() -> CloudTraceMessage.read(nameless))
        .isInstanceOf(ProtoException.class)
        .hasMessageContaining("(expected: projects/P/traces/T/spans/a)");
  }

  @Test
  void tree_isTheSameAtEveryBackendButForNames() throws Exception {
    String atTempo = shape(TraceTree.of(BookinfoSpans.all()));

    assertThat(shape(TraceTree.of(atCloudTrace(BookinfoSpans.all())))).isEqualTo(atTempo);
    assertThat(shape(TraceTree.of(atDatadog(BookinfoSpans.all())))).isEqualTo(atTempo);
  }

  /** Without names, services, and what Ichnos says of its changes: a backend has its own. */
  private static String shape(String tree) {
    return tree.lines()
        .filter(line -> line.contains(" <- "))
        .map(line -> line.replaceAll("^( *)\\S+ +", "$1").replaceAll("(<- .{16}).*", "$1"))
        .collect(Collectors.joining("\n"));
  }

  @Test
  void calls_everyEdgeOfBookinfo_atEachBackend() throws Exception {
    Set<String> edges =
        Set.of(
            "istio-ingressgateway -> productpage",
            "productpage -> details",
            "productpage -> reviews",
            "reviews -> ratings");

    assertThat(tempo.calls(BookinfoSpans.all())).isEqualTo(new CallGraph(edges, 0));
    assertThat(cloudTrace.calls(atCloudTrace(BookinfoSpans.all())))
        .isEqualTo(new CallGraph(edges, 0));
    assertThat(datadog.calls(atDatadog(BookinfoSpans.all())))
        .isEqualTo(
            new CallGraph(
                Set.of(
                    "istio-ingressgateway.istio-system -> productpage.default",
                    "productpage.default -> details.default",
                    "productpage.default -> reviews.default",
                    "reviews.default -> ratings.default"),
                0));
  }

  /** Tempo's rule: the server's parent is the client; nothing else makes an edge. */
  @Test
  void calls_clientMissing_isLooseAndNoEdge() throws Exception {
    List<Span> spans = new ArrayList<>(BookinfoSpans.all());
    spans.removeIf(
        span -> span.kind() == SpanKind.CLIENT && span.name().startsWith("details.default"));

    for (StandIn backend : List.of(tempo, datadog, cloudTrace)) {
      assertThat(backend.calls(spans).edges()).hasSize(3);
      assertThat(backend.calls(spans).loose()).isEqualTo(1);
    }
  }

  @Test
  void calls_clientBelowClient_isAnEdgeAlongParentsAndNoneAtTempo() throws Exception {
    List<Span> spans = new ArrayList<>();
    for (Span span : BookinfoSpans.all()) {
      spans.add(span.toBuilder().kind(SpanKind.CLIENT).build());
    }

    assertThat(tempo.calls(spans).edges()).isEmpty();
    assertThat(tempo.calls(spans).loose()).isEqualTo(Bookinfo.SPANS);
    assertThat(datadog.calls(spans).edges()).hasSize(4);
  }

  private static Arrivals arrivals(StandIn backend, List<Span> spans) {
    return Arrivals.of(BookinfoSpans.REQUEST, backend, spans);
  }

  private static List<Span> atDatadog(List<Span> spans) throws Exception {
    Spelling spelling = new Spelling(false, true);
    List<Span> spelled = spans.stream().map(spelling::apply).toList();
    return DatadogMessage.read(BookinfoSpans.message(DATADOG, spelled)).spans();
  }

  private static List<Span> atCloudTrace(List<Span> spans) throws Exception {
    return CloudTraceMessage.read(BookinfoSpans.message(CLOUD_TRACE, spans));
  }

  private static List<Span> with(List<Span> spans, Span first) {
    List<Span> changed = new ArrayList<>(spans);
    changed.set(0, first);
    return changed;
  }
}
