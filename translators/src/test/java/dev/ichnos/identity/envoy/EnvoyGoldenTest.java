package dev.ichnos.identity.envoy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.identity.rule.Changes;
import dev.ichnos.identity.rule.SpanRule;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanFixtures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The same request reads the same, whichever tracer and generation of proxy sent it; what a format
 * or a generation cannot say is listed in differences.txt, and nothing else differs.
 */
class EnvoyGoldenTest {
  private static final List<String> PLACES =
      List.of(
          "1 gateway asks productpage",
          "2 productpage answers",
          "3 productpage asks reviews",
          "4 reviews answers",
          "5 productpage asks ratings, gRPC",
          "6 ratings answers, gRPC");

  @Test
  void newestZipkin_readsAsWritten() throws Exception {
    assertThat(page(read(SentByEnvoy.ZIPKIN_1_38)))
        .isEqualTo(new String(SentByEnvoy.GoldenFile.bytes("expected.txt"), UTF_8));
  }

  @Test
  void skyWalking_attempts_readAsWritten() throws Exception {
    List<Map<String, String>> spans = read(SentByEnvoy.SKYWALKING);

    assertThat(page(spans.subList(PLACES.size(), spans.size())))
        .isEqualTo(new String(SentByEnvoy.GoldenFile.bytes("skywalking-attempts.txt"), UTF_8));
  }

  @Test
  void everySender_differsAsListed() throws Exception {
    StringBuilder differences = new StringBuilder();
    for (SentByEnvoy sender : SentByEnvoy.values()) {
      differences.append(sender.file).append('\n');
      differences(read(SentByEnvoy.ZIPKIN_1_38), read(sender))
          .forEach((line, places) -> differences.append("  ").append(line).append(places));
    }

    assertThat(differences.toString())
        .isEqualTo(new String(SentByEnvoy.GoldenFile.bytes("differences.txt"), UTF_8));
  }

  @ParameterizedTest
  @EnumSource
  void everySender_secondPass_sameInstances(SentByEnvoy sender) throws Exception {
    for (Semconv semconv : Semconv.values()) {
      SpanRule rule =
          new EnvoyMeaning(new EnvoySettings(semconv, List.of(), true), EnvoyMeaning.RULES);
      Changes second = new Changes();
      for (Span span : sender.decode()) {
        Span once = rule.begin(SpanFixtures.ORIGIN, new Changes()).apply(span);

        assertThat(rule.begin(SpanFixtures.ORIGIN, second).apply(once)).isSameAs(once);
      }
      EnvoyMeaning.RULES.forEach(id -> assertThat(second.of(id)).as(id.label()).isZero());
    }
  }

  private static List<Map<String, String>> read(SentByEnvoy sender) throws Exception {
    SpanRule.Pass pass =
        new EnvoyMeaning(EnvoySettings.defaults(), EnvoyMeaning.RULES)
            .begin(SpanFixtures.ORIGIN, new Changes());
    List<Map<String, String>> texts = new ArrayList<>();
    for (Span span : sender.decode()) {
      texts.add(SpanText.of(pass.apply(span)));
    }
    return texts;
  }

  private static String page(List<Map<String, String>> spans) {
    StringBuilder page = new StringBuilder();
    for (int i = 0; i < spans.size(); i++) {
      page.append(i == 0 ? "" : "\n").append(PLACES.get(i)).append('\n');
      spans.get(i).forEach((key, value) -> page.append("  %s %s\n".formatted(key, value)));
    }
    return page.toString();
  }

  /** Each difference, and behind it the numbers of the spans that it is on. */
  private static Map<String, String> differences(
      List<Map<String, String>> expected, List<Map<String, String>> found) {
    Map<String, String> differences = new LinkedHashMap<>();
    for (int i = 0; i < expected.size(); i++) {
      String place = " " + (i + 1);
      Map<String, String> wanted = expected.get(i);
      TreeSet<String> keys = new TreeSet<>(wanted.keySet());
      keys.addAll(found.get(i).keySet());
      for (String key : keys) {
        String line = difference(key, wanted.get(key), found.get(i).get(key));
        if (!line.isEmpty()) {
          differences.merge(line + ":", place, String::concat);
        }
      }
    }
    differences.replaceAll((line, places) -> places + "\n");
    return differences;
  }

  private static String difference(String key, String wanted, String found) {
    if (found == null) {
      return "lacks " + key;
    }
    if (wanted == null) {
      // Ids of a tracer's own differ from span to span.
      return "adds " + key + (key.startsWith("skywalking.") ? "" : " " + found);
    }
    return wanted.equals(found) ? "" : "has " + key + " " + found + " for " + wanted;
  }
}
