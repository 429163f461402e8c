package dev.ichnos.codec.datadog;

import static dev.ichnos.codec.datadog.Decoded.wire;
import static dev.ichnos.codec.datadog.Msgpack.map;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.DropReason;
import dev.ichnos.codec.FuzzRun;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.SpanDecoder;
import dev.ichnos.codec.SpanSink;
import dev.ichnos.model.Span;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever comes, the answer is spans, drops or a {@link DecodeException}, from little memory. */
class DatadogFuzzTest {
  private static final int ROUNDS = 3_000;
  private static final DecodeLimits LIMITS = new DecodeLimits(10_000, 32, 1_000, 1_000, 1_000);

  private static final SpanDecoder V04 = DatadogDecoder.v04();
  private static final SpanDecoder V05 = DatadogDecoder.v05();
  private static final SpanDecoder V07 = DatadogDecoder.v07();
  private static final SpanDecoder JSON = DatadogDecoder.json();

  private static final Map<String, Object> SPAN =
      wire(
          1,
          "type",
          "web",
          "meta",
          map(
              "_dd.p.tid",
              "640cfd5a00000000",
              "span.kind",
              "server",
              "env",
              "prod",
              "error.stack",
              "at",
              "events",
              "[{\"time_unix_nano\":5,\"name\":\"e\",\"attributes\":{\"a\":[1,{\"b\":2.5}]}}]",
              "_dd.span_links",
              "[{\"trace_id\":\"01\",\"span_id\":\"02\",\"attributes\":{\"k\":\"v\"}}]"),
          "metrics",
          map("_sampling_priority_v1", 1.0, "m", 5),
          "meta_struct",
          map("s", new byte[] {1, 2, 3}),
          "span_links",
          List.of(map("trace_id", 1, "span_id", 2, "attributes", map("k", "v"))),
          "span_events",
          List.of(
              map(
                  "time_unix_nano",
                  5L,
                  "name",
                  "e",
                  "attributes",
                  map(
                      "a",
                      map(
                          "type",
                          4,
                          "array_value",
                          map("values", List.of(map("type", 2, "int_value", 5))))))));

  private static final byte[] V04_MESSAGE = Msgpack.of(List.of(List.of(SPAN, wire(2))));
  private static final byte[] V05_MESSAGE =
      Msgpack.of(
          List.of(
              List.of("", "service", "name", "GET /", "web", "span.kind", "server", "m"),
              List.of(
                  List.of(
                      List.of(1, 2, 3, 7L, 1L, 0, 5L, 6L, 1, Map.of(5, 6), Map.of(7, 2.0), 4)))));
  private static final byte[] V07_MESSAGE =
      Msgpack.of(
          map(
              "env",
              "prod",
              "chunks",
              List.of(map("priority", 1, "tags", map("a", "b"), "spans", List.of(SPAN, wire(2)))),
              "tags",
              map("_dd.tags.container", "a:b,pod_name:c"),
              "hostname",
              "h"));
  private static final byte[] JSON_MESSAGE =
      ("[[{\"service\":\"s\",\"trace_id\":18446744073709551615,\"span_id\":1,\"start\":5.5,"
              + "\"meta\":{\"a\":\"b\",\"c\":[{}]},\"metrics\":{\"m\":1.5,\"n\":2}}],[]]")
          .getBytes(UTF_8);

  @Test
  void decode_everyTruncation_refused() {
    everyTruncation(V04, V04_MESSAGE);
    everyTruncation(V05, V05_MESSAGE);
    everyTruncation(V07, V07_MESSAGE);
    everyTruncation(JSON, JSON_MESSAGE);
  }

  private static void everyTruncation(SpanDecoder decoder, byte[] message) {
    assertThat(decodes(decoder, message)).isTrue();
    for (int length = 1; length < message.length; length++) {
      assertThat(decodes(decoder, Arrays.copyOf(message, length))).as("%s", length).isFalse();
    }
  }

  @Test
  void decode_mutations_onlyDecodeException() {
    FuzzRun run = FuzzRun.of(21, ROUNDS);
    Random random = run.random();
    int fine = 0;
    while (run.next()) {
      fine += decodes(V04, FuzzRun.mutate(V04_MESSAGE, random)) ? 1 : 0;
      fine += decodes(V05, FuzzRun.mutate(V05_MESSAGE, random)) ? 1 : 0;
      fine += decodes(V07, FuzzRun.mutate(V07_MESSAGE, random)) ? 1 : 0;
      fine += decodes(JSON, FuzzRun.mutate(JSON_MESSAGE, random)) ? 1 : 0;
    }
    assertThat(fine).isBetween(run.rounds() / 5, run.rounds() * 4 - run.rounds() / 5);
  }

