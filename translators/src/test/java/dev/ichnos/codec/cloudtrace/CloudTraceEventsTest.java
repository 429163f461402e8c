package dev.ichnos.codec.cloudtrace;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.devtools.cloudtrace.v2.Span.TimeEvent;
import com.google.devtools.cloudtrace.v2.Span.TimeEvents;
import dev.ichnos.codec.EncodeReport;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Event;
import dev.ichnos.model.SpanFixtures;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Events: as annotations, message events and stack traces. */
class CloudTraceEventsTest {
  private static final long DAY = 86_400_000_000_000L;
  private static final long HOUR = 3_600_000_000_000L;
  private static final long START = SpanFixtures.START;

  @Test
  void encode_33Events_keepsTheFirstAndTheLast16() throws Exception {
    CloudTraceBed all = encode(numbered(32));
    CloudTraceBed oneMore = encode(numbered(33));

    assertThat(all.span().getTimeEvents().getDroppedAnnotationsCount()).isZero();
    assertThat(descriptions(oneMore))
        .hasSize(32)
        .contains("e15", "e17", "e32")
        .doesNotContain("e16");
    assertThat(oneMore.span().getTimeEvents().getDroppedAnnotationsCount()).isEqualTo(1);
    assertThat(oneMore.report).isEqualTo(new EncodeReport(0, 1, 0));
    assertThat(oneMore.broken()).isEmpty();
  }

  @Test
  void encode_eventOf257Bytes_isCut() throws Exception {
    CloudTraceBed bed = encode(List.of(Event.of(START, "é".repeat(128) + "x")));

    TimeEvent.Annotation annotation = bed.span().getTimeEvents().getTimeEvent(0).getAnnotation();
    assertThat(annotation.getDescription().getValue()).isEqualTo("é".repeat(128));
    assertThat(annotation.getDescription().getTruncatedByteCount()).isEqualTo(1);
  }

  @Test
  void encode_fiveAttributes_keepsFour() throws Exception {
    Attributes.Builder attributes = Attributes.builder();
    for (int i = 0; i < 5; i++) {
      attributes.put("k" + i, i);
    }
    CloudTraceBed bed = encode(List.of(new Event(START, "e", attributes.build(), 3)));

    TimeEvent.Annotation annotation = bed.span().getTimeEvents().getTimeEvent(0).getAnnotation();
    assertThat(annotation.getAttributes().getAttributeMapMap())
        .containsOnlyKeys("k0", "k1", "k2", "k3");
    assertThat(annotation.getAttributes().getDroppedAttributesCount()).isEqualTo(4);
    assertThat(bed.broken()).isEmpty();
  }

  @Test
  void encode_eventOutOfTime_isLeftOut() throws Exception {
    CloudTraceBed bed =
        encode(
            List.of(
                Event.of(START - 365 * DAY - 1, "too old"),
                Event.of(START - 365 * DAY, "old"),
                Event.of(START + 1 + HOUR, "late"),
                Event.of(START + 2 + HOUR, "too late"),
                Event.of(Long.MAX_VALUE, "2262"),
                Event.of(-1, "before 1970"),
                Event.of(0, "no time")));

    assertThat(descriptions(bed)).containsExactly("old", "late", "no time");
    assertThat(bed.span().getTimeEvents().getDroppedAnnotationsCount()).isEqualTo(4);
    assertThat(bed.span().getTimeEvents().getTimeEvent(2).getTime())
        .isEqualTo(bed.span().getStartTime());
    assertThat(bed.broken()).isEmpty();
  }

