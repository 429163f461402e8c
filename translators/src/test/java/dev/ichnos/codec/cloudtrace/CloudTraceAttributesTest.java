package dev.ichnos.codec.cloudtrace;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.devtools.cloudtrace.v2.AttributeValue;
import com.google.devtools.cloudtrace.v2.TruncatableString;
import dev.ichnos.codec.EncodeReport;
import dev.ichnos.model.AttributeList;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Resource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which attributes go out, under which keys, and what is left of their values. */
class CloudTraceAttributesTest {
  @ParameterizedTest
  @CsvSource({
    "http.method, /http/method",
    "http.request.method, /http/method",
    "http.url, /http/url",
    "url.full, /http/url",
    "http.path, /http/path",
    "http.target, /http/path",
    "url.path, /http/path",
    "http.host, /http/host",
    "http.route, /http/route",
    "user_agent, /http/user_agent",
    "http.user_agent, /http/user_agent",
    "user_agent.original, /http/user_agent",
    "http.protocol, /http/client_protocol",
    "component, /component",
    "service.peer.name, peer.service",
    "upstream_cluster, upstream_cluster",
    "guid:x-request-id, guid:x-request-id",
    "shop.basket, shop.basket"
  })
  void encode_key_isTranslated(String key, String target) throws Exception {
    CloudTraceBed bed = CloudTraceBed.encode(Attributes.of(key, "x"));

    assertThat(bed.attributes()).containsOnlyKeys(target, "g.co/agent");
    assertThat(bed.text(target)).isEqualTo("x");
  }

  @ParameterizedTest
  @CsvSource({
    "http.status_code, /http/status_code",
    "http.response.status_code, /http/status_code",
    "request_size, /http/request/size",
    "http.request.body.size, /http/request/size",
    "http.response_content_length, /http/response/size",
    "grpc.status_code, rpc.grpc.status_code"
  })
  void encode_numberAsText_isAnInteger(String key, String target) throws Exception {
    CloudTraceBed bed = CloudTraceBed.encode(Attributes.of(key, "200"));

    assertThat(bed.attributes().get(target))
        .isEqualTo(AttributeValue.newBuilder().setIntValue(200).build());
  }

  @ParameterizedTest
  @CsvSource({"abc", "''", "-", "1.5", "1234567890123456789"})
  void encode_noNumberAsText_staysText(String value) throws Exception {
    CloudTraceBed bed = CloudTraceBed.encode(Attributes.of("http.status_code", value));

    assertThat(bed.text("/http/status_code")).isEqualTo(value);
  }

  @Test
  void encode_bothConventions_areWrittenOnce() throws Exception {
    CloudTraceBed bed =
        CloudTraceBed.encode(
            Attributes.builder()
                .put("http.status_code", "200")
                .put("http.method", "GET")
                .put("http.request.method", "GET")
                .put("http.response.status_code", 200)
                .build());

    assertThat(bed.attributes())
        .containsOnlyKeys("/http/status_code", "/http/method", "g.co/agent");
    assertThat(bed.report).isSameAs(EncodeReport.COMPLETE);
  }

  @Test
  void encode_conventionsThatDiffer_areBothWritten() throws Exception {
    CloudTraceBed bed =
        CloudTraceBed.encode(
            Attributes.builder().put("http.target", "/a?b=c").put("url.path", "/a").build());

    assertThat(bed.text("/http/path")).isEqualTo("/a");
    assertThat(bed.text("http.target")).isEqualTo("/a?b=c");
  }

  @ParameterizedTest
  @CsvSource({
    "http://reviews:9080/reviews/0?a=b#c, reviews:9080, /reviews/0",
    "https://user:secret@host/a@b, host, /a@b",
    "http://host, host, /",
    "http://host?q=http://other/x, host, /",
    "http://[::1]:80/x, [::1]:80, /x"
  })
  void encode_url_givesHostAndPath(String url, String host, String path) throws Exception {
    CloudTraceBed bed = CloudTraceBed.encode(Attributes.of("url.full", url));

    assertThat(bed.text("/http/host")).isEqualTo(host);
    assertThat(bed.text("/http/path")).isEqualTo(path);
  }

  @ParameterizedTest
  @CsvSource({"not a url", "://host/x", "http://", "http:///x", "1http://x/y", "/only/path"})
  void encode_noUrl_givesNeither(String url) throws Exception {
    CloudTraceBed bed = CloudTraceBed.encode(Attributes.of("http.url", url));

    assertThat(bed.attributes()).containsOnlyKeys("/http/url", "g.co/agent");
  }

