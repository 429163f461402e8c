package dev.ichnos.identity.envoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "http.method; GET; http.request.method; \"GET\"",
        "http.method; get; http.request.method; \"GET\"",
        "http.method; get; http.request.method_original; \"get\"",
        "http.method; PURGE; http.request.method; \"_OTHER\"",
        "http.method; PURGE; http.request.method_original; \"PURGE\"",
        "http.status_code; 404; http.response.status_code; 404",
        "http.status_code; 404; http.status_code; 404",
        "http.status_code; 0; http.status_code; 0",
        "http.protocol; HTTP/1.0; network.protocol.version; \"1.0\"",
        "http.protocol; HTTP/1.1; network.protocol.version; \"1.1\"",
        "http.protocol; HTTP/2; network.protocol.version; \"2\"",
        "http.protocol; HTTP/3; network.protocol.version; \"3\"",
        "http.protocol; HTTP/3; network.protocol.name; \"http\"",
        "user_agent; curl/8.9.1; user_agent.original; \"curl/8.9.1\"",
        "request_size; 12; http.request.body.size; 12",
        "request_size; 12; request_size; 12",
        "response_size; 4183; http.response.body.size; 4183",
        "response_size; 4183; response_size; 4183",
        "retry.count; 2; http.request.resend_count; 2",
        "retry.count; 2; retry.count; 2",
        "guid:x-request-id; 7c1e; http.request.header.x-request-id; [7c1e]",
        "guid:x-request-id; 7c1e; guid:x-request-id; \"7c1e\"",
        "guid:x-client-trace-id; 7c1e; guid:x-client-trace-id; \"7c1e\"",
        "my.tag; 12; my.tag; \"12\"",
      })
  void tag_becomes(String tag, String value, String key, String expected) {
    assertThat(Proxies.lines(Proxies.read(Proxies.answering(tag, value))))
        .contains(entry(key, expected));
  }

  @ParameterizedTest
  @CsvSource({
    "http.status_code, 0, http.response.status_code",
    "http.status_code, abc, http.response.status_code",
    "http.status_code, 99, http.response.status_code",
    "http.method, -, http.request.method",
    "http.method, '', http.request.method",
    "http.protocol, -, network.protocol.name",
    "http.protocol, SPDY, network.protocol.name",
    "user_agent, -, user_agent.original",
    "request_size, -1, http.request.body.size",
    "request_size, 1234567890123456789, http.request.body.size",
    "guid:x-request-id, '', http.request.header.x-request-id",
  })
  void tag_saysNothing_noAttribute(String tag, String value, String key) {
    Map<String, String> lines = Proxies.lines(Proxies.read(Proxies.answering(tag, value)));

    assertThat(lines).doesNotContainKey(key).containsKey(tag);
  }

  /** The newest proxies can write these themselves, as text. */
  @ParameterizedTest
  @CsvSource({
    "http.request.method, GET, http.method, '\"GET\"', '\"GET\"'",
    "http.request.method, PURGE, http.method, '\"PURGE\"', '\"_OTHER\"'",
    "http.response.status_code, 503, http.status_code, 503, 503",
    "http.request.body.size, 12, request_size, 12, 12",
    "http.response.body.size, 12, response_size, 12, 12",
    "http.request.resend_count, 1, retry.count, 1, 1",
    "user_agent.original, curl, user_agent, '\"curl\"', '\"curl\"'",
  })
  void conventionsOfProxy_bothNames(
      String key, String value, String legacy, String inLegacy, String inStable) {
    assertThat(Proxies.lines(Proxies.read(Proxies.answering(key, value))))
        .contains(entry(legacy, inLegacy), entry(key, inStable));
  }

  @Test
  void conventionsOfProxy_noAnswer_noCode() {
    assertThat(Proxies.lines(Proxies.read(Proxies.answering("http.response.status_code", "0"))))
        .doesNotContainKey("http.response.status_code")
        .contains(entry("http.status_code", "0"));
  }

  @Test
  void url_asking_whole() {
    String url = "http://reviews:9080/reviews/0?q=1";

    assertThat(Proxies.lines(Proxies.read(Proxies.asking("http.url", url))))
        .contains(entry("url.full", '"' + url + '"'), entry("http.url", '"' + url + '"'))
        .doesNotContainKeys("url.scheme", "url.path", "url.query", "url.truncated");
  }

  @Test
  void url_askingWithUser_withoutUser() {
    assertThat(Proxies.lines(Proxies.read(Proxies.asking("http.url", "https://a:b@example.com/x"))))
        .contains(entry("url.full", "\"https://example.com/x\""));
  }

  @Test
  void url_answering_parts() {
    assertThat(
            Proxies.lines(
                Proxies.read(
                    Proxies.answering("http.url", "https://shop.example.com:8443/a/b?c=d"))))
        .contains(
            entry("url.scheme", "\"https\""),
            entry("url.path", "\"/a/b\""),
            entry("url.query", "\"c=d\""),
            entry("server.address", "\"shop.example.com\""),
            entry("server.port", "8443"))
        .doesNotContainKey("url.full");
  }

  @Test
  void url_answeringInConventionsOfProxy_parts() {
    assertThat(Proxies.lines(Proxies.read(Proxies.answering("url.full", "http://details:9080/a"))))
        .contains(entry("url.path", "\"/a\""), entry("http.url", "\"http://details:9080/a\""))
        .doesNotContainKey("url.full");
  }

  @ParameterizedTest
  @ValueSource(ints = {255, 256, 257})
  void url_pathOfLongest_truncated(int length) {
    String url = "http://details:9080/" + "x".repeat(length - 1);

    Map<String, String> lines = Proxies.lines(Proxies.read(Proxies.answering("http.url", url)));

    assertThat(lines.getOrDefault("url.truncated", "absent"))
        .isEqualTo(length == 256 ? "true" : "absent");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", "details", "://", "a b://x", "http:/x"})
  void url_noUrl_untouched(String url) {
    assertThat(Proxies.lines(Proxies.read(Proxies.answering("http.url", url))))
        .contains(entry("http.url", '"' + url + '"'))
        .doesNotContainKeys("url.path", "url.full", "server.address");
  }
}
