package dev.ichnos.identity.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.FuzzRun;
import dev.ichnos.identity.rule.Changes;
import dev.ichnos.identity.rule.RuleId;
import dev.ichnos.identity.rule.SpanRule;
import dev.ichnos.model.AttributeList;
import dev.ichnos.model.AttributeVisitor;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanFixtures;
import dev.ichnos.model.SpanKind;
import dev.ichnos.model.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever tags say: nothing throws, keys stay unique, and the second time nothing changes. */
class EnvoyFuzzTest {
  private static final String[] TEXTS = {
    "",
    "-",
    "proxy",
    "0",
    "200",
    "503",
    "14",
    "true",
    "false",
    "GET",
    "get",
    "PURGE",
    "HTTP/1.1",
    "ingress",
    "egress a",
    "router outbound|80||a.b.svc egress",
    "reviews.shop.svc.cluster.local:9080/*",
    "reviews.shop.svc.cluster.local:9080/api*",
    "/shop.Ratings/Get",
    "/reviews/12?a=b",
    "http://a:b@reviews:9080/reviews/12?a=b#c",
    "http://[fd00::9]:80",
    "inbound|9080||",
    "outbound|9080|v1|reviews.shop.svc.cluster.local",
    "inbound-vip|8080|http/v1|reviews.shop.svc.cluster.local;",
    "outbound_.80_._.a.b.svc",
    "PassthroughCluster",
    "BlackHoleCluster",
    "InboundPassthroughCluster",
    "UF,URX",
    "DC",
    "10.4.0.9",
    "10.4.0.9:80",
    "[fd00::9]:80",
    "/run/x",
    "envoy://a/10.4.0.9:80",
    "productpage.shop",
    "no%20%zz%",
    "unknown",
    "envoy.proxy",
    Proxies.SIDECAR,
    Proxies.ROUTER,
    Proxies.WAYPOINT,
  };

  @Test
  void randomTags_neverThrow_uniqueKeys_idempotent() {
    FuzzRun run = FuzzRun.of(20_260_102, 20_000);
    while (run.next()) {
      Random random = run.random();
      EnvoySettings settings =
          new EnvoySettings(
              Semconv.values()[random.nextInt(3)],
              random.nextBoolean() ? List.of("/reviews/{id}", "/{a}/*") : List.of(),
              random.nextBoolean());
      Set<RuleId> rules = EnumSet.noneOf(RuleId.class);
      EnvoyMeaning.RULES.forEach(
          rule -> {
            if (random.nextInt(8) > 0) {
              rules.add(rule);
            }
          });
      SpanRule rule = new EnvoyMeaning(settings, rules);
      Span span = span(random);

      Span once = apply(rule, span, new Changes());
      Changes changes = new Changes();
      Span twice = apply(rule, once, changes);

      assertThat(twice)
          .as(() -> settings + " " + rules + "\n" + span + span.attributes() + once.attributes())
          .isEqualTo(once)
          .isSameAs(once);
      EnvoyMeaning.RULES.forEach(id -> assertThat(changes.of(id)).as(id.label()).isZero());
      uniqueKeys(once.attributes());
    }
  }

