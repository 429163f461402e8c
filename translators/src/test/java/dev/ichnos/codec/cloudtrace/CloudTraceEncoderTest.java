package dev.ichnos.codec.cloudtrace;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.devtools.cloudtrace.v2.Span;
import com.google.protobuf.BoolValue;
import dev.ichnos.codec.EncodeReport;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Link;
import dev.ichnos.model.SpanFixtures;
import dev.ichnos.model.SpanKind;
import dev.ichnos.model.Status;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudTraceEncoderTest {
  @Test
  void encode_ids_areHexInNames() throws Exception {
    Span span = CloudTraceBed.encode(SpanFixtures.SERVER).span();

    assertThat(span.getName())
        .isEqualTo(
            "projects/test-project/traces/463ac35c9f6413ad48485a3953bb6124/spans/5b4185666d50f68b");
    assertThat(span.getSpanId()).isEqualTo("5b4185666d50f68b");
    assertThat(span.getParentSpanId()).isEqualTo("48485a3953bb6124");
  }

  @Test
  void encode_64BitTraceId_isPadded() throws Exception {
    Span span = CloudTraceBed.encode(CloudTraceBed.plain().traceId(0, -1).build()).span();

    assertThat(span.getName()).contains("/traces/0000000000000000ffffffffffffffff/");
  }

  @Test
  void encode_root_hasNoParentAndSaysNothingOfItsProcess() throws Exception {
    Span span = CloudTraceBed.encode(SpanFixtures.CLIENT).span();

    assertThat(span.getParentSpanId()).isEmpty();
    assertThat(span.hasSameProcessAsParentSpan()).isFalse();
  }

  @Test
  void encode_noName_isUnknown() throws Exception {
    CloudTraceBed bed = CloudTraceBed.encode(CloudTraceBed.plain().name("").build());

    assertThat(bed.span().getDisplayName().getValue()).isEqualTo("unknown");
    assertThat(bed.broken()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "SERVER, 0, false",
    "CONSUMER, 0, false",
    "INTERNAL, 0, true",
    "INTERNAL, 0x300, false",
    "CLIENT, 0x100, true"
  })
  void encode_knownProcess_isSaid(SpanKind kind, String flags, boolean same) throws Exception {
    Span span =
        CloudTraceBed.encode(
                CloudTraceBed.plain()
                    .parentSpanId(9)
                    .kind(kind)
                    .flags(Integer.decode(flags))
                    .build())
            .span();

    assertThat(span.getSameProcessAsParentSpan()).isEqualTo(BoolValue.of(same));
    assertThat(span.hasSameProcessAsParentSpan()).isTrue();
  }

  @Test
  void encode_clientOfAnApp_saysNothingOfItsProcess() throws Exception {
    Span span =
        CloudTraceBed.encode(CloudTraceBed.plain().parentSpanId(9).kind(SpanKind.CLIENT).build())
            .span();

    assertThat(span.hasSameProcessAsParentSpan()).isFalse();
  }

  @Test
  void encode_proxyWithParent_isAnotherProcess() throws Exception {
    Span span =
        CloudTraceBed.encode(SpanFixtures.CLIENT.toBuilder().parentSpanId(9).build()).span();

    assertThat(span.hasSameProcessAsParentSpan()).isTrue();
    assertThat(span.getSameProcessAsParentSpan().getValue()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 2", "0, 200, 2", "0, 399, 2", "0, 400, 3", "0, 401, 16", "0, 402, 2", "0, 403, 7",
    "0, 404, 5", "0, 409, 10", "0, 429, 8", "0, 499, 1", "0, 500, 13", "0, 501, 12", "0, 502, 13",
    "0, 503, 14", "0, 504, 4", "0, 599, 13", "0, 600, 2", "1, 200, 1", "16, 503, 16", "17, 503, 14",
    "-1, 404, 5", "0, 4294967799, 2"
  })
  void encode_error_hasCodeOfGrpcThenHttp(long grpc, long http, int code) throws Exception {
    Attributes attributes =
        Attributes.builder()
            .put("rpc.grpc.status_code", grpc)
            .put("http.response.status_code", http)
            .build();

    assertThat(error(attributes, "").getCode()).isEqualTo(code);
  }

  @Test
  void encode_errorOfEnvoy_readsCodesFromText() throws Exception {
    Attributes attributes =
        Attributes.builder().put("http.status_code", "200").put("grpc.status_code", "14").build();

    assertThat(error(attributes, "").getCode()).isEqualTo(14);
  }

  @Test
  void encode_errorMessage_isStatusThenFlagsThenHttp() throws Exception {
    Attributes http = Attributes.builder().put("http.status_code", "503").build();
    Attributes flags = http.toBuilder().put("response_flags", "UF").build();

    assertThat(error(flags, "broken").getMessage()).isEqualTo("broken");
    assertThat(error(flags, "").getMessage()).isEqualTo("UF");
    assertThat(error(http.toBuilder().put("response_flags", "-").build(), "").getMessage())
        .isEqualTo("HTTP 503");
    assertThat(error(Attributes.EMPTY, "").getMessage()).isEmpty();
  }

  @Test
  void encode_okAndUnset_areTold() throws Exception {
    Span ok =
        CloudTraceBed.encode(
                CloudTraceBed.plain().status(new Status(Status.Code.OK, "ignored")).build())
            .span();

    assertThat(ok.hasStatus()).isTrue();
    assertThat(ok.getStatus()).isEqualTo(com.google.rpc.Status.getDefaultInstance());
    assertThat(CloudTraceBed.encode(CloudTraceBed.plain().build()).span().hasStatus()).isFalse();
  }

  @Test
  void encode_linksThatNameNoSpan_areLeftOutAndCounted() throws Exception {
    Link good = new Link(0, 1, 2, "", 0, Attributes.EMPTY, 0);
    Link noSpan = new Link(0, 1, 0, "", 0, Attributes.EMPTY, 0);
    Link noTrace = new Link(0, 0, 2, "", 0, Attributes.EMPTY, 0);
    CloudTraceBed bed =
        CloudTraceBed.encode(
            CloudTraceBed.plain()
                .links(List.of(noSpan, good, noTrace))
                .droppedLinksCount(3)
                .build());

    assertThat(bed.span().getLinks().getLinkList()).hasSize(1);
    assertThat(bed.span().getLinks().getDroppedLinksCount()).isEqualTo(5);
    assertThat(bed.report).isEqualTo(new EncodeReport(0, 2, 0));
  }

  @Test
  void encode_manyLinks_keepsTheFirst128() throws Exception {
    Link link = new Link(0, 1, 2, "a=b", 0, Attributes.EMPTY, 0);
    CloudTraceBed all = links(Collections.nCopies(128, link));
    CloudTraceBed oneMore = links(Collections.nCopies(129, link));

    assertThat(all.span().getLinks().getDroppedLinksCount()).isZero();
    assertThat(oneMore.span().getLinks().getLinkCount()).isEqualTo(128);
    assertThat(oneMore.span().getLinks().getDroppedLinksCount()).isEqualTo(1);
    assertThat(oneMore.broken()).isEmpty();
    assertThat(oneMore.span().getLinks().getLink(0).getAttributes().getAttributeMapMap())
        .containsOnlyKeys("w3c.tracestate");
  }

  @Test
  void encode_inadmissible_isDroppedAndItsNeighboursPass() throws Exception {
    dev.ichnos.model.Span good = CloudTraceBed.plain().build();
    CloudTraceBed bed =
        CloudTraceBed.encode(
            good.toBuilder().traceId(0, 0).build(),
            good.toBuilder().spanId(0).build(),
            good,
            good.toBuilder().startEpochNanos(0).build(),
            good.toBuilder().endEpochNanos(good.startEpochNanos() - 1).build());

    assertThat(bed.request.getSpansList()).hasSize(1);
    assertThat(bed.broken()).isEmpty();
    assertThat(bed.report).isEqualTo(new EncodeReport(0, 0, 4));
  }

  @Test
  void encode_nothing_onlyNamesTheProject() throws Exception {
    CloudTraceBed bed = CloudTraceBed.encode();

    assertThat(bed.request.getName()).isEqualTo("projects/test-project");
    assertThat(bed.request.getSpansCount()).isZero();
    assertThat(bed.report).isSameAs(EncodeReport.COMPLETE);
  }

  private static CloudTraceBed links(List<Link> links) throws Exception {
    return CloudTraceBed.encode(CloudTraceBed.plain().links(links).build());
  }

  private static com.google.rpc.Status error(Attributes attributes, String message)
      throws Exception {
    return CloudTraceBed.encode(
            CloudTraceBed.plain()
                .attributes(attributes)
                .status(new Status(Status.Code.ERROR, message))
                .build())
        .span()
        .getStatus();
  }
}
