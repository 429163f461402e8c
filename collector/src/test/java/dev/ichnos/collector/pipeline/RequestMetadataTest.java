package dev.ichnos.collector.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.collector.config.MetadataConfig;
import dev.ichnos.collector.config.MetadataConfig.TrustForwarded;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestMetadataTest {
  private static final String SIDECAR = "127.0.0.6";
  private static final String POD = "10.4.1.7";
  private static final String CERT =
      "By=spiffe://cluster.local/ns/tracing/sa/ichnos;Hash=1a;Subject=\"O=a\\\",b,CN=c\";"
          + "URI=spiffe://cluster.local/ns/shop/sa/cart";

  private final AtomicInteger tooLong = new AtomicInteger();

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.6", "127.0.0.1", "0:0:0:0:0:0:0:1", "0:0:0:0:0:0:0:6"})
  void of_peerInOwnPod_keepsWhatTheNearestProxyAdded(String peer) {
    Map<String, String> headers =
        Map.of(
            "x-forwarded-for",
            "1.2.3.4, 10.4.1.7 ",
            "x-forwarded-client-cert",
            "By=spiffe://x/ns/a/sa/b;URI=spiffe://x/ns/c/sa/d," + CERT);

    assertThat(kept(TrustForwarded.FROM_SIDECAR, peer, headers))
        .isEqualTo(Map.of("x-forwarded-for", POD, "x-forwarded-client-cert", CERT));
  }

  @ParameterizedTest
  @CsvSource({
    "FROM_SIDECAR, 10.0.0.9, false",
    "FROM_SIDECAR, '', false",
    "FROM_SIDECAR, 127.0.0.6, true",
    "ALWAYS, 10.0.0.9, true",
    "ALWAYS, '', true",
    "NEVER, 127.0.0.6, false",
    "NEVER, 10.0.0.9, false"
  })
  void of_forwardedHeaders_areKeptFromWhoIsTrusted(
      TrustForwarded trust, String peer, boolean trusted) {
    Map<String, String> headers = Map.of("x-forwarded-for", POD, "x-forwarded-client-cert", CERT);

    assertThat(kept(trust, peer, headers)).isEqualTo(trusted ? headers : Map.of());
  }

  @Test
  void of_tenantHeader_isTheTenantWhateverItsName() {
    assertThat(tenant(Map.of("x-scope-orgid", " team-a", "tenant", "team-b")))
        .isEqualTo(Map.of("tenant", "team-a"));
    assertThat(tenant(Map.of("tenant", "team-b", "authorization", "secret"))).isEmpty();
    assertThat(kept(TrustForwarded.ALWAYS, SIDECAR, Map.of("tenant", "team-b"))).isEmpty();
  }

  @Test
  void of_nothingToKeep_isOneSharedMap() {
    assertThat(kept(TrustForwarded.ALWAYS, SIDECAR, Map.of("host", "ichnos"))).isSameAs(Map.of());
    assertThat(tenant(Map.of("x-scope-orgid", " "))).isSameAs(Map.of());
  }

  @Test
  void of_longestValues_areKept() {
    Map<String, String> headers =
        Map.of(
            "x-forwarded-for", "f".repeat(RequestMetadata.MAX_ADDRESS),
            "x-forwarded-client-cert", "c".repeat(RequestMetadata.MAX_CERT));

    assertThat(kept(TrustForwarded.ALWAYS, POD, headers)).isEqualTo(headers);
    assertThat(tenant(Map.of("x-scope-orgid", "t".repeat(RequestMetadata.MAX_TENANT)))).hasSize(1);
    assertThat(tooLong).hasValue(0);
  }

  @Test
  void of_longerValues_areLeftOutAndTold() {
    Map<String, String> headers =
        Map.of(
            "x-forwarded-for", "f".repeat(RequestMetadata.MAX_ADDRESS + 1),
            "x-forwarded-client-cert", "c".repeat(RequestMetadata.MAX_CERT + 1));

    assertThat(kept(TrustForwarded.ALWAYS, POD, headers)).isEmpty();
    assertThat(tenant(Map.of("x-scope-orgid", "t".repeat(RequestMetadata.MAX_TENANT + 1))))
        .isEmpty();
    assertThat(tooLong).hasValue(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {",", "\"", "a\\", ",,\"", " , "})
  void of_oddLists_neverThrow(String value) {
    Map<String, String> headers =
        Map.of("x-forwarded-for", value, "x-forwarded-client-cert", value);

    assertThat(kept(TrustForwarded.ALWAYS, POD, headers)).doesNotContainValue("");
  }

  private Map<String, String> kept(TrustForwarded trust, String peer, Map<String, String> headers) {
    return of(new MetadataConfig(Optional.empty(), trust), peer, headers);
  }

  private Map<String, String> tenant(Map<String, String> headers) {
    return of(new MetadataConfig(Optional.of("x-scope-orgid"), TrustForwarded.NEVER), POD, headers);
  }

  private Map<String, String> of(MetadataConfig config, String peer, Map<String, String> headers) {
    return new RequestMetadata(config, tooLong::incrementAndGet)
        .of(peer, name -> headers.getOrDefault(name, ""));
  }
}