  @Test
  void encode_serverAddress_isTheHostOfHttpOnly() throws Exception {
    Attributes http =
        Attributes.builder()
            .put("server.address", "shop")
            .put("network.protocol.version", "2")
            .put("http.request.method", "GET")
            .build();

    assertThat(CloudTraceBed.encode(http).attributes())
        .containsOnlyKeys("/http/host", "/http/client_protocol", "/http/method", "g.co/agent");
    assertThat(CloudTraceBed.encode(http).text("/http/client_protocol")).isEqualTo("HTTP/2");
    assertThat(CloudTraceBed.encode(Attributes.of("server.address", "db")).attributes())
        .containsOnlyKeys("server.address", "g.co/agent");
  }

  @Test
  void encode_longUrl_isCutBehindWhatMattersAndBetweenEscapes() throws Exception {
    String start = "http://h/" + "p".repeat(245);
    CloudTraceBed bed = CloudTraceBed.encode(Attributes.of("http.url", start + "%E2%9C%93"));

    TruncatableString url = bed.attributes().get("/http/url").getStringValue();
    assertThat(url.getValue()).isEqualTo(start);
    assertThat(url.getTruncatedByteCount()).isEqualTo(9);
    assertThat(bed.text("/http/host")).isEqualTo("h");
    assertThat(bed.report.cutFields()).isEqualTo(1);
  }

  @Test
  void encode_valueOf256Bytes_isWhole() throws Exception {
    CloudTraceBed bed = CloudTraceBed.encode(Attributes.of("k", "é".repeat(128)));

    assertThat(bed.text("k")).isEqualTo("é".repeat(128));
    assertThat(bed.report).isSameAs(EncodeReport.COMPLETE);
  }

  @ParameterizedTest
  @CsvSource({"é, 2", "✓, 3", "😀, 4"})
  void encode_valueOf257Bytes_losesItsLastCharacter(String character, int size) throws Exception {
    int many = 256 / size;
    String value = "x".repeat(257 - many * size) + character.repeat(many);
    CloudTraceBed bed = CloudTraceBed.encode(Attributes.of("k", value));

    TruncatableString text = bed.attributes().get("k").getStringValue();
    assertThat(text.getValue() + character).isEqualTo(value);
    assertThat(text.getTruncatedByteCount()).isEqualTo(size);
    assertThat(bed.report).isEqualTo(new EncodeReport(1, 0, 0));
    assertThat(bed.broken()).isEmpty();
  }

  @Test
  void encode_keyOf129Bytes_isLeftOutAndListed() throws Exception {
    String fits = "é".repeat(64);
    CloudTraceBed bed =
        CloudTraceBed.encode(
            Attributes.builder().put(fits, true).put(fits + "x", true).put("", true).build());

    assertThat(bed.attributes()).containsOnlyKeys(fits, "g.co/agent", "otel.dropped_keys");
    assertThat(bed.text("otel.dropped_keys")).isEqualTo(fits + "x");
    assertThat(bed.span().getAttributes().getDroppedAttributesCount()).isEqualTo(2);
    assertThat(bed.broken()).isEmpty();
  }

  @Test
  void encode_otherTypes_becomeText() throws Exception {
    CloudTraceBed bed =
        CloudTraceBed.encode(
            Attributes.builder()
                .put("double", 0.25)
                .put("bytes", new byte[] {1, 2, 3, -1})
                .put("list", AttributeList.builder().add("a\"b").add(1).addEmpty().build())
                .put("map", Attributes.builder().put("k", Double.NaN).put("l", true).build())
                .putEmpty("empty")
                .build());

    assertThat(bed.text("double")).isEqualTo("0.25");
    assertThat(bed.text("bytes")).isEqualTo("AQID/w==");
    assertThat(bed.text("list")).isEqualTo("[\"a\\\"b\",1,null]");
    assertThat(bed.text("map")).isEqualTo("{\"k\":\"NaN\",\"l\":true}");
    assertThat(bed.attributes().get("empty").hasStringValue()).isTrue();
  }

  @Test
  void encode_32_areAllWritten() throws Exception {
    CloudTraceBed bed = CloudTraceBed.encode(numbered(31));

    assertThat(bed.attributes()).hasSize(32).doesNotContainKey("otel.dropped_keys");
    assertThat(bed.report).isSameAs(EncodeReport.COMPLETE);
  }

