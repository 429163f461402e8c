package dev.ichnos.codec.cloudtrace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.model.AttributeList;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Event;
import dev.ichnos.model.Link;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Scope;
import dev.ichnos.model.Span;
import dev.ichnos.model.Status;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Spans that no sender should send: what leaves is always a request that the backend takes. */
class CloudTraceHostileTest {
  private static final int SIX_MIB = 6 << 20;

  @ParameterizedTest
  @MethodSource("hostile")
  void encode_hostile_isTaken(Supplier<Span> hostile) throws Exception {
    CloudTraceBed bed =
        CloudTraceBed.encode(CloudTraceBed.plain().spanId(1).build(), hostile.get());

    assertThat(bed.broken()).isEmpty();
    assertThat(bed.request.getSpansCount()).isEqualTo(2);
    assertThat(bed.request.getSerializedSize()).isLessThan(200_000);
    assertThat(bed.report.droppedSpans()).isZero();
    assertThat(bed.report.cutFields() + bed.report.leftOutAttributes()).isPositive();
  }

  /** Made when they are needed: JUnit would print them all. */
  static Stream<Named<Supplier<Span>>> hostile() {
    String huge = "✓".repeat(SIX_MIB / 3);
    String big = "✓".repeat(20_000);
    return Stream.of(
        named("10 000 attributes", () -> with(many(10_000, "k"))),
        named("10 000 long keys", () -> with(many(10_000, "k".repeat(129)))),
        named("value", () -> with(Attributes.of("k", huge))),
        named("url", () -> with(Attributes.of("http.url", "http://" + huge + "/" + huge))),
        named("key", () -> with(Attributes.of(huge, "v"))),
        named("bytes", () -> with(Attributes.builder().put("k", new byte[SIX_MIB]).build())),
        named("list", () -> with(list(huge))),
        named(
            "map",
            () -> with(Attributes.builder().put("k", many(10_000, "✓".repeat(200))).build())),
        named("lone surrogates", () -> with(Attributes.of("\ud800", "\udc00".repeat(100)))),
        named("name", () -> plain().name(huge).build()),
        named("status", () -> plain().status(new Status(Status.Code.ERROR, huge)).build()),
        named("trace state", () -> plain().traceState(huge).build()),
        named("scope", () -> plain().scope(new Scope(huge, huge, many(5000, "s"), 0, "")).build()),
        named("resource", () -> plain().resource(Resource.of(many(16_384, "r"))).build()),
        named(
            "events",
            () -> events(Collections.nCopies(65_536, new Event(0, big, many(100, "e"), -1)))),
        named(
            "links",
            () ->
                plain()
                    .links(Collections.nCopies(65_536, new Link(1, 1, 1, big, 0, many(9, "l"), -1)))
                    .build()),
        named("stack of frames", () -> exception("\tat a.B.c(B.java:7)\n".repeat(300_000))),
        named("stack of one line", () -> exception("at " + huge + "(" + huge + ")")),
        named("stack of nothing", () -> exception("\n".repeat(SIX_MIB))),
        named("python", () -> exception("File \"" + huge + "\", line 1, in " + huge)),
        named("go", () -> exception(huge + "(\n\t" + huge + ".go:1")));
  }

  private static Named<Supplier<Span>> named(String name, Supplier<Span> span) {
    return Named.of(name, span);
  }

  private static Span.Builder plain() {
    return CloudTraceBed.plain();
  }

  @Test
  void of_timesOfOtherAges_areRefused() {
    Span good = plain().build();

    assertThat(admission(good)).isEqualTo(CloudTraceAdmission.ADMISSIBLE);
    assertThat(admission(good.toBuilder().startEpochNanos(1).endEpochNanos(2).build()))
        .isEqualTo(CloudTraceAdmission.TOO_OLD);
    assertThat(admission(good.toBuilder().endEpochNanos(Long.MAX_VALUE).build()))
        .isEqualTo(CloudTraceAdmission.TOO_FAR_AHEAD);
    assertThat(admission(good.toBuilder().startEpochNanos(Long.MIN_VALUE).build()))
        .isEqualTo(CloudTraceAdmission.NO_TIME);
  }

  private static CloudTraceAdmission admission(Span span) {
    return CloudTraceAdmission.of(span, CloudTraceBed.NOW);
  }

  private static Span with(Attributes attributes) {
    return plain().attributes(attributes).build();
  }

  private static Span exception(String stack) {
    Event event = new Event(0, "exception", Attributes.of("exception.stacktrace", stack), 0);
    return events(List.of(event));
  }

  private static Span events(List<Event> events) {
    return plain().events(events).build();
  }

  private static Attributes list(String text) {
    List<String> texts = new ArrayList<>(Collections.nCopies(10_000, "\"\n"));
    texts.add(text);
    return Attributes.builder().put("k", AttributeList.ofStrings(texts)).build();
  }

  private static Attributes many(int count, String prefix) {
    Attributes.Builder attributes = Attributes.builder();
    for (int i = 0; i < count; i++) {
      attributes.put(prefix + i, "v");
    }
    return attributes.build();
  }
}
