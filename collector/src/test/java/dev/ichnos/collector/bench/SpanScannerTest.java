package dev.ichnos.collector.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ichnos.codec.SpanEncoder;
import dev.ichnos.codec.cloudtrace.CloudTraceEncoder;
import dev.ichnos.codec.cloudtrace.CloudTraceOptions;
import dev.ichnos.codec.datadog.DatadogEncoder;
import dev.ichnos.codec.datadog.DatadogOptions;
import dev.ichnos.codec.otlp.OtlpProtoEncoder;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import dev.ichnos.model.SpanFixtures;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Held against what our own encoders write of spans that have a bit of everything. */
class SpanScannerTest {
  private final Random random = new Random(11);

  static Stream<Arguments> formats() {
    return Stream.of(
        Arguments.of(SpanScanner.OTLP, new OtlpProtoEncoder()),
        Arguments.of(
            SpanScanner.CLOUD_TRACE, new CloudTraceEncoder(CloudTraceOptions.of("shop-prod"))),
        Arguments.of(SpanScanner.DATADOG_V04, DatadogEncoder.v04(DatadogOptions.defaults())),
        Arguments.of(SpanScanner.DATADOG_V07, DatadogEncoder.v07(DatadogOptions.defaults())));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void scan_findsTheIdOfEverySpan(SpanScanner scanner, SpanEncoder encoder) throws Exception {
    for (int run = 0; run < 50; run++) {
      List<Span> spans = spans(1 + random.nextInt(20));

      List<Long> found = new ArrayList<>();
      scanner.scan(ByteBuffer.wrap(message(encoder, spans)), found::add);

      assertThat(found)
          .containsExactlyInAnyOrderElementsOf(spans.stream().map(Span::spanId).toList());
    }
  }

  @ParameterizedTest
  @MethodSource("formats")
  void scan_cutMessage_isMalformed(SpanScanner scanner, SpanEncoder encoder) throws Exception {
    byte[] message = message(encoder, spans(2));
    ByteBuffer cut = ByteBuffer.wrap(Arrays.copyOf(message, message.length - 3));

    assertThatThrownBy(() -> scanner.scan(cut, id -> {})).isInstanceOf(SpanScanner.Malformed.class);
  }

  private List<Span> spans(int count) {
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Span like = i % 3 == 0 ? SpanFixtures.EVERYTHING : SpanFixtures.SERVER;
      spans.add(
          like.toBuilder()
              .traceId(random.nextLong(), random.nextLong() | 1)
              .spanId(i % 5 == 0 ? 1 + i : random.nextLong() | 1)
              .parentSpanId(random.nextBoolean() ? 0 : random.nextLong())
              .attributes(
                  Attributes.of("span_id", "x".repeat(random.nextInt(300))).toBuilder()
                      .putAll(like.attributes())
                      .build())
              .build());
    }
    return spans;
  }

  private static byte[] message(SpanEncoder encoder, List<Span> spans) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    encoder.encode(new SpanBatch(spans, SpanFixtures.ORIGIN), bytes);
    return bytes.toByteArray();
  }
}
