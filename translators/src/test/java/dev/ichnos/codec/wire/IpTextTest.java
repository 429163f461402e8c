package dev.ichnos.codec.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpTextTest {
  private final byte[] bytes = new byte[16];

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, 0",
    "10.4.1.7, a040107",
    "255.255.255.255, ffffffff",
    "1.20.100.0, 1146400",
  })
  void ipv4_addresses(String text, String hex) {
    assertThat(IpText.ipv4(text)).isEqualTo(Long.parseLong(hex, 16));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "1.2.3",
        "1.2.3.",
        ".1.2.3",
        "1.2.3.4.",
        "1.2.3.4.5",
        "1.2.3.256",
        "1.2.3.0004",
        "01.2.3.4",
        "1.2.3.00",
        "1..2.3",
        "1.2.3.-4",
        "1.2.3.4 ",
        " 1.2.3.4",
        "1.2.3.x",
        "::1",
        "localhost",
        "1.2.3.\u0664",
        "1000.2.3.4"
      })
  void ipv4_otherText_none(String text) {
    assertThat(IpText.ipv4(text)).isEqualTo(IpText.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "::, 00000000000000000000000000000000",
    "::1, 00000000000000000000000000000001",
    "1::, 00010000000000000000000000000000",
    "2001:db8::c, 20010db800000000000000000000000c",
    "2001:DB8::C, 20010db800000000000000000000000c",
    "1:2:3:4:5:6:7:8, 00010002000300040005000600070008",
    "1:2:3:4:5:6:7::, 00010002000300040005000600070000",
    "::2:3:4:5:6:7:8, 00000002000300040005000600070008",
    "1:2::7:8, 00010002000000000000000000070008",
    "::ffff:10.0.0.1, 00000000000000000000ffff0a000001",
    "1:2:3:4:5:6:10.0.0.1, 0001000200030004000500060a000001",
    "::10.0.0.1, 0000000000000000000000000a000001",
  })
  void ipv6_addresses(String text, String hex) {
    Arrays.fill(bytes, (byte) 0x55);

    assertThat(IpText.ipv6(text, bytes)).isTrue();
    assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(hex);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        ":::",
        "1",
        "1:",
        ":1",
        "1:2",
        "1::2::3",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8::",
        "::1:2:3:4:5:6:7:8",
        "12345::",
        "g::",
        "::1%eth0",
        "[::1]",
        "::1 ",
        "1:2:3:4:5:6:7:10.0.0.1",
        "::10.0.0",
        "::10.0.0.1:1",
        "10.0.0.1",
        "::\u0661"
      })
  void ipv6_otherText_none(String text) {
    assertThat(IpText.ipv6(text, bytes)).isFalse();
  }

  @Test
  void ipv6_whatIsWritten_sameBytes() throws Exception {
    Random random = new Random(4);
    byte[] address = new byte[16];
    for (int n = 0; n < 2000; n++) {
      random.nextBytes(address);
      int from = random.nextInt(16);
      Arrays.fill(address, from, from + random.nextInt(17 - from), (byte) 0);

      assertThat(IpText.ipv6(IpAddresses.ipv6(address, 0), bytes)).isTrue();
      assertThat(bytes).isEqualTo(address);
      InetAddress jdk = Inet6Address.getByAddress("", address, -1);
      assertThat(IpText.ipv6(jdk.getHostAddress(), bytes)).isTrue();
      assertThat(bytes).isEqualTo(address);
    }
  }
}
