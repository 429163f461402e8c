package dev.ichnos.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.model.TraceId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SkyWalkingIdsTest {
  private static final String ENVOY = "4f2c8a1e-7b3d-4c5e-9a6f-0d1b2c3e4f50";
  private static final String AGENT = "9d3f7e2b8c1a4d5e6f708192a3b4c5d6.73.17673230450001234";

  @Test
  void traceId_uuid_isItsDigits() {
    TraceId expected = new TraceId(0x4f2c8a1e7b3d4c5eL, 0x9a6f0d1b2c3e4f50L);

    assertThat(SkyWalkingIds.traceId(ENVOY)).isEqualTo(expected);
    assertThat(SkyWalkingIds.traceId(ENVOY.toUpperCase(Locale.ROOT))).isEqualTo(expected);
    assertThat(SkyWalkingIds.traceId(ENVOY.replace("-", ""))).isEqualTo(expected);
  }

  /** Backends hold these ids: docs/reference/headers.md names them. */
  @ParameterizedTest
  @CsvSource({
    AGENT + ", 554c2a7585af592715f1300c2affa822",
    "1.2.3, 1475332a8109e9e7205fd81946bf7952",
    "00000000-0000-0000-0000-000000000000, 8dc7d6b01061252415e02655076cfc79",
  })
  void traceId_anyOtherText_isPinnedHash(String text, String hex) {
    assertThat(SkyWalkingIds.traceId(text).hex()).isEqualTo(hex);
  }

  /** Backends hold these ids: docs/reference/headers.md names them. */
  @ParameterizedTest
  @CsvSource({
    ENVOY + ", 0, 3713614b244b03b2",
    ENVOY + ", 1, 0b9ff6ebf747d469",
    "9d3f7e2b8c1a4d5e6f708192a3b4c5d6.73.17673230450001235, 0, 91777720d611e65a",
    "ichnos.48485a3953bb6124, 0, 48485a3953bb6124",
    "ichnos.48485a3953bb6124, 1, aa6d5b9c1868a6ca",
    "ichnos.0000000000000000, 0, 6a9cce09f02789e7",
  })
  void spanId_isPinned(String segmentId, int index, String hex) {
    assertThat(Hex.of(SkyWalkingIds.spanId(segmentId, index))).isEqualTo(hex);
  }

  @Test
  void page_pinnedIds_areThese() throws IOException {
    Matcher row =
        Pattern.compile("\\| `([^`]+)` \\| (trace|\\d) \\| (\\p{XDigit}+) \\|")
            .matcher(Files.readString(Path.of("..", "docs", "reference", "headers.md")));
    int rows = 0;
    while (row.find()) {
      rows++;
      String text = row.group(1);
      String id =
          row.group(2).equals("trace")
              ? SkyWalkingIds.traceId(text).hex()
              : Hex.of(SkyWalkingIds.spanId(text, Integer.parseInt(row.group(2))));
      assertThat(row.group(3)).as(row.group()).isEqualTo(id);
    }
    assertThat(rows).isEqualTo(8);
  }

  @Test
  void spanIds_ofManySpans_differ() {
    Set<Long> seen = new HashSet<>();
    for (int segment = 0; segment < 500; segment++) {
      for (int index = 0; index < 50; index++) {
        seen.add(SkyWalkingIds.spanId(AGENT + segment, index));
      }
    }
    assertThat(seen).hasSize(25_000);
  }

  @Test
  void texts_areReadBack() {
    TraceId id = new TraceId(0, 0xff);

    assertThat(SkyWalkingIds.traceIdText(id)).isEqualTo("00000000-0000-0000-0000-0000000000ff");
    assertThat(SkyWalkingIds.traceId(SkyWalkingIds.traceIdText(id))).isEqualTo(id);
    assertThat(SkyWalkingIds.segmentId(0xff)).isEqualTo("ichnos.00000000000000ff");
    assertThat(SkyWalkingIds.spanId(SkyWalkingIds.segmentId(0xff), 0)).isEqualTo(0xff);
  }
}
