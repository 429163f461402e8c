package dev.ichnos.codec.cloudtrace;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.devtools.cloudtrace.v2.AttributeValue;
import com.google.devtools.cloudtrace.v2.BatchWriteSpansRequest;
import com.google.devtools.cloudtrace.v2.Span;
import com.google.devtools.cloudtrace.v2.StackTrace;
import com.google.devtools.cloudtrace.v2.TruncatableString;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnknownFieldSet;
import dev.ichnos.model.SpanFixtures;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The rules themselves: the limit passes, one more does not. */
class CloudTraceRulesTest {
  private static final long NOW_SECONDS = SpanFixtures.START / 1_000_000_000;

  @Test
  void broken_goodRequest_isNothing() {
    assertThat(broken(span -> {})).isEmpty();
  }

  @Test
  void broken_requestWithoutSpansOrProject_isNamed() {
    assertThat(CloudTraceRules.broken(BatchWriteSpansRequest.getDefaultInstance(), 0))
        .containsExactly("name:  (expected: projects/P)", "spans: none (expected: at least one)");
  }

  @Test
  void broken_ids_areNamed() {
    assertBroken("spans[0].name", s -> s.setName("projects/p/traces/1/spans/1"));
    assertBroken("spans[0].name", s -> s.setName(s.getName().replace("projects/p", "projects/q")));
    assertBroken("spans[0].span_id", s -> s.setSpanId("0000000000000002"));
    assertBroken("spans[0].parent_span_id", s -> s.setParentSpanId("0000000000000000"));
    assertBroken("spans[0].parent_span_id", s -> s.setParentSpanId("1"));
    assertBroken(
        "spans[0].name trace id",
        s -> s.setName(s.getName().replace("a".repeat(32), "0".repeat(32))));
  }

  @Test
  void broken_sameNameTwice_isNamed() {
    Span span = good().build();
    assertThat(
            CloudTraceRules.broken(
                BatchWriteSpansRequest.newBuilder()
                    .setName("projects/p")
                    .addSpans(span)
                    .addSpans(span)
                    .build(),
                SpanFixtures.START))
        .singleElement()
        .asString()
        .startsWith("spans[1].name: ")
        .endsWith("(expected: not to come twice)");
  }

  @Test
  void broken_displayName_isNamed() {
    assertHolds(s -> s.setDisplayName(text("é".repeat(64))));
    assertBroken(
        "spans[0].display_name: 129 bytes", s -> s.setDisplayName(text("é".repeat(64) + "x")));
    assertBroken("spans[0].display_name: 0 bytes", s -> s.setDisplayName(text("")));
  }

  @Test
  void broken_times_areNamed() {
    assertBroken("spans[0].start_time: absent", Span.Builder::clearStartTime);
    assertBroken("spans[0].end_time: absent", Span.Builder::clearEndTime);
    assertBroken("spans[0]: ends first", s -> s.setEndTime(time(NOW_SECONDS - 1)));
    assertHolds(s -> s.setStartTime(time(NOW_SECONDS - 14 * 86_400)));
    assertBroken("spans[0].start_time", s -> s.setStartTime(time(NOW_SECONDS - 14 * 86_400 - 1)));
    assertHolds(s -> s.setEndTime(time(NOW_SECONDS + 3 * 86_400)));
    assertBroken("spans[0].end_time", s -> s.setEndTime(time(NOW_SECONDS + 3 * 86_400 + 1)));
    assertBroken(
        "spans[0].end_time", s -> s.setEndTime(time(NOW_SECONDS + 1).toBuilder().setNanos(-1)));
  }

  @Test
  void broken_attributes_areNamed() {
    assertHolds(s -> s.setAttributes(attributes(32)));
    assertBroken("spans[0].attributes: 33", s -> s.setAttributes(attributes(33)));
    assertHolds(s -> s.setAttributes(attribute("é".repeat(64), "é".repeat(128))));
    assertBroken(
        "spans[0].attributes key: 129", s -> s.setAttributes(attribute("é".repeat(64) + "x", "")));
    assertBroken("spans[0].attributes key: 0", s -> s.setAttributes(attribute("", "")));
    assertBroken(
        "spans[0].attributes[k]: 257", s -> s.setAttributes(attribute("k", "x".repeat(257))));
    assertBroken(
        "spans[0].attributes[k]: no value",
        s -> s.getAttributesBuilder().putAttributeMap("k", AttributeValue.getDefaultInstance()));
  }

