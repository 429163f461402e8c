package dev.ichnos.repair;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.model.Attributes;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanFixtures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
  private static final Resource SPLIT =
      Resource.of(
          Attributes.builder()
              .put("service.name", "details")
              .put("service.namespace", "default")
              .put("ichnos.original_service_name", "details.default")
              .put("ichnos.resource_rules", "service_name")
              .build());

  private static final Span SPAN =
      SpanFixtures.SERVER.toBuilder()
          .resource(SPLIT)
          .attributes(
              Attributes.builder()
                  .put("ichnos.original_span_id", "1")
                  .put("a", "b")
                  .put("ichnos.original_trace_id", "2")
                  .put("ichnosis", "c")
                  .build())
          .build();

  @Test
  void asItIs_sameInstance() {
    assertThat(new Spelling(true, true).apply(SPAN)).isSameAs(SPAN);
    assertThat(new Spelling(false, false).apply(SpanFixtures.SERVER)).isSameAs(SpanFixtures.SERVER);
  }

  /** service.name, its namespace, what came; what it is joined. */
  @ParameterizedTest
  @CsvSource({
    "details, default, details.default, details.default",
    "details, shop, details.default, details.default",
    "a.default, default, a.default.default, a.default.default",
    "reviews, shop, waypoint.default, reviews.shop",
    "reviews, shop, '', reviews.shop",
    "reviews.shop, shop, '', reviews.shop",
    "reviews, '', unknown, reviews",
    "unknown_service, shop, '', unknown_service",
  })
  void joined_asItCameFromTheMesh(String name, String namespace, String came, String joined) {
    Resource resource =
        Resource.of(
            Attributes.builder()
                .put("service.name", name)
                .put("service.namespace", namespace)
                .put("ichnos.original_service_name", came)
                .build());
    Spelling spelling = new Spelling(false, true);

    Span once = spelling.apply(SPAN.toBuilder().resource(resource).build());

    assertThat(once.resource().attributes().string("service.name")).isEqualTo(joined);
    assertThat(once.resource().attributes().string("service.namespace")).isEqualTo(namespace);
    assertThat(spelling.apply(once)).isSameAs(once);
  }

  /** peer.service, service.peer.name, its namespace; what the names are joined. */
  @ParameterizedTest
  @CsvSource({
    "reviews, reviews, shop, reviews.shop, reviews.shop",
    "'', productpage, shop, '', productpage.shop",
    "stated, reviews, shop, stated, reviews.shop",
    "reviews.shop, reviews.shop, shop, reviews.shop, reviews.shop",
    "api.example.com, api.example.com, '', api.example.com, api.example.com",
    "'', '', '', '', ''",
  })
  void joined_theOtherSideAsTheService(
      String peer, String name, String namespace, String joinedPeer, String joinedName) {
    Attributes attributes = peer(peer, name, namespace);
    Spelling spelling = new Spelling(false, true);

    Span once = spelling.apply(SPAN.toBuilder().attributes(attributes).build());

    assertThat(once.attributes()).isEqualTo(peer(joinedPeer, joinedName, namespace));
    assertThat(spelling.apply(once)).isSameAs(once);
  }

  @Test
  void joined_otherSideOfAServiceThatIsNot_staysApart() {
    Attributes attributes = peer("reviews", "reviews", "shop");
    Resource plain = Resource.of(Attributes.of("service.name", "details"));
    Span application = SPAN.toBuilder().resource(plain).attributes(attributes).build();

    assertThat(new Spelling(false, true).apply(application)).isSameAs(application);
    assertThat(
            new Spelling(true, false)
                .apply(SPAN.toBuilder().attributes(attributes).build())
                .attributes())
        .isEqualTo(attributes);
  }

  private static Attributes peer(String peer, String name, String namespace) {
    Attributes.Builder attributes = Attributes.builder();
    if (!peer.isEmpty()) {
      attributes.put("peer.service", peer);
    }
    if (!name.isEmpty()) {
      attributes.put("service.peer.name", name);
    }
    if (!namespace.isEmpty()) {
      attributes.put("service.peer.namespace", namespace);
    }
    return attributes.build();
  }

  @Test
  void joined_onlyWhatARuleChanged() {
    Span application =
        SPAN.toBuilder()
            .resource(
                Resource.of(
                    Attributes.builder()
                        .put("service.name", "details")
                        .put("service.namespace", "default")
                        .build()))
            .build();

    assertThat(new Spelling(false, true).apply(application)).isSameAs(application);
  }

  @Test
  void withoutMarks_onlyTheOldTraceIdIsLeft() {
    Span span = new Spelling(true, false).apply(SPAN);

    assertThat(span.attributes())
        .isEqualTo(
            Attributes.builder()
                .put("a", "b")
                .put("ichnos.original_trace_id", "2")
                .put("ichnosis", "c")
                .build());
    assertThat(span.resource().attributes())
        .isEqualTo(
            Attributes.builder()
                .put("service.name", "details")
                .put("service.namespace", "default")
                .build());
  }

  @Test
  void joinedWithoutMarks_both() {
    Span span = new Spelling(false, false).apply(SPAN);

    assertThat(span.resource().attributes())
        .isEqualTo(
            Attributes.builder()
                .put("service.name", "details.default")
                .put("service.namespace", "default")
                .build());
  }

  @Test
  void spansOfOneResource_shareItAfterwards() {
    Spelling spelling = new Spelling(false, false);
    Resource first = spelling.apply(SPAN).resource();

    assertThat(spelling.apply(SPAN.toBuilder().spanId(9).build()).resource()).isSameAs(first);
    for (int i = 0; i < 1000; i++) {
      spelling.apply(SPAN.toBuilder().resource(Resource.of(Attributes.of("i", "" + i))).build());
    }
    assertThat(spelling.apply(SPAN).resource()).isEqualTo(first);
  }
}