  @Test
  void encode_droppedUpstream_isAdded() throws Exception {
    CloudTraceBed bed =
        CloudTraceBed.encode(
            CloudTraceBed.plain().events(numbered(40)).droppedEventsCount(-1).build());

    assertThat(bed.span().getTimeEvents().getDroppedAnnotationsCount())
        .isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void encode_rpcMessages_areMessageEvents() throws Exception {
    CloudTraceBed bed =
        encode(
            List.of(
                message("rpc.message", "rpc.message.", "SENT", 1),
                message("message", "message.", "RECEIVED", 2),
                new Event(START, "message", Attributes.of("message.type", "OTHER"), 0),
                new Event(
                    START,
                    "message",
                    Attributes.builder().put("message.type", "SENT").put("more", 1).build(),
                    0)));

    List<TimeEvent> events = bed.span().getTimeEvents().getTimeEventList();
    assertThat(events.get(0).getMessageEvent())
        .isEqualTo(
            TimeEvent.MessageEvent.newBuilder()
                .setType(TimeEvent.MessageEvent.Type.SENT)
                .setId(1)
                .setUncompressedSizeBytes(10)
                .setCompressedSizeBytes(5)
                .build());
    assertThat(events.get(1).getMessageEvent().getType())
        .isEqualTo(TimeEvent.MessageEvent.Type.RECEIVED);
    assertThat(events.get(2).hasAnnotation()).isTrue();
    assertThat(events.get(3).hasAnnotation()).isTrue();
  }

  @Test
  void encode_129Messages_keeps128AndNoAnnotationLess() throws Exception {
    List<Event> events = new ArrayList<>(numbered(32));
    for (int i = 0; i < 129; i++) {
      events.add(message("rpc.message", "rpc.message.", "SENT", i));
    }
    CloudTraceBed bed = encode(events);

    TimeEvents written = bed.span().getTimeEvents();
    assertThat(written.getTimeEventCount()).isEqualTo(160);
    assertThat(written.getDroppedMessageEventsCount()).isEqualTo(1);
    assertThat(written.getDroppedAnnotationsCount()).isZero();
    assertThat(bed.broken()).isEmpty();
  }

  @Test
  void encode_exception_isStackTraceAndAnnotation() throws Exception {
    CloudTraceBed bed = encode(List.of(exception("\tat a.B.c(B.java:7)\n")));

    assertThat(bed.span().getStackTrace().getStackFrames().getFrame(0).getLineNumber())
        .isEqualTo(7);
    assertThat(descriptions(bed)).containsExactly("java.lang.Error: no");
    assertThat(attributesOf(bed, 0)).containsOnlyKeys("exception.type", "exception.message");
    assertThat(bed.report).isSameAs(EncodeReport.COMPLETE);
  }

  @Test
  void encode_stackOfNoKind_staysAnAttribute() throws Exception {
    CloudTraceBed bed = encode(List.of(exception("somewhere")));

    assertThat(bed.span().hasStackTrace()).isFalse();
    assertThat(attributesOf(bed, 0))
        .containsOnlyKeys("exception.type", "exception.message", "exception.stacktrace");
  }

  @Test
  void encode_onlyStackOfNoKind_isTheDescription() throws Exception {
    Event event =
        new Event(START, "exception", Attributes.of("exception.stacktrace", "s".repeat(300)), 0);
    CloudTraceBed bed = encode(List.of(event));

    assertThat(descriptions(bed)).containsExactly("s".repeat(256));
    assertThat(attributesOf(bed, 0)).isEmpty();
  }

  @Test
  void encode_twoExceptions_takesTheStackOfTheLast() throws Exception {
    CloudTraceBed bed =
        encode(
            List.of(
                exception("\tat a.First.f(First.java:1)\n"),
                exception("\tat a.Last.l(Last.java:2)\n"),
                Event.of(START, "after")));

    assertThat(bed.span().getStackTrace().getStackFrames().getFrame(0).getFileName().getValue())
        .isEqualTo("Last.java");
    assertThat(attributesOf(bed, 0)).containsKey("exception.stacktrace");
  }

  @Test
  void encode_deepStack_keeps128Frames() throws Exception {
    CloudTraceBed all = encode(List.of(exception("\tat a.B.c(B.java:7)\n".repeat(128))));
    CloudTraceBed oneMore = encode(List.of(exception("\tat a.B.c(B.java:7)\n".repeat(129))));

    assertThat(all.span().getStackTrace().getStackFrames().getDroppedFramesCount()).isZero();
    assertThat(oneMore.span().getStackTrace().getStackFrames().getFrameCount()).isEqualTo(128);
    assertThat(oneMore.span().getStackTrace().getStackFrames().getDroppedFramesCount())
        .isEqualTo(1);
    assertThat(oneMore.broken()).isEmpty();
  }

  @Test
  void encode_longFrame_isCut() throws Exception {
    String function = "é".repeat(512);
    String file = "é".repeat(128);
    CloudTraceBed whole = encode(List.of(exception("at " + function + "(" + file + ":1)")));
    CloudTraceBed cut = encode(List.of(exception("at " + function + "x(" + file + "x:1)")));

    assertThat(whole.report).isSameAs(EncodeReport.COMPLETE);
    assertThat(cut.report).isEqualTo(new EncodeReport(2, 0, 0));
    assertThat(cut.span().getStackTrace().getStackFrames().getFrame(0).getFileName().getValue())
        .isEqualTo(file);
    assertThat(cut.broken()).isEmpty();
  }

  private static Event exception(String stack) {
    return new Event(
        START,
        "exception",
        Attributes.builder()
            .put("exception.stacktrace", stack)
            .put("exception.message", "no")
            .put("exception.type", "java.lang.Error")
            .build(),
        0);
  }

  private static Event message(String name, String prefix, String type, int id) {
    return new Event(
        START,
        name,
        Attributes.builder()
            .put(prefix + "type", type)
            .put(prefix + "id", id)
            .put(prefix + "uncompressed_size", 10)
            .put(prefix + "compressed_size", 5)
            .build(),
        0);
  }

  private static List<Event> numbered(int count) {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      events.add(Event.of(START, "e" + i));
    }
    return events;
  }

  private static CloudTraceBed encode(List<Event> events) throws Exception {
    return CloudTraceBed.encode(CloudTraceBed.plain().events(events).build());
  }

  private static List<String> descriptions(CloudTraceBed bed) {
    return bed.span().getTimeEvents().getTimeEventList().stream()
        .map(e -> e.getAnnotation().getDescription().getValue())
        .toList();
  }

  private static java.util.Map<String, ?> attributesOf(CloudTraceBed bed, int event) {
    return bed.span()
        .getTimeEvents()
        .getTimeEvent(event)
        .getAnnotation()
        .getAttributes()
        .getAttributeMapMap();
  }
}