  @Test
  void encode_33_keepTheMostImportantAndListTheRest() throws Exception {
    Attributes attributes = numbered(32).toBuilder().put("http.method", "GET").build();
    CloudTraceBed bed =
        CloudTraceBed.encode(
            CloudTraceBed.plain().attributes(attributes).droppedAttributesCount(7).build());

    assertThat(bed.attributes())
        .hasSize(32)
        .containsKeys("/http/method", "g.co/agent", "k0", "k28")
        .doesNotContainKeys("k29", "k30", "k31");
    assertThat(bed.text("otel.dropped_keys")).isEqualTo("k29,k30,k31");
    assertThat(bed.span().getAttributes().getDroppedAttributesCount()).isEqualTo(10);
    assertThat(bed.report).isEqualTo(new EncodeReport(0, 3, 0));
    assertThat(bed.broken()).isEmpty();
  }

  @Test
  void encode_upstreamDroppedKeys_standBeforeOurs() throws Exception {
    Attributes attributes = numbered(40).toBuilder().put("otel.dropped_keys", "x,y").build();

    assertThat(CloudTraceBed.encode(attributes).text("otel.dropped_keys")).startsWith("x,y,k30,");
  }

  @Test
  void encode_keyThatIsATargetAlready_isWrittenOnce() throws Exception {
    CloudTraceBed bed =
        CloudTraceBed.encode(
            Attributes.builder().put("/http/method", "GET").put("http.method", "PUT").build());

    assertThat(bed.text("/http/method")).isEqualTo("GET");
    assertThat(bed.text("http.method")).isEqualTo("PUT");
  }

  @Test
  void encode_resource_saysWhereItRuns() throws Exception {
    CloudTraceBed bed =
        resource(
            Attributes.builder()
                .put("service.name", "reviews")
                .put("cloud.region", "europe-west1")
                .put("k8s.cluster.name", "prod")
                .put("k8s.namespace.name", "shop")
                .put("k8s.pod.name", "reviews-1")
                .put("k8s.container.name", "app")
                .put("k8s.node.name", "node-7")
                .put("telemetry.sdk.name", "opentelemetry")
                .put("telemetry.sdk.language", "go")
                .put("telemetry.sdk.version", "1.40.0")
                .put("gcp.project_id", "test-project")
                .build());

    assertThat(bed.attributes())
        .containsOnlyKeys(
            "service.name",
            "g.co/agent",
            "g.co/r/k8s_container/location",
            "g.co/r/k8s_container/cluster_name",
            "g.co/r/k8s_container/namespace_name",
            "g.co/r/k8s_container/pod_name",
            "g.co/r/k8s_container/container_name",
            "k8s.node.name");
    assertThat(bed.text("g.co/agent")).isEqualTo("opentelemetry-go 1.40.0; ichnos");
    assertThat(bed.text("g.co/r/k8s_container/location")).isEqualTo("europe-west1");
  }

  @ParameterizedTest
  @CsvSource({"k8s.pod.name, g.co/r/k8s_pod/pod_name", "k8s.node.name, g.co/r/k8s_node/node_name"})
  void encode_lessOfCluster_isTheSmallestKnown(String key, String label) throws Exception {
    CloudTraceBed bed =
        resource(Attributes.builder().put(key, "x").put("k8s.cluster.name", "prod").build());

    assertThat(bed.text(label)).isEqualTo("x");
    assertThat(bed.attributes()).doesNotContainKeys(key, "k8s.cluster.name");
  }

  @Test
  void encode_noCluster_leavesKubernetesKeysAsTheyAre() throws Exception {
    assertThat(resource(Attributes.of("k8s.pod.name", "x")).attributes())
        .containsOnlyKeys("k8s.pod.name", "g.co/agent");
  }

  @Test
  void encode_sameKeyOnSpanAndResource_takesTheSpans() throws Exception {
    CloudTraceBed bed =
        CloudTraceBed.encode(
            CloudTraceBed.plain()
                .attributes(Attributes.builder().put("a", "span").put("zone", "span").build())
                .resource(
                    Resource.of(Attributes.builder().put("a", "no").put("zone", "no").build()))
                .build());

    assertThat(List.of(bed.text("a"), bed.text("zone"))).containsOnly("span");
  }

  private static CloudTraceBed resource(Attributes attributes) throws Exception {
    return CloudTraceBed.encode(CloudTraceBed.plain().resource(Resource.of(attributes)).build());
  }

  private static Attributes numbered(int count) {
    Attributes.Builder attributes = Attributes.builder();
    for (int i = 0; i < count; i++) {
      attributes.put("k" + i, i);
    }
    return attributes.build();
  }
}
