package dev.ichnos.identity.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.identity.rule.UpstreamCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpstreamsTest {
  private static final String REVIEWS = "outbound|9080|v1|reviews.default.svc.cluster.local";

  private final Upstreams upstreams = new Upstreams();

  @ParameterizedTest
  @CsvSource({
    "reviews.default.svc.cluster.local, reviews, default",
    "reviews.default.svc, reviews, default",
    "reviews.default.svcs, reviews.default.svcs, ''",
    "reviews..svc, reviews..svc, ''",
    ".default.svc, .default.svc, ''",
    "api.example.com, api.example.com, ''",
    "localhost, localhost, ''",
  })
  void of_host_saysItsService(String host, String service, String namespace) {
    Upstream upstream = upstreams.of("outbound|9080||" + host);

    assertThat(upstream.service()).isEqualTo(service);
    assertThat(upstream.namespace()).isEqualTo(namespace);
    assertThat(upstream.cluster())
        .isEqualTo(new UpstreamCluster(UpstreamCluster.Direction.OUTBOUND, 9080, "", host));
  }

  @Test
  void of_sameName_isRemembered() {
    Upstream first = upstreams.of(REVIEWS);

    assertThat(upstreams.of(new StringBuilder(REVIEWS).toString())).isSameAs(first);
  }

  @Test
  void of_otherNameOfTheSameHash_isThatName() {
    Upstream one = upstreams.of("outbound|1||Aa");
    Upstream other = upstreams.of("outbound|1||BB");

    assertThat(one.text()).hasSameHashCodeAs(other.text());
    assertThat(one.service()).isEqualTo("Aa");
    assertThat(other.service()).isEqualTo("BB");
    assertThat(upstreams.of("outbound|1||Aa")).isEqualTo(one);
  }

  @Test
  void of_noneOfIstios_hasNoCluster() {
    assertThat(upstreams.of("")).isSameAs(Upstream.NONE);
    assertThat(upstreams.of("xds-grpc").cluster()).isNull();
    assertThat(upstreams.of("xds-grpc").service()).isEmpty();
  }

  @Test
  void of_longName_isReadAgain() {
    String text = "outbound|9080||" + "x".repeat(600);

    assertThat(upstreams.of(text)).isEqualTo(upstreams.of(text)).isNotSameAs(upstreams.of(text));
  }
}
