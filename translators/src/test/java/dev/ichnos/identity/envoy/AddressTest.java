package dev.ichnos.identity.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
  @ParameterizedTest
  @CsvSource({
    "10.4.0.9, 10.4.0.9, 0, false",
    "10.4.0.9:8080, 10.4.0.9, 8080, false",
    "10.4.0.9:0, 10.4.0.9, 0, false",
    "fd00::9, fd00::9, 0, false",
    "fe80::1%eth0, fe80::1%eth0, 0, false",
    "'[fd00::9]:8080', fd00::9, 8080, false",
    "[fd00::9], fd00::9, 0, false",
    "::ffff:10.4.0.9, ::ffff:10.4.0.9, 0, false",
    "/run/app.sock, /run/app.sock, 0, true",
    "@abstract, @abstract, 0, true",
    "envoy://connect_originate/10.4.0.9:8080, 10.4.0.9, 8080, false",
  })
  void parse_everyForm(String text, String address, int port, boolean unix) {
    assertThat(Address.parse(text)).isEqualTo(new Address(address, port, unix));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "localhost",
        "localhost:80",
        "10.4.0",
        "10.4.0.256",
        "10.4.0.9.1",
        "10.4.0.9:",
        "10.4.0.9:65536",
        "10.4.0.9:x",
        "1..2.3",
        "[fd00::9",
        "[fd00::9]8080",
        "[10.4.0.9]:80",
        "a:b:c:z",
        "envoy://listener",
        "envoy://listener/pod"
      })
  void parse_noAddress_null(String text) {
    assertThat(Address.parse(text)).isNull();
  }
}
