package dev.ichnos.istio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One good file with every field, and one bad file per rule. */
class MeshConfigTest {
  private static final String HOST = "ichnos.ichnos.svc.cluster.local";

  @Test
  void read_everyField() {
    MeshConfig mesh =
        read(
            """
            enableTracing: true
            defaultConfig:
              tracing: {}
            extensionProviders:
            - name: a
              zipkin:
                service: ichnos/ichnos.ichnos.svc.cluster.local
                port: 9411
                maxTagLength: 64
                enable64bitTraceId: true
                path: /zipkin
                traceContextOption: USE_B3_WITH_W3C_PROPAGATION
                timeout: 0.5s
                headers:
                - name: x-tenant
                  value: one
            - name: b
              opentelemetry:
                service: 10.0.0.7
                port: 4318
                maxTagLength: 65
                http:
                  path: /v1/traces
                  timeout: 5s
                  headers:
                  - name: authorization
                    envName: TOKEN
            - name: c
              opentelemetry:
                service: otlp.example.com
                port: 4317
                grpc:
                  timeout: 3s
                  initialMetadata:
                  - name: x-tenant
                    value: two
            """);

    assertThat(mesh)
        .isEqualTo(
            new MeshConfig(
                true,
                new ProxyConfig(new ProxyConfig.LegacyTracing()),
                List.of(
                    new ExtensionProvider(
                        "a",
                        new ZipkinProvider(
                            "ichnos/" + HOST,
                            9411,
                            64,
                            true,
                            "/zipkin",
                            ZipkinProvider.TraceContextOption.USE_B3_WITH_W3C_PROPAGATION,
                            "0.5s",
                            List.of(new HeaderValue("x-tenant", "one", null))),
                        null),
                    new ExtensionProvider(
                        "b",
                        null,
                        new OpenTelemetryProvider(
                            "10.0.0.7",
                            4318,
                            65,
                            new OpenTelemetryProvider.Http(
                                "/v1/traces",
                                "5s",
                                List.of(new HeaderValue("authorization", null, "TOKEN"))),
                            null)),
                    new ExtensionProvider(
                        "c",
                        null,
                        new OpenTelemetryProvider(
                            "otlp.example.com",
                            4317,
                            0,
                            null,
                            new OpenTelemetryProvider.Grpc(
                                "3s", List.of(new HeaderValue("x-tenant", "two", null))))))));
  }

  @Test
  void read_nothing_isEmpty() {
    assertThat(read("{}")).isEqualTo(new MeshConfig(null, null, List.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "ichnos, fully qualified",
    "ichnos.ichnos.svc, cluster's domain",
    "Ichnos.example.com, fully qualified",
    "*.example.com, fully qualified",
    "http://a.example.com, namespace before the slash",
    "/a.example.com, namespace before the slash",
    "a.example.com:9411, fully qualified",
  })
  void service_thatIstioWouldNotFind_isRefused(String service, String expected) {
    assertRefused(
        zipkin("service: '" + service + "', port: 9411"), "service: " + service, expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {HOST, "otlp.example.com", "ns/otlp.example.com", "10.1.2.3", "fd00::1"})
  void service_qualified_isAccepted(String service) {
    assertThat(read(zipkin("service: '" + service + "', port: 9411")).extensionProviders())
        .hasSize(1);
  }

  @Test
  void service_absent_isRefused() {
    assertRefused(zipkin("port: 9411"), "service");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 65_536, -1})
  void port_outOfRange_isRefused(int port) {
    assertRefused(zipkin("service: " + HOST + ", port: " + port), "port: " + port, "1-65535");
  }

  @Test
  void port_absent_isRefused() {
    assertRefused(zipkin("service: " + HOST), "port");
  }

  @Test
  void maxTagLength_negative_isRefused() {
    assertRefused(zipkin("service: " + HOST + ", port: 1, maxTagLength: -1"), "maxTagLength: -1");
  }

  @Test
  void traceContextOption_unknown_isRefused() {
    assertRefused(zipkin("service: " + HOST + ", port: 1, traceContextOption: USE_W3C"), "USE_W3C");
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "5ms", "-1s", "s"})
  void timeout_notInSeconds_isRefused(String timeout) {
    assertRefused(
        zipkin("service: " + HOST + ", port: 1, timeout: '" + timeout + "'"),
        "timeout: " + timeout,
        "seconds");
  }

