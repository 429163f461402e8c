package dev.ichnos.codec.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ichnos.codec.DecodeException;
import dev.ichnos.codec.otlp.OtlpErrors.RpcError;
import dev.ichnos.codec.otlp.OtlpResponses.PartialSuccess;
import dev.ichnos.model.Format;
import dev.ichnos.proto.rpc.RetryInfo;
import dev.ichnos.proto.rpc.RpcStatus;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OtlpResponsesTest {
  private static final List<Format> FORMATS =
      List.of(OtlpFormats.OTLP_PROTO, OtlpFormats.OTLP_JSON);
  private static final PartialSuccess PARTIAL = new PartialSuccess(3, "näh");

  @Test
  void success_leavesPartialSuccessOut() throws Exception {
    assertThat(OtlpResponses.success(OtlpFormats.OTLP_PROTO)).isEmpty();
    assertThat(text(OtlpResponses.success(OtlpFormats.OTLP_JSON))).isEqualTo("{}");
    for (Format format : FORMATS) {
      assertThat(OtlpResponses.decode(format, OtlpResponses.success(format)))
          .isEqualTo(PartialSuccess.NONE);
    }
  }

  @Test
  void partialSuccess_inProto_isWhatGeneratedSays() throws Exception {
    byte[] body = OtlpResponses.partialSuccess(OtlpFormats.OTLP_PROTO, PARTIAL);

    assertThat(ExportTraceServiceResponse.parseFrom(body))
        .isEqualTo(
            ExportTraceServiceResponse.newBuilder()
                .setPartialSuccess(
                    ExportTracePartialSuccess.newBuilder()
                        .setRejectedSpans(3)
                        .setErrorMessage("näh"))
                .build());
  }

  @Test
  void partialSuccess_roundTrips() throws Exception {
    for (Format format : FORMATS) {
      for (PartialSuccess partial : List.of(PARTIAL, new PartialSuccess(0, "careful"))) {
        assertThat(OtlpResponses.decode(format, OtlpResponses.partialSuccess(format, partial)))
            .isEqualTo(partial);
      }
    }
  }

  @Test
  void decodePartialSuccess_otherSpellings_areRead() throws Exception {
    String json =
        "{\"x\":[{}],\"partial_success\":{\"rejected_spans\":2,\"error_message\":\"e\",\"y\":1}}";

    assertThat(OtlpResponses.decode(OtlpFormats.OTLP_JSON, bytes(json)))
        .isEqualTo(new PartialSuccess(2, "e"));
    assertThat(OtlpResponses.decode(OtlpFormats.OTLP_JSON, bytes("{\"partialSuccess\":null}")))
        .isEqualTo(PartialSuccess.NONE);
  }

  @Test
  void decodePartialSuccess_somethingElse_isMalformed() {
    assertThatThrownBy(() -> OtlpResponses.decode(OtlpFormats.OTLP_JSON, bytes("<html>")))
        .isInstanceOf(DecodeException.class);
    assertThatThrownBy(() -> OtlpResponses.decode(OtlpFormats.OTLP_JSON, bytes("[]")))
        .isInstanceOf(DecodeException.class)
        .hasMessageContaining("no object");
    assertThatThrownBy(() -> OtlpResponses.decode(OtlpFormats.OTLP_PROTO, bytes("<html>")))
        .isInstanceOf(DecodeException.class);
    String bomb = "{\"x\":" + "[".repeat(100) + "]".repeat(100) + "}";
    assertThatThrownBy(() -> OtlpResponses.decode(OtlpFormats.OTLP_JSON, bytes(bomb)))
        .isInstanceOf(DecodeException.class)
        .hasMessageContaining("nested");
  }

  @Test
  void error_roundTrips() throws Exception {
    for (Format format : FORMATS) {
      for (Optional<Duration> delay :
          List.of(
              Optional.<Duration>empty(),
              Optional.of(Duration.ZERO),
              Optional.of(Duration.ofSeconds(100)),
              Optional.of(Duration.ofMillis(1500)),
              Optional.of(Duration.ofNanos(1)))) {
        RpcError error = new RpcError(14, "später", delay);
        assertThat(OtlpErrors.decode(format, OtlpErrors.encode(format, error))).isEqualTo(error);
      }
    }
  }

  @Test
  void error_inJson_isProtobufsForm() {
    RpcError error = new RpcError(14, "later", Optional.of(Duration.ofSeconds(5)));

    assertThat(text(OtlpErrors.encode(OtlpFormats.OTLP_JSON, error)))
        .isEqualTo(
            "{\"code\":14,\"message\":\"later\",\"details\":[{\"@type\":"
                + "\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"5s\"}]}");
  }

  @Test
  void error_inProto_namesRetryInfosType() throws Exception {
    RpcError error = new RpcError(14, "later", Optional.of(Duration.ofSeconds(5)));

    RpcStatus status = RpcStatus.parseFrom(OtlpErrors.encode(OtlpFormats.OTLP_PROTO, error));

    assertThat(status.getDetails(0).getTypeUrl())
        .isEqualTo("type.googleapis.com/google.rpc.RetryInfo");
    assertThat(RetryInfo.parseFrom(status.getDetails(0).getValue()).getRetryDelay().getSeconds())
        .isEqualTo(5);
  }

  @Test
  void decodeError_oddDelays_areBounded() throws Exception {
    assertThat(delay("-3s")).contains(Duration.ZERO);
    assertThat(delay("9999999999999s")).contains(Duration.ofSeconds(315_576_000_000L));
    assertThat(delay("1e9s")).contains(Duration.ofSeconds(1_000_000_000));
    assertThat(delay("1e-999999999s")).isEmpty();
    assertThat(delay("soon")).isEmpty();
    assertThat(delay("xs")).isEmpty();
  }

  @Test
  void decodeError_notAStatus_isMalformed() {
    for (Format format : FORMATS) {
      assertThatThrownBy(() -> OtlpErrors.decode(format, bytes("<html>no</html>")))
          .isInstanceOf(DecodeException.class)
          .hasMessageStartingWith("Malformed " + format);
    }
  }

  @Test
  void decode_emptyBody_saysNothing() throws Exception {
    for (Format format : FORMATS) {
      assertThat(OtlpErrors.decode(format, new byte[0]))
          .isEqualTo(new RpcError(0, "", Optional.empty()));
      assertThat(OtlpResponses.decode(format, new byte[0])).isEqualTo(PartialSuccess.NONE);
    }
  }

  private static Optional<Duration> delay(String text) throws Exception {
    String json = "{\"code\":8,\"message\":\"\",\"details\":[1,{\"retryDelay\":\"" + text + "\"}]}";
    return OtlpErrors.decode(OtlpFormats.OTLP_JSON, bytes(json)).retryDelay();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
