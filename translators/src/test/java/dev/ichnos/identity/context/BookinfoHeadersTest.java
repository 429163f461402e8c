package dev.ichnos.identity.context;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.model.Attributes;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanFixtures;
import dev.ichnos.model.SpanKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * A request for Bookinfo's page behind a load balancer of Google's, whose proxies speak B3 and
 * capture x-cloud-trace-context; and what {@code rewrite_header} makes of it, by what the
 * applications forward.
 *
 * <pre>
 * load balancer ─▶ gateway ═▶ productpage ─▶ details
 *                                         └▶ reviews ─▶ ratings
 * </pre>
 *
 * <p>A gateway reports two spans, the second ({@code upstream}) without tags of headers, as many
 * versions of Envoy do; a sidecar one for each side of a call.
 */
class BookinfoHeadersTest {
  /** The load balancer's. */
  private static final String CLOUD = "105445aa7843bc8bf206b12000100000";

  @Test
  void onlyCloudTrace_everySpanWithTheHeaderIsInOneTrace() {
    List<Span> spans = new Request(false, true).spans();

    assertThat(traces(spans)).hasSize(4);
    assertThat(traces(rewritten(spans)))
        .containsOnlyKeys(CLOUD, trace(1))
        .containsEntry(
            CLOUD,
            "details in, details out, gateway, productpage in, ratings in, ratings out, reviews in,"
                + " reviews out")
        .containsEntry(trace(1), "gateway upstream");
  }

  /** The mesh alone had one trace; the header reached two of its spans only. */
  @Test
  void onlyB3_theHeaderTakesItsSpansOutOfTheTrace() {
    List<Span> spans = new Request(true, false).spans();

    assertThat(traces(spans)).hasSize(1);
    assertThat(traces(rewritten(spans)))
        .containsOnlyKeys(CLOUD, trace(1))
        .containsEntry(CLOUD, "gateway, productpage in");
  }

  @Test
  void both_oneTraceButForTheGatewaysSecondSpan() {
    List<Span> spans = new Request(true, true).spans();

    assertThat(traces(spans)).hasSize(1);
    assertThat(traces(rewritten(spans)))
        .containsOnlyKeys(CLOUD, trace(1))
        .containsEntry(trace(1), "gateway upstream");
  }

  @Test
  void neither_eachCallStaysATraceOfItsOwn() {
    List<Span> spans = new Request(false, false).spans();

    assertThat(traces(spans)).hasSize(4);
    assertThat(traces(rewritten(spans))).hasSize(5).containsEntry(CLOUD, "gateway, productpage in");
  }

  @Test
  void annotate_linksSayWhatBelongsTogether_andNoTraceIsTouched() {
    List<Span> spans = new Request(false, true).spans();

    List<Span> linked = ContextRun.annotate(ContextRun.ZIPKIN).all(spans);

    assertThat(traces(linked)).isEqualTo(traces(spans));
    assertThat(linked)
        .filteredOn(span -> !span.name().equals("gateway upstream"))
        .allSatisfy(
            span -> assertThat(span.links().get(0).traceIdLow()).isEqualTo(0xf206b12000100000L));
  }

  private static List<Span> rewritten(List<Span> spans) {
    return ContextRun.rewrite(ContextRun.CLOUD, ContextRun.ZIPKIN).all(spans);
  }

  private static String trace(int number) {
    return "5f1d9a7c3b2e4680%016x".formatted(number);
  }

  /** Names of spans by their trace. */
  private static Map<String, String> traces(List<Span> spans) {
    return spans.stream()
        .collect(
            Collectors.groupingBy(
                span -> span.traceId().hex(),
                TreeMap::new,
                Collectors.collectingAndThen(
                    Collectors.toList(),
                    all ->
                        all.stream().map(Span::name).sorted().collect(Collectors.joining(", ")))));
  }

  /** One request through proxies that start a trace wherever no B3 comes. */
  private static final class Request {
    private final boolean forwardsB3;
    private final boolean forwardsCloudTrace;
    private final List<Span> spans = new ArrayList<>();
    private int traces;

    Request(boolean forwardsB3, boolean forwardsCloudTrace) {
      this.forwardsB3 = forwardsB3;
      this.forwardsCloudTrace = forwardsCloudTrace;
    }

    List<Span> spans() {
      Headers outside = new Headers(0, 0, true);
      Headers gateway = report("gateway", SpanKind.SERVER, outside);
      Headers upstream =
          report(
              "gateway upstream", SpanKind.CLIENT, new Headers(gateway.trace, gateway.span, false));
      Headers page =
          forwarded(
              report(
                  "productpage in",
                  SpanKind.SERVER,
                  new Headers(upstream.trace, upstream.span, true)));
      call("details", page);
      call("ratings", forwarded(call("reviews", page)));
      return spans;
    }

    private Headers call(String service, Headers headers) {
      return report(
          service + " in", SpanKind.SERVER, report(service + " out", SpanKind.CLIENT, headers));
    }

    private Headers forwarded(Headers in) {
      return forwardsB3
          ? new Headers(in.trace, in.span, in.cloudTrace && forwardsCloudTrace)
          : new Headers(0, 0, in.cloudTrace && forwardsCloudTrace);
    }

    private Headers report(String name, SpanKind kind, Headers in) {
      int trace = in.trace == 0 ? ++traces : in.trace;
      int span = spans.size() + 1;
      Attributes.Builder attributes = Attributes.builder().put("component", "proxy");
      if (in.cloudTrace) {
        attributes.put(ContextRun.CLOUD, CLOUD + "/171;o=1");
      }
      spans.add(
          Span.builder()
              .traceId(0x5f1d9a7c3b2e4680L, trace)
              .spanId(span)
              .parentSpanId(in.span)
              .name(name)
              .kind(kind)
              .startEpochNanos(SpanFixtures.START + span)
              .endEpochNanos(SpanFixtures.START + 1000 - span)
              .attributes(attributes.build())
              .resource(SpanFixtures.service(name.split(" ")[0] + ".default"))
              .build());
      return new Headers(trace, span, in.cloudTrace);
    }

    /**
     * What a request carries.
     *
     * @param trace B3's; 0 when absent
     * @param span B3's
     * @param cloudTrace whether the load balancer's header is there
     */
    private record Headers(int trace, int span, boolean cloudTrace) {}
  }
}
