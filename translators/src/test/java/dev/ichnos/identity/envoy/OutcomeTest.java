package dev.ichnos.identity.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.model.Attributes;
import dev.ichnos.model.Span;
import dev.ichnos.model.Status;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutcomeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        // tags; status; message; error.type
        "http.status_code=200; UNSET; ''; ''",
        "http.status_code=404; UNSET; ''; ''",
        "http.status_code=503 error=true; ERROR; ''; 503",
        "http.status_code=503; ERROR; ''; 503",
        "http.status_code=503 error=true response_flags=UF,URX; ERROR; ''; "
            + "upstream_connection_failure",
        "http.status_code=503 error=false; UNSET; ''; ''",
        "http.status_code=0 error=true response_flags=-; ERROR; ''; _OTHER",
        "http.status_code=0 error=true response_flags=UT; ERROR; ''; upstream_timeout",
        "http.status_code=0 error=true response_flags=DC; ERROR; ''; downstream_disconnect",
        "http.status_code=0 response_flags=DC; UNSET; ''; downstream_disconnect",
        "http.status_code=0 response_flags=UC; ERROR; ''; upstream_reset",
        "http.status_code=429 response_flags=RL; UNSET; ''; rate_limited",
        "http.status_code=200 response_flags=DI; UNSET; ''; ''",
        "error=true error.reason=local_reset; ERROR; local_reset; _OTHER",
        "error=boom; ERROR; boom; _OTHER",
        "error=500; ERROR; 500; _OTHER",
        "error=''; ERROR; ''; _OTHER",
        "error=False; UNSET; ''; ''",
        "error=0; UNSET; ''; ''",
        "error=1; ERROR; ''; _OTHER",
        "http.status_code=200 grpc.status_code=14; ERROR; ''; UNAVAILABLE",
        "http.status_code=200 grpc.status_code=14 grpc.message=no%20rating%E2%9C%93; ERROR; "
            + "no rating✓; UNAVAILABLE",
        "http.status_code=200 grpc.status_code=5; UNSET; ''; ''",
        "http.status_code=200 grpc.status_code=5 error=true; ERROR; ''; NOT_FOUND",
        "http.status_code=200 grpc.status_code=0 grpc.message=fine error=true; ERROR; ''; _OTHER",
      })
  void outcome_ofTags(String tags, Status.Code code, String message, String errorType) {
    Span read = Proxies.read(Proxies.answering(pairs(tags)));

    assertThat(read.status()).isEqualTo(new Status(code, message));
    assertThat(read.attributes().string("error.type")).isEqualTo(errorType);
  }

  @ParameterizedTest
  @CsvSource({
    "UH, no_healthy_upstream",
    "UF, upstream_connection_failure",
    "UO, overflow",
    "NR, no_route",
    "URX, retry_limit",
    "UT, upstream_timeout",
    "UC, upstream_reset",
    "UR, upstream_remote_reset",
    "DC, downstream_disconnect",
    "LR, local_reset",
    "LH, local_health_check_failed",
    "RL, rate_limited",
    "RLSE, rate_limit_service_error",
    "UAEX, ext_authz_denied",
    "IH, invalid_header",
    "SI, idle_timeout",
    "DPE, protocol_error",
    "UPE, protocol_error",
    "DT, duration_timeout",
    "NC, no_cluster",
    "OM, overload",
    "FI, fault_injected",
    "DF, dns_failure",
    "DO, drop_overload",
    "DR, downstream_reset",
    "UMSDR, upstream_max_stream_duration",
    "NFCF, no_filter_config",
    "'DI,UT', upstream_timeout",
    "'UT,URX', upstream_timeout",
    "DI, ''",
    "RFCF, ''",
    "-, ''",
    "'', ''",
    "',,', ''",
    "MINE, ''",
  })
  void errorType_ofFlags(String flags, String expected) {
    assertThat(ResponseFlags.errorType(flags)).isEqualTo(expected);
  }

  @Test
  void responseFlags_underTheirOwnName() {
    assertThat(
            Proxies.read(Proxies.answering("response_flags", "UF,URX"))
                .attributes()
                .string("envoy.response_flags"))
        .isEqualTo("UF,URX");
    assertThat(
            Proxies.read(Proxies.answering("response_flags", "-"))
                .attributes()
                .contains("envoy.response_flags"))
        .isFalse();
  }

  @Test
  void blackHole_saidAboveFlags() {
    Attributes tags =
        Proxies.tags(Proxies.SIDECAR, "BlackHoleCluster", "response_flags", "UH", "error", "true");

    assertThat(
            Proxies.read(Proxies.asking().toBuilder().attributes(tags).build())
                .attributes()
                .string("error.type"))
        .isEqualTo("blackhole");
  }

  /** Datadog and SkyWalking say it in a field, OTLP's tracer also of 4xx that it received. */
  @Test
  void failureOfSender_stays() {
    Status failed = new Status(Status.Code.ERROR, "");
    Span span =
        Proxies.asking("http.status_code", "404", "response_flags", "-").toBuilder()
            .status(failed)
            .build();

    Span read = Proxies.read(span);

    assertThat(read.status()).isEqualTo(failed);
    assertThat(read.attributes().string("error.type")).isEqualTo("404");
  }

  @Test
  void successOfSender_stays() {
    Status ok = new Status(Status.Code.OK, "");
    Span span = Proxies.asking("http.status_code", "503").toBuilder().status(ok).build();

    assertThat(Proxies.read(span).status()).isEqualTo(ok);
  }

  @Test
  void messageAndTypeOfSender_stay() {
    Status failed = new Status(Status.Code.ERROR, "mine");
    Span span =
        Proxies.asking("error.reason", "local_reset", "response_flags", "UF", "error.type", "mine")
            .toBuilder()
            .status(failed)
            .build();

    Span read = Proxies.read(span);

    assertThat(read.status()).isEqualTo(failed);
    assertThat(read.attributes().string("error.type")).isEqualTo("mine");
  }

  @Test
  void errorAsBoolean_read() {
    Span span = Proxies.answering();
    Attributes yes = span.attributes().toBuilder().put("error", true).build();
    Attributes no = span.attributes().toBuilder().put("error", false).build();

    assertThat(Proxies.read(span.toBuilder().attributes(yes).build()).status().code())
        .isEqualTo(Status.Code.ERROR);
    assertThat(Proxies.read(span.toBuilder().attributes(no).build()).status().code())
        .isEqualTo(Status.Code.UNSET);
  }

  private static String[] pairs(String tags) {
    return Arrays.stream(tags.split(" "))
        .flatMap(tag -> Arrays.stream(tag.split("=", 2)))
        .map(part -> part.equals("''") ? "" : part)
        .toArray(String[]::new);
  }
}
