package dev.ichnos.identity.who;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.model.Attributes;
import dev.ichnos.model.Resource;
import org.junit.jupiter.api.Test;

class KnownProducersTest {
  private static final Resource REVIEWS = Resource.of(Attributes.of("service.name", "reviews"));

  private final KnownProducers known = new KnownProducers();

  @Test
  void find_sameEvidenceOnEqualResource_isWhatWasKept() {
    KnownProducers.Known kept = keep(REVIEWS, evidence("sidecar~10.4.0.3~reviews.shop~x"));

    assertThat(
            known.find(
                Resource.of(Attributes.of("service.name", "reviews")),
                evidence("sidecar~10.4.0.3~reviews.shop~x")))
        .isSameAs(kept);
  }

  @Test
  void find_otherEvidenceOrResource_isNothing() {
    keep(REVIEWS, evidence("sidecar~10.4.0.3~reviews.shop~x"));

    assertThat(known.find(REVIEWS, evidence("sidecar~10.4.0.4~reviews.shop~x"))).isNull();
    assertThat(known.find(Resource.EMPTY, evidence("sidecar~10.4.0.3~reviews.shop~x"))).isNull();
  }

  @Test
  void keep_veryLongTexts_keepsNothing() {
    Evidence evidence = evidence("sidecar~10.4.0.3~reviews.shop~x");
    evidence.upstreamCluster = "x".repeat(5_000);
    Resource large = Resource.of(Attributes.of("service.name", "y".repeat(5_000)));

    keep(REVIEWS, evidence);
    keep(large, evidence("sidecar~10.4.0.3~reviews.shop~x"));

    assertThat(known.find(REVIEWS, evidence)).isNull();
    assertThat(known.find(large, evidence("sidecar~10.4.0.3~reviews.shop~x"))).isNull();
  }

  private KnownProducers.Known keep(Resource resource, Evidence evidence) {
    return known.keep(resource, evidence, new Producer(resource, 0, "", "", null));
  }

  private static Evidence evidence(String nodeId) {
    Evidence evidence = new Evidence();
    evidence.nodeId = nodeId;
    return evidence;
  }
}
