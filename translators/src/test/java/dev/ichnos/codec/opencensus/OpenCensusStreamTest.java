package dev.ichnos.codec.opencensus;

import static dev.ichnos.codec.opencensus.OpenCensusBed.decode;
import static dev.ichnos.codec.opencensus.OpenCensusBed.span;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.google.protobuf.Timestamp;
import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.RecordingSpanSink;
import dev.ichnos.codec.SpanDecoder;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Span;
import io.opencensus.proto.agent.common.v1.LibraryInfo;
import io.opencensus.proto.agent.common.v1.Node;
import io.opencensus.proto.agent.trace.v1.ExportTraceServiceRequest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds from one message of a stream to the next. */
class OpenCensusStreamTest {
  private SpanDecoder stream;

  @BeforeEach
  void openStream() {
    stream = new OpenCensusDecoder().stream();
  }

  @Test
  void decode_node_intoResource() throws DecodeException {
    Node.Builder node = node("reviews");
    node.getIdentifierBuilder()
        .setHostName("reviews-v1-7f")
        .setPid(-1) // 4,294,967,295, as the field is unsigned
        .setStartTimestamp(Timestamp.newBuilder().setSeconds(1_700_000_000L).setNanos(5));
    node.getLibraryInfoBuilder()
        .setLanguage(LibraryInfo.Language.GO_LANG)
        .setExporterVersion("0.7.0")
        .setCoreLibraryVersion("0.24.0");
    node.putAttributes("team", "books");

    assertThat(resource(message().setNode(node)).attributes())
        .isEqualTo(
            Attributes.builder()
                .put("team", "books")
                .put("host.name", "reviews-v1-7f")
                .put("process.pid", 4_294_967_295L)
                .put("process.creation.time", "2023-11-14T22:13:20.000000005Z")
                .put("telemetry.sdk.language", "go")
                .put("opencensus.exporterversion", "0.7.0")
                .put("telemetry.sdk.version", "0.24.0")
                .put("telemetry.sdk.name", "opencensus")
                .put("service.name", "reviews")
                .build());
  }

  @Test
  void decode_nodeInFirstMessageOnly_holds() throws DecodeException {
    RecordingSpanSink first =
        decode(
            stream,
            ExportTraceServiceRequest.newBuilder().setNode(node("reviews")).build().toByteArray());
    Resource second = resource(message());
    Resource third = resource(message());

    assertThat(first.spans()).isEmpty();
    assertThat(second).isEqualTo(Resource.of(Attributes.of("service.name", "reviews")));
    assertThat(third).isSameAs(second);
  }

  @Test
  void decode_anotherNode_holdsFromThenOn() throws DecodeException {
    resource(message().setNode(node("reviews")));

    assertThat(service(message().setNode(node("ratings")))).isEqualTo("ratings");
    assertThat(service(message())).isEqualTo("ratings");
  }

  @Test
  void decode_otherStream_knowsNothing() throws DecodeException {
    OpenCensusDecoder decoder = new OpenCensusDecoder();
    byte[] named = message().setNode(node("reviews")).build().toByteArray();
    decode(decoder.stream(), named);
    decode(decoder, named);

    byte[] unnamed = message().build().toByteArray();
    assertThat(decode(decoder.stream(), unnamed).spans().get(0).resource())
        .isSameAs(Resource.EMPTY);
    assertThat(decode(decoder, unnamed).spans().get(0).resource()).isSameAs(Resource.EMPTY);
  }

  @Test
  void decode_resource_holdsUnderTheNode() throws DecodeException {
    ExportTraceServiceRequest.Builder first = message().setNode(node("reviews"));
    first
        .getResourceBuilder()
        .putLabels("k8s.pod.name", "reviews-v1-7f")
        .putLabels("service.name", "unknown");
    resource(first);

    assertThat(resource(message().setNode(node("ratings"))).attributes())
        .isEqualTo(
            Attributes.builder()
                .put("k8s.pod.name", "reviews-v1-7f")
                .put("service.name", "ratings")
                .build());
  }

  @Test
  void decode_spanWithResource_keepsTheNodeOnly() throws DecodeException {
    ExportTraceServiceRequest.Builder message = message().setNode(node("reviews"));
    message.getResourceBuilder().putLabels("k8s.pod.name", "reviews-v1-7f");
    message.getSpansBuilder(0).getResourceBuilder().putLabels("k8s.pod.name", "other");

    assertThat(resource(message).attributes())
        .isEqualTo(
            Attributes.builder()
                .put("k8s.pod.name", "other")
                .put("service.name", "reviews")
                .build());
  }

  /** Each of many spans with a resource of its own, and a node that would be in all of them. */
  @Test
  void decode_manyResources_onlySoManyAreMade() throws DecodeException {
    ExportTraceServiceRequest.Builder message =
        ExportTraceServiceRequest.newBuilder().setNode(node("reviews"));
    for (int i = 0; i < SpanResources.MAX_OWN + 2; i++) {
      io.opencensus.proto.trace.v1.Span.Builder span = span();
      span.getResourceBuilder().putLabels("id", "r" + i);
      message.addSpans(span);
    }

    RecordingSpanSink sink = decode(stream, message.build().toByteArray());

    assertThat(sink.spans().stream().map(Span::resource).distinct())
        .hasSize(SpanResources.MAX_OWN + 1);
    assertThat(sink.spans().get(SpanResources.MAX_OWN).resource().attributes())
        .isEqualTo(Attributes.of("service.name", "reviews"));
    assertThat(sink.mended()).containsOnly(entry(MendReason.LIMIT, 2));
  }

  @Test
  void decode_largeNode_keptInPart() throws DecodeException {
    Node.Builder node = node("reviews");
    for (int i = 0; i < 1000; i++) {
      node.putAttributes("key" + i, "x".repeat(i % 2 == 0 ? 10 : 200));
    }

    RecordingSpanSink sink = decode(stream, message().setNode(node).build().toByteArray());

    Attributes attributes = sink.spans().get(0).resource().attributes();
    assertThat(attributes.size()).isBetween(LabelRoom.MAX_ENTRIES, LabelRoom.MAX_ENTRIES + 1);
    assertThat(attributes.string("service.name")).isEqualTo("reviews");
    assertThat(sink.mended()).containsOnly(entry(MendReason.LIMIT, 1));
  }

  @Test
  void decode_textOfAMegabyteInNode_leftOut() throws DecodeException {
    Node.Builder node = node("reviews").putAttributes("key", "x".repeat(1 << 20));

    RecordingSpanSink sink = decode(stream, message().setNode(node).build().toByteArray());

    assertThat(sink.spans().get(0).resource().attributes())
        .isEqualTo(Attributes.of("service.name", "reviews"));
    assertThat(sink.mended()).containsOnly(entry(MendReason.LIMIT, 1));
  }

  private Resource resource(ExportTraceServiceRequest.Builder message) throws DecodeException {
    RecordingSpanSink sink = decode(stream, message.build().toByteArray());
    assertThat(sink.dropped()).isEmpty();
    assertThat(sink.mended()).isEmpty();
    List<Span> spans = sink.spans();
    assertThat(spans).hasSize(1);
    return spans.get(0).resource();
  }

  private String service(ExportTraceServiceRequest.Builder message) throws DecodeException {
    return resource(message).attributes().string("service.name");
  }

  private static ExportTraceServiceRequest.Builder message() {
    return ExportTraceServiceRequest.newBuilder().addSpans(span());
  }

  private static Node.Builder node(String service) {
    Node.Builder node = Node.newBuilder();
    node.getServiceInfoBuilder().setName(service);
    return node;
  }
}
