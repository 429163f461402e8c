package dev.ichnos.identity.ids;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.model.Attributes;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanFixtures;
import dev.ichnos.model.SpanKind;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ServerHalfIdTest {
  private static final long KEY = SpanFixtures.TRACE_LOW;

  /** Backends hold these ids: worked out apart from this code, and never to change. */
  @Test
  void of_pinnedExamples() {
    String node = "sidecar~10.4.1.7~details-v1-79f774bdb9-4kvmx.default~default.svc.cluster.local";

    assertThat(id(KEY, 0x5b4185666d50f68bL, "", "", 0, "")).isEqualTo(0x28625a5d971da78bL);
    assertThat(id(KEY, 0x5b4185666d50f68bL, "details.default", "10.4.1.7", 9080, node))
        .isEqualTo(0xfc2a65113d9e5e79L);
    assertThat(id(KEY, 0x5b4185666d50f68bL, "détails ✓", "", 0, "")).isEqualTo(0xbf00f020f8fb8a07L);
    assertThat(id(0, 1, "a", "b", 0, "")).isEqualTo(0x12153eb08c9ff511L);
    assertThat(id(0, 1, "ab", "", 0, "")).isEqualTo(0x3f9706081e09ca5cL);
  }

  @Test
  void of_traceIdHigh_doesNotMatter() {
    Span span = SpanFixtures.SERVER;

    assertThat(ServerHalfId.of(span.toBuilder().traceId(0, KEY).build()))
        .isEqualTo(ServerHalfId.of(span));
  }

  @Test
  void of_neighbouringInputs_noTwoAlike() {
    Set<Long> ids = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      for (int j = 0; j < 20; j++) {
        for (int k = 0; k < 20; k++) {
          ids.add(id(KEY + i, 1 + j, "service-" + k, "10.0.0." + (i + k), 8080 + j, ""));
        }
      }
    }

    assertThat(ids).hasSize(8000).doesNotContain(0L);
  }

  private static long id(
      long key, long spanId, String service, String ip, int port, String nodeId) {
    Attributes.Builder attributes = Attributes.builder();
    if (!ip.isEmpty()) {
      attributes.put("network.local.address", ip);
    }
    if (port != 0) {
      attributes.put("network.local.port", port);
    }
    if (!nodeId.isEmpty()) {
      attributes.put("node_id", nodeId);
    }
    return ServerHalfId.of(
        Span.builder()
            .traceId(7, key)
            .spanId(spanId)
            .kind(SpanKind.SERVER)
            .resource(SpanFixtures.service(service))
            .attributes(attributes.build())
            .build());
  }
}
