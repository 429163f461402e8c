package dev.ichnos.codec.datadog;

import static dev.ichnos.model.SpanFixtures.CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.ichnos.codec.EncodeReport;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Event;
import dev.ichnos.model.Link;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventAndLinkJsonTest {
  @Test
  void link_withQuotesAndLineBreaks_isStillJson() throws Exception {
    Attributes attributes =
        Attributes.builder().put("a\"b", "c\"d\ne\\\u0001").put("n", 7L).put("t", true).build();
    Encoded encoded = links(new Link(1, 2, 3, "k=\"v\"", 0, attributes, 0));
    assertThat(encoded.meta("_dd.span_links"))
        .isEqualTo(
            "[{\"trace_id\":\"00000000000000010000000000000002\","
                + "\"span_id\":\"0000000000000003\",\"tracestate\":\"k=\\\"v\\\"\","
                + "\"attributes\":{\"a\\\"b\":\"c\\\"d\\ne\\\\\\u0001\",\"n\":\"7\",\"t\":\"true\"}}]");
    assertThat(entries(encoded.meta("_dd.span_links"))).isEqualTo(1);
  }

  @Test
  void event_valuesKeepTheirTypes_unlessAReaderWouldRoundThem() throws Exception {
    Attributes attributes =
        Attributes.builder()
            .put("i", 7L)
            .put("big", Long.MAX_VALUE)
            .put("d", 1.5)
            .put("nan", Double.NaN)
            .put("b", false)
            .put("bytes", new byte[] {1})
            .putEmpty("nothing")
            .build();
    assertThat(events(new Event(5, "e", attributes, 2)).meta("events"))
        .isEqualTo(
            "[{\"time_unix_nano\":5,\"name\":\"e\",\"attributes\":{\"i\":7,"
                + "\"big\":\"9223372036854775807\",\"d\":1.5,\"nan\":\"NaN\",\"b\":false,"
                + "\"bytes\":\"AQ==\",\"nothing\":null},\"dropped_attributes_count\":2}]");
  }

  @Test
  void events_moreThanFit_areLeftOutWholeAndCounted() throws Exception {
    // Two brackets, and a comma between every two events.
    Event event = Event.of(1, "12345");
    assertThat("{\"time_unix_nano\":1,\"name\":\"12345\"}").hasSize(35);
    int fitting = (25_000 - 2 + 1) / 36;
    Encoded all = events(Collections.nCopies(fitting, event).toArray(Event[]::new));
    assertThat(entries(all.meta("events"))).isEqualTo(fitting);
    assertThat(all.report).isEqualTo(EncodeReport.COMPLETE);

    Encoded more = events(Collections.nCopies(fitting + 3, event).toArray(Event[]::new));
    assertThat(entries(more.meta("events"))).isEqualTo(fitting);
    assertThat(more.report).isEqualTo(new EncodeReport(0, 3, 0));
  }

  @Test
  void event_ofHalvesOfPairs_countsThemAsTheyAreWritten() throws Exception {
    for (String half : List.of("\ud800", "\udc00")) {
      Encoded encoded = events(Event.of(1, "e"), Event.of(1, half.repeat(8_333)));
      assertThat(entries(encoded.meta("events"))).isEqualTo(1);
      assertThat(encoded.report).isEqualTo(new EncodeReport(0, 1, 0));
    }
  }

  @Test
  void event_exactlyAtTheLimit_fits_oneByteMoreLosesItsAttributes() throws Exception {
    String frame = "[{\"time_unix_nano\":1,\"name\":\"e\",\"attributes\":{\"k\":\"\"}}]";
    int room = 25_000 - frame.length();
    Encoded fits = events(new Event(1, "e", Attributes.of("k", "v".repeat(room)), 0));
    assertThat(((String) fits.meta("events")).length()).isEqualTo(25_000);
    Encoded wide = events(new Event(1, "e", Attributes.of("k", "v".repeat(room - 1) + "é"), 0));
    assertThat(wide.meta("events"))
        .isEqualTo("[{\"time_unix_nano\":1,\"name\":\"e\",\"dropped_attributes_count\":1}]");
    assertThat(wide.report).isEqualTo(new EncodeReport(0, 1, 0));
  }

  @Test
  void event_tooLargeAmongSmallOnes_costsOnlyItsAttributes() throws Exception {
    Event small = Event.of(1, "small");
    Event large = new Event(1, "large", Attributes.of("k", "v".repeat(6 << 20)), 0);
    Encoded encoded = events(small, large, small);
    assertThat(entries(encoded.meta("events"))).isEqualTo(3);
    assertThat(encoded.report).isEqualTo(new EncodeReport(0, 1, 0));
  }

  @Test
  void event_whoseNameAloneIsTooLong_leavesNothingBehind() throws Exception {
    Encoded encoded = events(Event.of(1, "n".repeat(30_000)));
    assertThat(encoded.meta()).doesNotContainKey("events");
    assertThat(encoded.report).isEqualTo(new EncodeReport(0, 1, 0));
  }

  @Test
  void links_moreThanFit_stayWholeAndJson() throws Exception {
    List<Link> links = new ArrayList<>();
    for (int i = 1; i <= 1000; i++) {
      links.add(new Link(i, i, i, "", 1, Attributes.of("ключ", "значение"), 0));
    }
    Encoded encoded = links(links.toArray(Link[]::new));
    String json = (String) encoded.meta("_dd.span_links");
    assertThat(json.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(24_700, 25_000);
    assertThat(entries(json) + encoded.report.leftOutAttributes()).isBetween(1000, 1002);
  }

  private static Encoded events(Event... events) throws IOException {
    return Encoded.v04(
        CLIENT.toBuilder().attributes(Attributes.EMPTY).events(List.of(events)).build());
  }

  private static Encoded links(Link... links) throws IOException {
    return Encoded.v04(
        CLIENT.toBuilder().attributes(Attributes.EMPTY).links(List.of(links)).build());
  }

  /** The objects of an array that a strict parser reads to its end. */
  private static int entries(Object json) throws IOException {
    int entries = 0;
    try (JsonParser parser = new JsonFactory().createParser((String) json)) {
      assertThat(parser.nextToken()).isEqualTo(JsonToken.START_ARRAY);
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        parser.skipChildren();
        entries++;
      }
      assertThat(parser.currentToken()).isEqualTo(JsonToken.END_ARRAY);
      assertThat(parser.nextToken()).isNull();
    }
    return entries;
  }
}
