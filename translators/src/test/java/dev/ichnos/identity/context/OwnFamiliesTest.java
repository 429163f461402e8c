package dev.ichnos.identity.context;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.model.Attributes;
import dev.ichnos.model.Sampled;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanFixtures;
import dev.ichnos.propagation.HeaderFamilies;
import dev.ichnos.propagation.HeaderFamily;
import dev.ichnos.propagation.TraceContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every format × every family, as docs/trace-ids.md has it: {@code own}; {@code same} where it is
 * own if its trace id is the span's; {@code -} where it is evidence.
 */
class OwnFamiliesTest {
  private static final TraceContext OTHER =
      TraceContext.of(0x1111111111111111L, 0x2222222222222222L, 128, 7, Sampled.SAMPLED);

  @ParameterizedTest
  @CsvSource({
    // format,           b3,   b3multi, traceparent, cloud, grpc, datadog, sw8, x-ray
    "ZIPKIN_V2_JSON,      own,  own,  same, -,    -,    -,   -,   -",
    "ZIPKIN_PROTO,        own,  own,  same, -,    -,    -,   -,   -",
    "ZIPKIN_V1_JSON,      own,  own,  same, -,    -,    -,   -,   -",
    "ZIPKIN_V1_THRIFT,    own,  own,  same, -,    -,    -,   -,   -",
    "OTLP_PROTO,          -,    -,    own,  -,    -,    -,   -,   -",
    "OTLP_JSON,           -,    -,    own,  -,    -,    -,   -,   -",
    "DATADOG_V04_MSGPACK, -,    -,    own,  -,    -,    own, -,   -",
    "DATADOG_V04_JSON,    -,    -,    own,  -,    -,    own, -,   -",
    "DATADOG_V05_MSGPACK, -,    -,    own,  -,    -,    own, -,   -",
    "DATADOG_V07_MSGPACK, -,    -,    own,  -,    -,    own, -,   -",
    "SKYWALKING_PROTO,    -,    -,    -,    -,    -,    -,   own, -",
    "SKYWALKING_JSON,     -,    -,    -,    -,    -,    -,   own, -",
    "XRAY_JSON,           -,    -,    -,    -,    -,    -,   -,   own",
    "OPENCENSUS_PROTO,    same, same, same, same, same, -,   -,   -",
    "ENVOY_PROTO,         same, same, same, same, same, -,   -,   -",
    "CLOUDTRACE_V2_PROTO, same, same, same, same, same, -,   -,   -",
    "CLOUDTRACE_V2_JSON,  same, same, same, same, same, -,   -,   -",
    "LIGHTSTEP_PROTO,     same, same, same, -,    -,    -,   -,   -",
    "JAEGER_PROTO,        same, same, same, -,    -,    -,   -,   -",
    "JAEGER_THRIFT,       same, same, same, -,    -,    -,   -,   -",
    "SOMETHING_NEW,       -,    -,    -,    -,    -,    -,   -,   -"
  })
  void evidence_orOwn(
      String format,
      String b3,
      String b3Multi,
      String traceParent,
      String cloudTrace,
      String grpc,
      String datadog,
      String skyWalking,
      String xRay) {
    assertOwn(format, HeaderFamilies.B3, b3);
    assertOwn(format, HeaderFamilies.B3_MULTI, b3Multi);
    assertOwn(format, HeaderFamilies.TRACEPARENT, traceParent);
    assertOwn(format, HeaderFamilies.CLOUD_TRACE, cloudTrace);
    assertOwn(format, HeaderFamilies.GRPC_TRACE_BIN, grpc);
    assertOwn(format, HeaderFamilies.DATADOG, datadog);
    assertOwn(format, HeaderFamilies.SKYWALKING, skyWalking);
    assertOwn(format, HeaderFamilies.X_RAY, xRay);
  }

  @Test
  void page_saysTheSame() throws IOException {
    List<String> rows =
        Files.readAllLines(Path.of("..", "docs", "trace-ids.md")).stream()
            .filter(line -> line.matches("\\| `[A-Z]+_` .*"))
            .toList();

    assertThat(rows).hasSize(OwnFamilies.values().length - 1);
    for (String row : rows) {
      String[] cells = row.replaceAll("[`|]", " ").strip().split(" +");
      evidence_orOwn(
          cells[0] + "X",
          said(cells[1]),
          said(cells[2]),
          said(cells[3]),
          said(cells[4]),
          said(cells[5]),
          said(cells[6]),
          said(cells[7]),
          said(cells[8]));
    }
  }

  private static String said(String cell) {
    return cell.equals("–") ? "-" : cell;
  }

  private static void assertOwn(String format, HeaderFamily family, String expected) {
    CapturedContexts captured = new CapturedContexts(ContextRun.format(format));
    String what = format + " " + family.id();

    assertThat(captured.read(withHeaders(family))).as(what).isEqualTo(!expected.equals("own"));
    if (captured.read(withHeaders(family))) {
      assertThat(captured.evidence()).as(what).hasSize(1);
      assertThat(captured.evidence().get(0).family()).isEqualTo(family.id());
      TraceContext context = captured.evidence().get(0).context();
      Span ofThatTrace =
          withHeaders(family).toBuilder()
              .traceId(context.traceIdHigh(), context.traceIdLow())
              .build();
      assertThat(captured.read(ofThatTrace)).as(what).isEqualTo(expected.equals("-"));
    }
  }

  private static Span withHeaders(HeaderFamily family) {
    Attributes.Builder attributes = Attributes.builder();
    family.write(OTHER).headers().forEach(attributes::put);
    return SpanFixtures.SERVER.toBuilder().attributes(attributes.build()).build();
  }
}
