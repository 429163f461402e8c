package dev.ichnos.identity.who;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
  @ParameterizedTest
  @ValueSource(strings = {"10.4.1.7", "172.17.0.3", "127", "192.168.1.1", "2001:db8::7", "fd00::1"})
  void tellsPods_another(String ip) {
    assertThat(Addresses.tellsPods(ip)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "127.0.0.1",
        "127.0.0.6",
        "::1",
        "::",
        "0.0.0.0",
        "169.254.169.254",
        "fe80::1",
        "FEbf::2",
        "::ffff:127.0.0.1",
        "localhost"
      })
  void tellsPods_sameEverywhere(String ip) {
    assertThat(Addresses.tellsPods(ip)).isFalse();
  }
}