  @Test
  void hostileTexts_neverSlow() {
    String[] hostile = {
      ":1".repeat(500_000),
      "http://" + "@".repeat(1_000_000),
      "http://" + ":".repeat(1_000_000) + "/",
      "http://" + "]".repeat(1_000_000) + ":",
      "/".repeat(1_000_000),
      "{".repeat(1_000_000),
      ",".repeat(1_000_000),
      "%".repeat(1_000_000),
      "|".repeat(1_000_000),
      "~".repeat(1_000_000),
      "_.".repeat(500_000),
      ".".repeat(1_000_000),
    };
    EnvoySettings settings =
        new EnvoySettings(Semconv.BOTH, List.of("/{a}/{b}", "/reviews/*"), true);
    SpanRule rule = new EnvoyMeaning(settings, EnvoyMeaning.RULES);
    long start = System.nanoTime();
    for (String text : hostile) {
      Attributes.Builder attributes = Attributes.builder();
      for (Tag tag : Tag.values()) {
        attributes.put(tag.key, text);
      }
      attributes.put("component", "proxy");
      Span span = Proxies.span(SpanKind.SERVER, text, attributes.build());

      assertThat(apply(rule, span, new Changes())).isNotNull();
    }

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void manyTags_neverSlow_unique() {
    Attributes.Builder attributes = Attributes.builder().put("component", "proxy");
    for (int i = 0; i < 50_000; i++) {
      attributes.put("key" + i, "value");
    }
    attributes.put("http.method", "GET").put("http.status_code", "200");
    Span span = Proxies.span(SpanKind.SERVER, "ingress", attributes.build());

    Span read = Proxies.read(Proxies.in(Semconv.STABLE), EnvoyMeaning.RULES, span);

    uniqueKeys(read.attributes());
    assertThat(read.attributes().string("http.request.method")).isEqualTo("GET");
  }

  private static Span span(Random random) {
    Attributes.Builder attributes = Attributes.builder();
    if (random.nextInt(4) > 0) {
      attributes.put("component", "proxy");
    }
    Tag[] tags = Tag.values();
    int count = random.nextInt(30);
    for (int i = 0; i < count; i++) {
      String key = tags[random.nextInt(tags.length)].key;
      switch (random.nextInt(12)) {
        case 0 -> attributes.put(key, random.nextLong());
        case 1 -> attributes.put(key, (long) random.nextInt(600));
        case 2 -> attributes.put(key, random.nextBoolean());
        case 3 -> attributes.put(key, random.nextDouble());
        case 4 -> attributes.putEmpty(key);
        default -> attributes.put(key, text(random));
      }
    }
    Resource resource =
        random.nextBoolean()
            ? SpanFixtures.PRODUCTPAGE
            : Resource.of(Attributes.of("node_id", text(random)));
    Status.Code code = Status.Code.values()[random.nextInt(3)];
    return Proxies.span(
            SpanKind.values()[random.nextInt(SpanKind.values().length)],
            text(random),
            attributes.build())
        .toBuilder()
        .resource(resource)
        .status(new Status(code, code == Status.Code.ERROR ? text(random) : ""))
        .build();
  }

  private static String text(Random random) {
    String text = TEXTS[random.nextInt(TEXTS.length)];
    if (random.nextInt(4) > 0 || text.isEmpty()) {
      return text;
    }
    int at = random.nextInt(text.length());
    String other = TEXTS[random.nextInt(TEXTS.length)];
    return random.nextBoolean()
        ? text.substring(0, at) + other + text.substring(at)
        : text.substring(at);
  }

  private static void uniqueKeys(Attributes attributes) {
    Keys keys = new Keys();
    attributes.forEach(keys);
    assertThat(new HashSet<>(keys.list)).hasSameSizeAs(keys.list);
  }

  private static Span apply(SpanRule rule, Span span, Changes changes) {
    return Objects.requireNonNull(rule.begin(SpanFixtures.ORIGIN, changes).apply(span));
  }

  /** Every key, as often as it is there. */
  private static final class Keys implements AttributeVisitor {
    final List<String> list = new ArrayList<>();

    @Override
    public void stringValue(String key, String value) {
      list.add(key);
    }

    @Override
    public void booleanValue(String key, boolean value) {
      list.add(key);
    }

    @Override
    public void longValue(String key, long value) {
      list.add(key);
    }

    @Override
    public void doubleValue(String key, double value) {
      list.add(key);
    }

    @Override
    public void bytesValue(String key, byte[] value) {
      list.add(key);
    }

    @Override
    public void listValue(String key, AttributeList value) {
      list.add(key);
    }

    @Override
    public void mapValue(String key, Attributes value) {
      list.add(key);
    }

    @Override
    public void emptyValue(String key) {
      list.add(key);
    }
  }
}