  @Test
  void path_withoutLeadingSlash_isRefused() {
    assertRefused(zipkin("service: " + HOST + ", port: 1, path: v2"), "path: v2", "slash");
    assertRefused(otlp("http: {path: v1/traces}"), "path: v1/traces", "slash");
  }

  @Test
  void httpPath_absent_isRefused() {
    assertRefused(otlp("http: {timeout: 5s}"), "path");
  }

  @Test
  void httpAndGrpc_together_areRefused() {
    assertRefused(otlp("http: {path: /v1/traces}, grpc: {}"), "both http and grpc");
  }

  @Test
  void names_twice_areRefused() {
    String entry = "{name: a, zipkin: {service: " + HOST + ", port: 1}}";
    assertRefused("extensionProviders: [" + entry + ", " + entry + "]", "two are named a");
  }

  @Test
  void name_absentOrEmpty_isRefused() {
    assertRefused("extensionProviders: [{zipkin: {service: " + HOST + ", port: 1}}]", "name");
    assertRefused(
        "extensionProviders: [{name: '', zipkin: {service: " + HOST + ", port: 1}}]", "name");
  }

  @Test
  void kind_noneOrTwo_isRefused() {
    String settings = "{service: " + HOST + ", port: 1}";
    assertRefused("extensionProviders: [{name: a}]", "no kind");
    assertRefused(
        "extensionProviders: [{name: a, zipkin: "
            + settings
            + ", opentelemetry: "
            + settings
            + "}]",
        "two kinds");
  }

  @Test
  void kind_unknown_isRefused() {
    String known = "zipkin: {service: " + HOST + ", port: 1}";
    assertRefused("extensionProviders: [{name: a, " + known + ", zipkn: {}}]", "zipkn");
    assertRefused("extensionProviders: [{name: a, zipkn: {}}]", "exactly one of zipkin");
  }

  @Test
  void header_withoutOrWithTwoValues_isRefused() {
    assertRefused(otlp("grpc: {initialMetadata: [{name: x}]}"), "header x: no value");
    assertRefused(
        otlp("grpc: {initialMetadata: [{name: x, value: a, envName: B}]}"),
        "both value and envName");
  }

  @Test
  void unknownField_isRefused() {
    assertRefused("enableTracin: true", "enableTracin");
    assertRefused("defaultConfig: {tracing: {sampling: 1}}", "sampling");
  }

  @Test
  void ownHeaders_followTheTracer() {
    assertThat(own(zipkin("service: " + HOST + ", port: 1")))
        .contains("x-b3-traceid", "b3")
        .doesNotContain("traceparent");
    assertThat(
            own(
                zipkin(
                    "service: "
                        + HOST
                        + ", port: 1, traceContextOption:"
                        + " USE_B3_WITH_W3C_PROPAGATION")))
        .contains("x-b3-traceid", "traceparent");
    assertThat(own(otlp(""))).containsExactlyInAnyOrder("traceparent", "tracestate");
  }

  private static Set<String> own(String yaml) {
    return read(yaml).extensionProviders().get(0).tracing().ownHeaders();
  }

  private static String zipkin(String fields) {
    return "extensionProviders: [{name: a, zipkin: {" + fields + "}}]";
  }

  private static String otlp(String more) {
    return "extensionProviders: [{name: a, opentelemetry: {service: "
        + HOST
        + ", port: 1"
        + (more.isEmpty() ? "" : ", " + more)
        + "}}]";
  }

  private static MeshConfig read(String yaml) {
    JsonNode tree = StrictYaml.documents(yaml).get(0);
    return StrictYaml.bind(tree, MeshConfig.class);
  }

  private static void assertRefused(String yaml, String... parts) {
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(parts);
  }
}
