package dev.ichnos.identity.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlTest {
  @ParameterizedTest
  @CsvSource({
    "http://details:9080/details/0, http, details, 9080, /details/0, ''",
    "https://example.com, https, example.com, 0, /, ''",
    "https://example.com?a=b, https, example.com, 0, /, a=b",
    "https://example.com/?a=b#c, https, example.com, 0, /, a=b",
    "https://example.com/x#c?d, https, example.com, 0, /x, ''",
    "http://[fd00::9]:8080/x, http, fd00::9, 8080, /x, ''",
    "http://[fd00::9]/x, http, fd00::9, 0, /x, ''",
    "http://[fd00::9/x, http, '', 0, /x, ''",
    "http://a:b@details:9080/x, http, details, 9080, /x, ''",
    "http://details:port/x, http, details, 0, /x, ''",
    "http://details:/x, http, details, 0, /x, ''",
    "http:///x, http, '', 0, /x, ''",
    "grpc+tls://ratings:9090, grpc+tls, ratings, 9090, /, ''",
    "/x?y=z, '', '', 0, /x, y=z",
    "http://a/b://c@d:1, http, a, 0, /b://c@d:1, ''",
    "http://a?b@c, http, a, 0, /, b@c",
  })
  void parse_parts(String text, String scheme, String host, int port, String path, String query) {
    Url url = Objects.requireNonNull(Url.parse(text));

    assertThat(url.scheme()).isEqualTo(scheme);
    assertThat(url.host()).isEqualTo(host);
    assertThat(url.port()).isEqualTo(port);
    assertThat(url.path()).isEqualTo(path);
    assertThat(url.query()).isEqualTo(query);
  }
}
