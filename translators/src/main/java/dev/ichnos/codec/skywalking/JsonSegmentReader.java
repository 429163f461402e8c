package dev.ichnos.codec.skywalking;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.codec.DropReason;
import dev.ichnos.codec.SpanSink;
import dev.ichnos.codec.wire.BadValueException;
import dev.ichnos.codec.wire.JsonMessage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads a segment, or a list of segments, in protobuf's JSON. */
final class JsonSegmentReader {
  private static final String EXPECTED =
      " (expected: a segment, {\"traceId\":...}, or a list of segments)";

  private final JsonParser parser;
  private final DecodeLimits limits;
  private final SpanSink out;
  private final JsonValues values;
  private final CanonicalSpans spans;
  private final LogDraft log;
  private int spanCount;

  JsonSegmentReader(JsonMessage message, DecodeLimits limits, SpanSink out) {
    this.parser = message.parser();
    this.limits = limits;
    this.out = out;
    this.values = new JsonValues(message, limits);
    this.spans = new CanonicalSpans(out);
    this.log = new LogDraft(limits.maxAttributes());
  }

  void message() throws IOException, DecodeException {
    JsonToken first = parser.nextToken();
    if (first == null) {
      return;
    }
    switch (first) {
      case START_OBJECT -> segment("");
      case START_ARRAY -> list();
      default -> throw values.malformed("found " + values.what() + EXPECTED);
    }
    if (parser.nextToken() != null) {
      throw values.malformed("found " + values.what() + " (expected: nothing behind the segments)");
    }
  }

  private void list() throws IOException, DecodeException {
    for (int index = 0; parser.nextToken() != JsonToken.END_ARRAY; index++) {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        throw values.malformed(
            "segments[" + index + "] is " + values.what() + " (expected: a segment object)");
      }
      segment("segments[" + index + "].");
    }
  }

  private void segment(String place) throws IOException, DecodeException {
    SegmentDraft segment = new SegmentDraft(place);
    values.report(out::mended);
    values.object(name -> segmentField(segment, name));
    spans.segment(segment);
  }

  private void segmentField(SegmentDraft segment, String name) throws IOException, DecodeException {
    switch (name) {
      case "traceId" -> segment.traceId = values.text();
      case "traceSegmentId" -> segment.segmentId = values.text();
      case "service" -> segment.service = values.text();
      case "serviceInstance" -> segment.serviceInstance = values.text();
      case "isSizeLimited" -> segment.sizeLimited = values.flag();
      case "spans" -> {
        int[] index = {0};
        values.list(() -> span(segment, index[0]++));
        values.report(out::mended);
      }
      default -> values.skip();
    }
  }

  private void span(SegmentDraft segment, int index) throws IOException, DecodeException {
    if (spanCount++ == limits.maxSpans()) {
      throw values.malformed("too many spans (expected: at most " + limits.maxSpans() + ")");
    }
    SpanDraft span = new SpanDraft(limits, segment.place, index);
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      out.dropped(
          1,
          DropReason.MALFORMED_SPAN,
          span.place() + ": found " + values.what() + " (expected: a span object)");
      values.skip();
      return;
    }
    values.report(span::mended);
    Problem problem = new Problem();
    values.object(name -> spanField(span, name, problem));
    if (problem.detail == null) {
      segment.spans.add(span);
    } else {
      out.dropped(1, DropReason.MALFORMED_SPAN, span.place() + "." + problem.detail);
    }
  }

  /** What is first wrong with a span. */
  private static final class Problem {
    private @Nullable String detail;
  }

  /** Numbers that tell spans and times apart cost the span when they are none. */
  private void spanField(SpanDraft span, String name, Problem problem)
      throws IOException, DecodeException {
    try {
      switch (name) {
        case "spanId" -> span.spanId = values.int32();
        case "parentSpanId" -> span.parentSpanId = values.int32();
        case "startTime" -> span.startEpochNanos = span.nanos(values.number());
        case "endTime" -> span.endEpochNanos = span.nanos(values.number());
        default -> lenientField(span, name);
      }
    } catch (BadValueException e) {
      if (problem.detail == null) {
        problem.detail = name + " at byte " + values.byteOffset() + ": " + e.getMessage();
      }
      values.skip();
    }
  }

  private void lenientField(SpanDraft span, String name) throws IOException, DecodeException {
    switch (name) {
      case "refs" -> values.list(() -> reference(span));
      case "operationName" -> span.operationName = values.text();
      case "peer" -> span.peer = values.text();
      case "spanType" -> type(span);
      case "spanLayer" -> layer(span);
      case "componentId" -> span.componentId = int32();
      case "isError" -> span.error = values.flag();
      case "tags" -> values.list(() -> pair(span, null));
      case "logs" -> values.list(() -> log(span));
      case "skipAnalysis" -> span.skipAnalysis = values.flag();
      default -> values.skip();
    }
  }

  private void type(SpanDraft span) throws IOException, DecodeException {
    span.type(values.isNumber() ? SpanType.ofNumber(int32()) : SpanType.ofName(values.text()));
  }

  private void layer(SpanDraft span) throws IOException, DecodeException {
    if (values.isNumber()) {
      span.layer(int32());
    } else {
      span.layer(values.text());
    }
  }

  /** A number without which the span is whole; 0 when it is none. */
  private int int32() throws IOException, DecodeException {
    try {
      return values.int32();
    } catch (BadValueException e) {
      values.leaveOut();
      return 0;
    }
  }

  private void reference(SpanDraft span) throws IOException, DecodeException {
    Reference reference = new Reference();
    values.object(name -> referenceField(reference, name));
    span.reference(reference);
  }

  private void referenceField(Reference reference, String name)
      throws IOException, DecodeException {
    switch (name) {
      case "refType" ->
          reference.crossThread =
              values.isNumber() ? int32() == 1 : values.text().equals("CrossThread");
      case "traceId" -> reference.traceId = values.text();
      case "parentTraceSegmentId" -> reference.segmentId = values.text();
      case "parentSpanId" -> {
        try {
          reference.spanId = values.int32();
        } catch (BadValueException e) {
          values.skip();
          reference.spanId = -1;
        }
      }
      case "parentService" -> reference.service = values.text();
      case "parentServiceInstance" -> reference.serviceInstance = values.text();
      case "parentEndpoint" -> reference.endpoint = values.text();
      case "networkAddressUsedAtPeer" -> reference.address = values.text();
      default -> values.skip();
    }
  }

  private void log(SpanDraft span) throws IOException, DecodeException {
    log.clear();
    values.object(
        name -> {
          switch (name) {
            case "time" -> logTime(span);
            case "data" -> values.list(() -> pair(span, log));
            default -> values.skip();
          }
        });
    span.log(log.event());
  }

  private void logTime(SpanDraft span) throws IOException, DecodeException {
    try {
      log.epochNanos = span.nanos(values.number());
    } catch (BadValueException e) {
      values.leaveOut();
    }
  }

  /** A pair of a log, or a tag of the span where there is no log. */
  private void pair(SpanDraft span, @Nullable LogDraft into) throws IOException, DecodeException {
    String[] pair = {"", ""};
    values.object(
        name -> {
          switch (name) {
            case "key" -> pair[0] = values.text();
            case "value" -> pair[1] = values.text();
            default -> values.skip();
          }
        });
    if (into == null) {
      span.tag(pair[0], pair[1]);
    } else {
      into.pair(pair[0], pair[1]);
    }
  }
}
