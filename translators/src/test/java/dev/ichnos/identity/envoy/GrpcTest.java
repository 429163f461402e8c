package dev.ichnos.identity.envoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.ichnos.model.Span;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrpcTest {
  @Test
  void path_serviceAndMethod() {
    assertThat(lines(Proxies.asking("grpc.path", "/shop.Ratings/Get", "grpc.status_code", "0")))
        .contains(
            entry("rpc.system", "\"grpc\""),
            entry("rpc.service", "\"shop.Ratings\""),
            entry("rpc.method", "\"Get\""),
            entry("rpc.grpc.status_code", "0"),
            entry("rpc.response.status_code", "\"OK\""),
            entry("grpc.status_code", "0"),
            entry("grpc.path", "\"/shop.Ratings/Get\""));
  }

  /** Envoys up to 1.13 say no more of a call than its status. */
  @Test
  void path_absent_ofUrl() {
    assertThat(
            lines(
                Proxies.asking(
                    "http.url", "http://ratings:9090/shop.Ratings/Get", "grpc.status_code", "5")))
        .contains(
            entry("rpc.service", "\"shop.Ratings\""),
            entry("rpc.method", "\"Get\""),
            entry("rpc.response.status_code", "\"NOT_FOUND\""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "//", "/a", "/a/", "//b", "a/b", "/a/b/c", "/a/b?c", "/a/b/"})
  void path_noMethod_notRead(String path) {
    assertThat(lines(Proxies.asking("grpc.path", path)))
        .contains(entry("rpc.system", "\"grpc\""))
        .doesNotContainKeys("rpc.service", "rpc.method");
  }

  @ParameterizedTest
  @CsvSource({
    "0, OK",
    "1, CANCELLED",
    "16, UNAUTHENTICATED",
    "17, ''",
  })
  void status_named(String code, String name) {
    Map<String, String> lines = lines(Proxies.asking("grpc.status_code", code));

    assertThat(lines).contains(entry("rpc.grpc.status_code", code));
    assertThat(lines.getOrDefault("rpc.response.status_code", "").replace("\"", ""))
        .isEqualTo(name);
  }

  @Test
  void status_noNumber_untouched() {
    assertThat(lines(Proxies.asking("grpc.status_code", "Invalid")))
        .contains(entry("grpc.status_code", "\"Invalid\""))
        .doesNotContainKey("rpc.grpc.status_code");
  }

  @Test
  void authority_serverUnknown_server() {
    assertThat(lines(Proxies.answering("grpc.authority", "ratings:9090", "grpc.path", "/a/b")))
        .contains(entry("server.address", "\"ratings\""), entry("server.port", "9090"));
  }

  @Test
  void authority_serverKnown_untouched() {
    assertThat(lines(Proxies.asking("grpc.authority", "ratings:9090", "grpc.path", "/a/b")))
        .contains(
            entry("server.address", "\"reviews.shop.svc.cluster.local\""),
            entry("grpc.authority", "\"ratings:9090\""));
  }

  @Test
  void noCallOfGrpc_nothing() {
    assertThat(lines(Proxies.asking("http.method", "GET"))).doesNotContainKey("rpc.system");
  }

  @ParameterizedTest
  @CsvSource({
    "plain, plain",
    "no%20rating, no rating",
    "%E2%9C%93, ✓",
    "100%, 100%",
    "%2, %2",
    "%zz, %zz",
    "%25zz, %zz",
    "'', ''",
  })
  void message_percentSignsUndone(String encoded, String expected) {
    assertThat(Grpc.message(encoded)).isEqualTo(expected);
  }

  private static Map<String, String> lines(Span span) {
    return Proxies.lines(Proxies.read(span));
  }
}
