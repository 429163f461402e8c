package dev.ichnos.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.model.Sampled;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SkyWalkingTest {
  private static final String TRACE = "4f2c8a1e-7b3d-4c5e-9a6f-0d1b2c3e4f50";
  private static final String SEGMENT = "0b6d9c2e-51f7-4a83-8e9b-7c2d1f0a3b4c";
  private static final SkyWalkingDetail DETAIL =
      new SkyWalkingDetail(
          TRACE,
          SEGMENT,
          1,
          "productpage.default",
          "sidecar~10.4.0.12",
          "/prüfung",
          "details:9080");
  private static final TraceContext CONTEXT =
      TraceContext.of(
              0x4f2c8a1e7b3d4c5eL,
              0x9a6f0d1b2c3e4f50L,
              128,
              SkyWalkingIds.spanId(SEGMENT, 1),
              Sampled.SAMPLED)
          .withDetail(DETAIL);

  @Test
  void read_envoysForm_mapsIdsAndKeepsNames() {
    assertThat(read(header("1", "1"))).isEqualTo(new HeaderReading.Read(CONTEXT));
  }

  @Test
  void read_sample0_isNotSampled() {
    assertThat(read(header("0", "1")))
        .isEqualTo(new HeaderReading.Read(CONTEXT.withSampled(Sampled.NOT_SAMPLED, false)));
  }

  @Test
  void write_whatCame_isTheSameAgain() {
    HeaderWriting written = HeaderFamilies.SKYWALKING.write(CONTEXT);

    assertThat(written.headers()).containsExactly(Map.entry("sw8", header("1", "1")));
    assertThat(written.losses()).isEmpty();
  }

  @Test
  void write_anotherFamilysContext_isReadBack() {
    TraceContext b3 = TraceContext.of(1, 2, 128, 0x48485a3953bb6124L, Sampled.SAMPLED);

    HeaderWriting written = HeaderFamilies.SKYWALKING.write(b3);

    assertThat(written.headers())
        .containsExactly(
            Map.entry(
                "sw8",
                "1-MDAwMDAwMDAtMDAwMC0wMDAxLTAwMDAtMDAwMDAwMDAwMDAy"
                    + "-aWNobm9zLjQ4NDg1YTM5NTNiYjYxMjQ=-0-LQ==-LQ==-LQ==-LQ=="));
    assertThat(read(written.headers().get("sw8"))).isEqualTo(new HeaderReading.Read(b3));
  }

  @Test
  void write_afterItsSpanHasChanged_losesTheNames() {
    TraceContext child = TraceContext.of(1, 2, 128, 3, Sampled.SAMPLED).withDetail(DETAIL);

    HeaderWriting written = HeaderFamilies.SKYWALKING.write(child);

    assertThat(written.losses()).containsExactly(Loss.DETAIL);
    assertThat(read(written.headers().get("sw8")))
        .isEqualTo(new HeaderReading.Read(child.withDetail(FamilyDetail.NONE)));
  }

  @Test
  void read_emptyNames_areTaken() {
    String value = "1-" + base64(TRACE) + "-" + base64(SEGMENT) + "-0----";

    assertThat(((HeaderReading.Read) read(value)).context().detail())
        .isEqualTo(new SkyWalkingDetail(TRACE, SEGMENT, 0, "", "", "", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | 1 | 8 fields between dashes",
        "1-YQ==-YQ==-0-YQ==-YQ==-YQ== | 28 | 8 fields between dashes",
        "1-YQ==-YQ==-0-YQ==-YQ==-YQ==-YQ==-YQ== | 33 | the end, after 8 fields",
        "2-YQ==-YQ==-0-YQ==-YQ==-YQ==-YQ== | 0 | 0 or 1",
        "-YQ==-YQ==-0-YQ==-YQ==-YQ==-YQ== | 0 | 0 or 1",
        "1--YQ==-0-YQ==-YQ==-YQ==-YQ== | 2 | a trace id in base64",
        "1-a.b-YQ==-0-YQ==-YQ==-YQ==-YQ== | 2 | a trace id in base64",
        "1-/w==-YQ==-0-YQ==-YQ==-YQ==-YQ== | 2 | a trace id in base64",
        "1-YQ==--0-YQ==-YQ==-YQ==-YQ== | 7 | a segment id in base64",
        "1-YQ==-Y-0-YQ==-YQ==-YQ==-YQ== | 7 | a segment id in base64",
        "1-YQ==-YQ==--YQ==-YQ==-YQ==-YQ== | 12 | the index of a span, 0 to 2147483647",
        "1-YQ==-YQ==-x-YQ==-YQ==-YQ==-YQ== | 12 | the index of a span, 0 to 2147483647",
        "1-YQ==-YQ==-2147483648-YQ==-YQ==-YQ==-YQ== | 12 | the index of a span, 0 to 2147483647",
        "1-YQ==-YQ==-0-?-YQ==-YQ==-YQ== | 14 | a service in base64",
        "1-YQ==-YQ==-0-YQ==-?-YQ==-YQ== | 19 | a service instance in base64",
        "1-YQ==-YQ==-0-YQ==-YQ==-?-YQ== | 24 | an endpoint in base64",
        "1-YQ==-YQ==-0-YQ==-YQ==-YQ==-? | 29 | an address in base64",
      })
  void read_malformed_namesThePlace(String value, int at, String expected) {
    assertThat(read(value)).isEqualTo(new HeaderReading.Refused("sw8", value, at, expected));
  }

  @Test
  void read_overlong_isRefused() {
    assertThat(read("1-" + "a".repeat(4095)))
        .isInstanceOfSatisfying(
            HeaderReading.Refused.class,
            refused -> assertThat(refused.expected()).isEqualTo("at most 4096 characters"));
  }

  @Test
  void read_empty_isAbsent() {
    assertThat(read(" ")).isEqualTo(HeaderReading.ABSENT);
    assertThat(HeaderFamilies.SKYWALKING.read(name -> null)).isEqualTo(HeaderReading.ABSENT);
  }

  private static String header(String sample, String index) {
    return String.join(
        "-",
        sample,
        base64(TRACE),
        base64(SEGMENT),
        index,
        base64(DETAIL.service()),
        base64(DETAIL.instance()),
        base64(DETAIL.endpoint()),
        base64(DETAIL.address()));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static HeaderReading read(String value) {
    return HeaderFamilies.SKYWALKING.read(HeaderLookup.of("sw8", value));
  }
}
