package dev.ichnos.identity.context;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.identity.context.ContextSettings.Mode;
import dev.ichnos.model.AttributeList;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanFixtures;
import dev.ichnos.propagation.HeaderFamilies;
import dev.ichnos.propagation.HeaderFamily;
import dev.ichnos.propagation.RandomHeaders;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Spans with headers of every family, good, nearly good and noise, from every sender. */
class ContextPropertyTest {
  private static final List<String> FORMATS =
      List.of("ZIPKIN_V2_JSON", "OTLP_PROTO", "DATADOG_V04_MSGPACK", "OPENCENSUS_PROTO", "OTHER");
  private static final List<String> PREFIXES =
      List.of("", "http.request.header.", "request.header.", "http.header.", "header.", "guid:");
  private static final String NODE = "router~10.4.2.3~gw-1.istio-system~x.svc.cluster.local";
  private static final long[] IDS = {
    0, 1, SpanFixtures.TRACE_LOW, SpanFixtures.TRACE_HIGH, 0xa1c3e5f708192a3bL, -1
  };

  private final Random random = new Random(20_260_102);

  @ParameterizedTest
  @EnumSource(Mode.class)
  void apply_anyHeaders_idempotentAndTheSameEverywhere(Mode mode) {
    for (String family : List.of(ContextRun.CLOUD, "b3", "traceparent", "datadog", "no such")) {
      ContextSettings settings = new ContextSettings(mode, family, Set.of("*"));
      for (String format : FORMATS) {
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
          spans.add(randomSpan());
        }
        ContextRun run = ContextRun.of(settings, format);

        List<Span> once = run.all(spans);

        List<Span> twice = run.all(once);
        for (int i = 0; i < spans.size(); i++) {
          assertThat(twice.get(i)).isSameAs(once.get(i));
          assertKept(spans.get(i), once.get(i));
        }
        ContextRun elsewhere = ContextRun.of(settings, format);
        List<Span> reversed = new ArrayList<>(spans);
        Collections.reverse(reversed);
        List<Span> oneByOne = new ArrayList<>(reversed.stream().map(elsewhere::only).toList());
        Collections.reverse(oneByOne);
        assertThat(oneByOne).isEqualTo(once);
      }
    }
  }

  @Test
  void apply_thousandsOfAttributes_onlyTheFirstOfEachHeaderCounts() {
    Attributes.Builder attributes = Attributes.builder();
    for (int i = 0; i < 20_000; i++) {
      // The same header again and again, in other cases.
      attributes.put(inCase(ContextRun.CLOUD, i), "%032x/%d".formatted(i + 1, i + 1));
    }
    Span span = SpanFixtures.SERVER.toBuilder().attributes(attributes.build()).build();

    assertThat(ContextRun.annotate(ContextRun.ZIPKIN).only(span).links()).hasSize(1);
  }

  @Test
  void read_longValues_ignored() {
    CapturedContexts captured = new CapturedContexts(ContextRun.format(ContextRun.ZIPKIN));
    String blanks = " ".repeat(100_000);
    Attributes attributes =
        Attributes.builder()
            .put("x-cloud-trace-context", blanks + "105445aa7843bc8bf206b12000100000/1")
            .put("sw8", AttributeList.ofStrings(Collections.nCopies(100_000, "1-a-a-1-a-a-a-a")))
            .put("x-amzn-trace-id", AttributeList.ofStrings(Collections.nCopies(8, blanks)))
            .build();

    assertThat(captured.read(SpanFixtures.SERVER.toBuilder().attributes(attributes).build()))
        .isFalse();
  }

  @Test
  void read_valuesOfOtherTypes_ignored() {
    CapturedContexts captured = new CapturedContexts(ContextRun.format("OTHER"));
    for (String header : HeaderKeys.NAMES) {
      Attributes attributes =
          Attributes.builder()
              .put(header, 1L)
              .put("header." + header, true)
              .put("http.header." + header, 1.5)
              .put("request.header." + header, new byte[] {1})
              .put("http.request.header." + header, SpanFixtures.everyType())
              .putEmpty(header.toUpperCase(Locale.ROOT))
              .build();

      assertThat(captured.read(SpanFixtures.SERVER.toBuilder().attributes(attributes).build()))
          .isFalse();
      assertThat(captured.requestId()).isEmpty();
    }
  }

  private static void assertKept(Span before, Span after) {
    assertThat(after.links().subList(0, before.links().size())).isEqualTo(before.links());
    assertThat(after.links().size() - before.links().size()).isBetween(0, 9);
    assertThat(after.attributes().size() - before.attributes().size()).isBetween(0, 5);
    assertThat(after.name()).isEqualTo(before.name());
    assertThat(after.resource()).isSameAs(before.resource());
    if (after.traceIdLow() != before.traceIdLow()) {
      assertThat(after.attributes().contains("ichnos.original_trace_id")).isTrue();
    }
    assertThat(after.traceIdHigh() | after.traceIdLow()).isNotZero();
  }

  private Span randomSpan() {
    Attributes.Builder attributes = SpanFixtures.CLIENT.attributes().toBuilder();
    for (HeaderFamily family : HeaderFamilies.all()) {
      if (random.nextInt(3) == 0) {
        RandomHeaders headers = new RandomHeaders(family, random.nextLong());
        put(
            attributes,
            switch (random.nextInt(4)) {
              case 0 -> headers.noise();
              case 1 -> headers.nearlyGood();
              default -> headers.good();
            });
      }
    }
    if (random.nextInt(4) == 0) {
      attributes.put("ichnos.original_trace_id", random.nextBoolean() ? "x" : "0".repeat(16));
    }
    if (random.nextInt(4) == 0) {
      attributes.put("ichnos.captured_trace_id", "1").put("ichnos.captured_from", 1L);
    }
    if (random.nextInt(2) == 0) {
      attributes.put("node_id", NODE).put("guid:x-request-id", "7c1e5a34");
    }
    Span span = random.nextInt(4) == 0 ? SpanFixtures.EVERYTHING : SpanFixtures.SERVER;
    long low = IDS[random.nextInt(IDS.length)];
    return span.toBuilder()
        .traceId(low == 0 ? 1 : IDS[random.nextInt(IDS.length)], low)
        .parentSpanId(IDS[random.nextInt(IDS.length)])
        .shared(random.nextInt(4) == 0)
        .attributes(attributes.build())
        .build();
  }

  private void put(Attributes.Builder attributes, Map<String, String> headers) {
    String prefix = PREFIXES.get(random.nextInt(PREFIXES.size()));
    headers.forEach(
        (name, value) -> {
          String key = prefix + (random.nextInt(4) == 0 ? name.replace('-', '_') : name);
          if (random.nextInt(4) == 0) {
            attributes.put(key, AttributeList.ofStrings(List.of(value)));
          } else {
            attributes.put(key, value);
          }
        });
  }

  /** The name with upper-case letters where the number has ones. */
  private static String inCase(String name, int number) {
    char[] chars = name.toCharArray();
    for (int i = 0; i < chars.length; i++) {
      if ((number >> i & 1) == 1) {
        chars[i] = chars[i] == '-' ? '_' : Character.toUpperCase(chars[i]);
      }
    }
    return new String(chars);
  }
}