  @Test
  void broken_events_areNamed() {
    assertHolds(s -> annotations(s, 32));
    assertBroken("spans[0].time_events: 33", s -> annotations(s, 33));
    assertBroken(
        "spans[0].time_events: 129 message events",
        s -> {
          for (int i = 0; i < 129; i++) {
            s.getTimeEventsBuilder()
                .addTimeEventBuilder()
                .setTime(time(NOW_SECONDS))
                .getMessageEventBuilder();
          }
        });
    assertBroken(
        "spans[0].time_events[0].attributes: 5", s -> annotation(s).setAttributes(attributes(5)));
    assertBroken(
        "spans[0].time_events[0].description: 257",
        s -> annotation(s).setDescription(text("x".repeat(257))));
    assertBroken(
        "spans[0].time_events[0]: no value",
        s -> s.getTimeEventsBuilder().addTimeEventBuilder().setTime(time(NOW_SECONDS)));
    assertBroken(
        "spans[0].time_events[0].time",
        s -> {
          annotation(s);
          s.getTimeEventsBuilder()
              .getTimeEventBuilder(0)
              .setTime(time(NOW_SECONDS - 365 * 86_400 - 1));
        });
  }

  @Test
  void broken_linksAndStacks_areNamed() {
    assertHolds(s -> links(s, 128));
    assertBroken("spans[0].links: 129", s -> links(s, 129));
    assertBroken(
        "spans[0].links.attributes: 33",
        s -> {
          links(s, 1);
          s.getLinksBuilder().getLinkBuilder(0).setAttributes(attributes(33));
        });
    assertBroken(
        "spans[0].links.span_id",
        s -> {
          links(s, 1);
          s.getLinksBuilder().getLinkBuilder(0).setSpanId("0".repeat(16));
        });
    assertHolds(s -> frames(s, 128, "f".repeat(1024)));
    assertBroken("spans[0].stack_trace: 129", s -> frames(s, 129, "f"));
    assertBroken("spans[0].stack_trace.function_name: 1025", s -> frames(s, 1, "f".repeat(1025)));
    assertBroken("spans[0].stack_trace.function_name: 0", s -> frames(s, 1, ""));
    assertBroken("spans[0].status.code: 17", s -> s.getStatusBuilder().setCode(17));
    assertBroken("spans[0].span_kind", s -> s.setSpanKindValue(6));
  }

  @Test
  void broken_unknownField_isNamed() {
    UnknownFieldSet unknown =
        UnknownFieldSet.newBuilder()
            .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
            .build();
    assertBroken(
        "request.spans.display_name",
        s -> s.setDisplayName(text("x").toBuilder().setUnknownFields(unknown)));
  }

  private static void assertHolds(Consumer<Span.Builder> change) {
    assertThat(broken(change)).isEmpty();
  }

  private static void assertBroken(String start, Consumer<Span.Builder> change) {
    assertThat(broken(change)).anyMatch(rule -> rule.startsWith(start));
  }

  private static List<String> broken(Consumer<Span.Builder> change) {
    Span.Builder span = good();
    change.accept(span);
    BatchWriteSpansRequest request =
        BatchWriteSpansRequest.newBuilder().setName("projects/p").addSpans(span).build();
    return CloudTraceRules.broken(request, SpanFixtures.START);
  }

  private static Span.Builder good() {
    return Span.newBuilder()
        .setName("projects/p/traces/" + "a".repeat(32) + "/spans/0000000000000001")
        .setSpanId("0000000000000001")
        .setDisplayName(text("x"))
        .setStartTime(time(NOW_SECONDS))
        .setEndTime(time(NOW_SECONDS + 1));
  }

  private static void annotations(Span.Builder span, int count) {
    for (int i = 0; i < count; i++) {
      annotation(span);
    }
  }

  private static Span.TimeEvent.Annotation.Builder annotation(Span.Builder span) {
    return span.getTimeEventsBuilder()
        .addTimeEventBuilder()
        .setTime(time(NOW_SECONDS))
        .getAnnotationBuilder()
        .setDescription(text("x".repeat(256)));
  }

  private static void links(Span.Builder span, int count) {
    for (int i = 0; i < count; i++) {
      span.getLinksBuilder().addLinkBuilder().setTraceId("a".repeat(32)).setSpanId("b".repeat(16));
    }
  }

  private static void frames(Span.Builder span, int count, String function) {
    for (int i = 0; i < count; i++) {
      span.getStackTraceBuilder()
          .getStackFramesBuilder()
          .addFrame(StackTrace.StackFrame.newBuilder().setFunctionName(text(function)));
    }
  }

  private static Span.Attributes attributes(int count) {
    Span.Attributes.Builder attributes = Span.Attributes.newBuilder();
    for (int i = 0; i < count; i++) {
      attributes.putAttributeMap("k" + i, AttributeValue.newBuilder().setIntValue(i).build());
    }
    return attributes.build();
  }

  private static Span.Attributes attribute(String key, String value) {
    return Span.Attributes.newBuilder()
        .putAttributeMap(key, AttributeValue.newBuilder().setStringValue(text(value)).build())
        .build();
  }

  private static TruncatableString text(String value) {
    return TruncatableString.newBuilder().setValue(value).build();
  }

  private static Timestamp time(long seconds) {
    return Timestamp.newBuilder().setSeconds(seconds).build();
  }
}