  @Test
  void decode_randomBytes_onlyDecodeException() {
    FuzzRun run = FuzzRun.of(22, 5 * ROUNDS);
    Random random = run.random();
    while (run.next()) {
      byte[] bytes = new byte[random.nextInt(60)];
      random.nextBytes(bytes);
      for (SpanDecoder decoder : List.of(V04, V05, V07, JSON)) {
        decodes(decoder, bytes);
      }
      if (bytes.length > 3) {
        bytes[0] = (byte) 0x91;
        bytes[1] = (byte) 0x91;
        bytes[2] = (byte) 0x8a;
        decodes(V04, bytes);
      }
    }
  }

  /** Nothing is made for a count or a length before its bytes are known to be there. */
  @Test
  void decode_hostileCounts_refusedFromLittleMemory() {
    byte[] array = {(byte) 0xdd, 0x7f, -1, -1, -1, 0, 0, 0};
    byte[] map = {(byte) 0xdf, 0x7f, -1, -1, -1, 0, 0, 0};
    byte[] text = {(byte) 0xdb, 0x7f, -1, -1, -1, 0, 0, 0};
    for (byte[] count : List.of(array, map, text)) {
      Msgpack.Raw raw = new Msgpack.Raw(count);
      List<byte[]> messages = new ArrayList<>();
      messages.add(count);
      messages.add(Msgpack.of(List.of(raw)));
      messages.add(Msgpack.of(List.of(List.of(raw))));
      for (String field : List.of("meta", "metrics", "span_links", "span_events", "service", "x")) {
        messages.add(Msgpack.of(List.of(List.of(map(field, raw)))));
      }
      messages.add(Msgpack.of(List.of(raw, List.of())));
      messages.add(map("chunks", raw).isEmpty() ? count : Msgpack.of(map("chunks", raw)));
      for (byte[] message : messages) {
        for (SpanDecoder decoder : List.of(V04, V05, V07)) {
          long before = allocated();
          assertThat(decodes(decoder, message)).isFalse();
          assertThat(allocated() - before).isLessThan(1 << 20);
        }
      }
    }
  }

  @Test
  void decode_deepNesting_refused() {
    byte[] deep = new byte[1 << 20];
    Arrays.fill(deep, (byte) 0x91);
    for (SpanDecoder decoder : List.of(V04, V05, V07)) {
      assertThat(decodes(decoder, deep)).isFalse();
    }
    byte[] json = new byte[1 << 20];
    Arrays.fill(json, (byte) '[');
    assertThat(decodes(JSON, json)).isFalse();
  }

  /** A byte for a span, a text, an event: none of them multiplies into memory. */
  @Test
  void decode_manySmallThings_littleMemory() {
    int count = 1 << 20;
    byte[] nils = new byte[count + 5];
    Arrays.fill(nils, (byte) 0xc0);
    nils[0] = (byte) 0xdd;
    nils[2] = (byte) (count >> 16);
    nils[1] = nils[3] = nils[4] = 0;
    Msgpack.Raw many = new Msgpack.Raw(nils);
    assertLittle(V04, Msgpack.of(many));
    assertLittle(V04, Msgpack.of(List.of(many)));
    assertLittle(V05, Msgpack.of(List.of(many, List.of())));
    assertLittle(V04, Msgpack.of(List.of(List.of(wire(1, "span_links", many)))));
    assertLittle(V04, Msgpack.of(List.of(List.of(wire(1, "span_events", many)))));
    String events = "[" + "{},".repeat(count / 3) + "{}]";
    assertLittle(V04, Msgpack.of(List.of(List.of(wire(1, "meta", map("events", events))))));
    byte[] maps = nils.clone();
    Arrays.fill(maps, 5, maps.length, (byte) 0x80);
    assertLittle(V04, Msgpack.of(List.of(List.of(wire(1, "span_events", new Msgpack.Raw(maps))))));
    assertLittle(V04, Msgpack.of(List.of(new Msgpack.Raw(maps))));
  }

  private static void assertLittle(SpanDecoder decoder, byte[] message) {
    decodes(decoder, message);
    long before = allocated();
    decodes(decoder, message);
    assertThat(allocated() - before).isLessThan(64 << 20);
  }

  private static boolean decodes(SpanDecoder decoder, byte[] message) {
    try {
      decoder.decode(ByteBuffer.wrap(message), LIMITS, new ForgettingSink());
      return true;
    } catch (DecodeException e) {
      assertThat(e.getMessage()).startsWith("Malformed " + decoder.format().name() + ": ");
      assertThat(e.getMessage().length()).isLessThan(400);
      return false;
    }
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  private static final class ForgettingSink implements SpanSink {
    @Override
    public void span(Span span) {
      assertThat(span.traceIdLow()).isNotZero();
      assertThat(span.spanId()).isNotZero();
    }

    @Override
    public void dropped(int count, DropReason why, String detail) {
      assertThat(detail).isNotEmpty();
    }

    @Override
    public void mended(MendReason what) {}
  }
}
