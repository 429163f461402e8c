package dev.ichnos.collector.receiver.otlp;

import dev.ichnos.codec.SpanDecoder;
import dev.ichnos.codec.otlp.OtlpErrors;
import dev.ichnos.codec.otlp.OtlpFormats;
import dev.ichnos.codec.otlp.OtlpJsonDecoder;
import dev.ichnos.codec.otlp.OtlpResponses;
import dev.ichnos.collector.pipeline.Reception;
import dev.ichnos.collector.pipeline.ReceptionResult;
import dev.ichnos.collector.transport.HttpReply;
import dev.ichnos.collector.transport.HttpRequest;
import dev.ichnos.collector.transport.HttpRoute;
import dev.ichnos.collector.transport.Paths;
import dev.ichnos.model.Format;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/traces}, and what stands in for it, in protobuf and in JSON. */
final class HttpExport {
  private static final String DEFAULT_PATH = "/v1/traces";

  private final Reception reception;
  private final SpanDecoder protoDecoder;
  private final SpanDecoder jsonDecoder = new OtlpJsonDecoder();

  private HttpExport(SpanDecoder protoDecoder, Reception reception) {
    this.protoDecoder = protoDecoder;
    this.reception = reception;
  }

  static HttpRoute route(
      String owner, List<String> paths, SpanDecoder protoDecoder, Reception reception) {
    return new HttpRoute(
        owner,
        "POST",
        Paths.exactly(DEFAULT_PATH).and(Paths.exactly(paths)),
        new HttpExport(protoDecoder, reception)::handle,
        HttpExport::error);
  }

  private CompletionStage<HttpReply> handle(HttpRequest request) {
    String mediaType = request.mediaType();
    Format format = format(mediaType);
    if (format == null) {
      reception.refuse("content_type");
      return CompletableFuture.completedStage(
          HttpReply.text(
              415,
              "content-type: "
                  + (mediaType.isEmpty() ? "none" : mediaType)
                  + " (expected: application/x-protobuf or application/json)"));
    }
    return reception
        .accept(
            format.equals(OtlpFormats.OTLP_JSON) ? jsonDecoder : protoDecoder,
            request.body(),
            request.peer().address(),
            request::header)
        .thenApply(result -> reply(result, format));
  }

  private static HttpReply reply(ReceptionResult result, Format format) {
    if (result instanceof ReceptionResult.Taken taken) {
      byte[] body =
          OtlpResponses.partialSuccess(
              format, new OtlpResponses.PartialSuccess(taken.rejected(), taken.message()));
      return HttpReply.of(200, format.contentType(), body);
    }
    if (result instanceof ReceptionResult.Busy busy) {
      return error(503, format, busy.message())
          .withHeader("retry-after", Long.toString(busy.afterSeconds()));
    }
    if (result instanceof ReceptionResult.Refused refused) {
      return error(400, format, refused.message());
    }
    return error(400, format, ((ReceptionResult.Malformed) result).message());
  }

  /** What transport says itself; to who sent neither encoding, a line of text. */
  private static HttpReply error(int status, String mediaType, String message) {
    Format format = format(mediaType);
    return format == null ? HttpReply.text(status, message) : error(status, format, message);
  }

  /** An error as the specification wants it: a google.rpc.Status in the request's encoding. */
  private static HttpReply error(int status, Format format, String message) {
    return HttpReply.of(
        status,
        format.contentType(),
        OtlpErrors.encode(
            format, new OtlpErrors.RpcError(code(status), message, Optional.empty())));
  }

  private static @Nullable Format format(String mediaType) {
    return switch (mediaType) {
      case "application/x-protobuf", "application/protobuf" -> OtlpFormats.OTLP_PROTO;
      case "application/json" -> OtlpFormats.OTLP_JSON;
      default -> null;
    };
  }

  /** The gRPC code nearest to an HTTP status. */
  private static int code(int status) {
    return switch (status) {
      case 400, 415 -> 3; // INVALID_ARGUMENT
      case 413 -> 8; // RESOURCE_EXHAUSTED
      case 404, 405 -> 12; // UNIMPLEMENTED
      case 503 -> 14; // UNAVAILABLE
      default -> 13; // INTERNAL
    };
  }
}
