package dev.ichnos.istio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.otlp.OtlpFormats;
import dev.ichnos.codec.zipkin.ZipkinFormats;
import dev.ichnos.identity.context.CapturedContext;
import dev.ichnos.identity.context.CapturedContexts;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Format;
import dev.ichnos.model.Sampled;
import dev.ichnos.model.Span;
import dev.ichnos.propagation.HeaderFamilies;
import dev.ichnos.propagation.HeaderFamily;
import dev.ichnos.propagation.TraceContext;
import io.fabric8.istio.api.api.telemetry.v1alpha1.Tracing;
import io.fabric8.istio.api.api.telemetry.v1alpha1.TracingCustomTagHeader;
import io.fabric8.istio.api.telemetry.v1.Telemetry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** What the tags of telemetry-all-headers.yaml capture is what identity reads. */
class AllHeadersTest {
  @ParameterizedTest
  @CsvSource({
    "zipkin, b3 b3multi",
    "opentelemetry-grpc, traceparent",
    "opentelemetry-http, traceparent"
  })
  void customTags_captureEveryFamilyButTheTracersOwn(String kind, String own) {
    Set<String> tags = tracing(MeshFiles.telemetryWithAllHeaders(kind)).getCustomTags().keySet();
    CapturedContexts captured = new CapturedContexts(format(kind));

    for (HeaderFamily family : HeaderFamilies.all()) {
      boolean evidence = captured.read(span(family, tags));

      assertThat(evidence)
          .as(kind + " " + family.id())
          .isNotEqualTo(Set.of(own.split(" ")).contains(family.id()));
      if (evidence) {
        CapturedContext context = captured.evidence().get(0);
        assertThat(context.family()).isEqualTo(family.id());
        assertThat(context.context().hasSpan()).as(family.id()).isTrue();
        assertThat(context.context().traceIdHigh()).as(family.id()).isNotZero();
      }
    }
  }

  @ParameterizedTest
  @FieldSource("dev.ichnos.istio.MeshFiles#KINDS")
  void customTags_areNamedAsTheirHeaders(String kind) {
    tracing(MeshFiles.telemetryWithAllHeaders(kind))
        .getCustomTags()
        .forEach(
            (tag, value) ->
                assertThat(value.getType())
                    .isInstanceOfSatisfying(
                        TracingCustomTagHeader.class,
                        header -> assertThat(header.getHeader().getName()).isEqualTo(tag)));
  }

  @ParameterizedTest
  @FieldSource("dev.ichnos.istio.MeshFiles#KINDS")
  void customTags_apart_theFileSaysTheSameAsTheOther(String kind) {
    Telemetry all = MeshFiles.telemetryWithAllHeaders(kind);
    Telemetry some = MeshFiles.telemetry(kind);
    tracing(all).setCustomTags(Map.of());
    tracing(some).setCustomTags(Map.of());

    assertThat(all).isEqualTo(some);
  }

  private static Span span(HeaderFamily family, Set<String> tags) {
    TraceContext context =
        TraceContext.of(0x5f1d9a7c3b2e4680L, 0xa1c3e5f708192a3bL, 128, 0xabcL, Sampled.SAMPLED);
    Map<String, String> headers = new TreeMap<>(family.write(context).headers());
    headers.keySet().retainAll(tags);
    Attributes.Builder attributes = Attributes.builder();
    headers.forEach(attributes::put);
    return Span.builder().traceId(1, 2).spanId(3).attributes(attributes.build()).build();
  }

  private static Format format(String kind) {
    return kind.equals("zipkin") ? ZipkinFormats.ZIPKIN_V2_JSON : OtlpFormats.OTLP_PROTO;
  }

  private static Tracing tracing(Telemetry telemetry) {
    List<Tracing> tracing = telemetry.getSpec().getTracing();
    assertThat(tracing).hasSize(1);
    return tracing.get(0);
  }
}
