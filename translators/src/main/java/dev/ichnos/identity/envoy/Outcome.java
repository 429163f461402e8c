package dev.ichnos.identity.envoy;

import dev.ichnos.identity.rule.UpstreamCluster;
import dev.ichnos.model.Status;

/**
 * Whether the request failed, and of what. What the proxy or its tracer calls a failure stays one;
 * where nothing is said of it, its own rule decides: no answer, a code of 500 and above, or one of
 * gRPC's codes that are the server's fault (envoy source/common/tracing/http_tracer_impl.cc @
 * 1.26). A caller that went away is no failure unless the proxy says so.
 */
final class Outcome {
  private Outcome() {}

  /** The status as it is; what failed is written as {@code error.type}. */
  static Status apply(ProxySpan proxy, Draft draft) {
    Tags tags = proxy.tags;
    Status said = proxy.span.status();
    boolean failed =
        said.code() == Status.Code.ERROR || (said.code() == Status.Code.UNSET && isFailure(tags));
    Status status = failed ? failure(said, tags) : said;
    if (draft.stable) {
      flags(tags, draft);
      draft.putUnlessEmpty(Tag.ERROR_TYPE, errorType(proxy, failed));
      retire(tags, status, draft);
    }
    return status;
  }

  private static boolean isFailure(Tags tags) {
    if (tags.has(Tag.ERROR)) {
      return isError(tags);
    }
    long code = code(tags);
    if (code == 0) {
      return !ResponseFlags.isDisconnect(tags.text(Tag.RESPONSE_FLAGS));
    }
    return code >= 500 || isServersFault(grpcCode(tags));
  }

  /** As in OpenTracing and Zipkin: the tag says that the work failed unless its value says no. */
  private static boolean isError(Tags tags) {
    if (tags.isNumber(Tag.ERROR)) {
      return tags.number(Tag.ERROR) != 0;
    }
    String error = tags.text(Tag.ERROR);
    return !error.equalsIgnoreCase("false") && !error.equals("0") && !tags.is(Tag.ERROR, false);
  }

  private static boolean isServersFault(long grpc) {
    return switch ((int) Math.min(grpc, 99)) {
      case 2, 4, 8, 12, 13, 14, 15 -> true;
      default -> false;
    };
  }

  /** The message of a status that has none: what the sender calls an error, a reason, gRPC's. */
  private static Status failure(Status said, Tags tags) {
    String message = said.message();
    if (message.isEmpty()) {
      message = isWord(tags.text(Tag.ERROR)) ? "" : tags.text(Tag.ERROR);
    }
    if (message.isEmpty()) {
      message = tags.stated(Tag.ERROR_REASON);
    }
    if (message.isEmpty() && grpcCode(tags) > Grpc.OK) {
      message = Grpc.message(tags.text(Tag.GRPC_MESSAGE));
    }
    boolean same = said.code() == Status.Code.ERROR && message.equals(said.message());
    return same ? said : new Status(Status.Code.ERROR, message);
  }

  private static boolean isWord(String error) {
    return error.equalsIgnoreCase("true")
        || error.equalsIgnoreCase("false")
        || error.equals("0")
        || error.equals("1");
  }

  private static void flags(Tags tags, Draft draft) {
    draft.putUnlessEmpty(Tag.ENVOY_RESPONSE_FLAGS, tags.stated(Tag.RESPONSE_FLAGS));
    draft.retire(Tag.RESPONSE_FLAGS);
  }

  private static String errorType(ProxySpan proxy, boolean failed) {
    Tags tags = proxy.tags;
    UpstreamCluster cluster = proxy.cluster;
    if (cluster != null && cluster.direction() == UpstreamCluster.Direction.BLACK_HOLE) {
      return "blackhole";
    }
    String type = ResponseFlags.errorType(tags.text(Tag.ENVOY_RESPONSE_FLAGS));
    if (!type.isEmpty() || !failed) {
      return type;
    }
    long grpc = grpcCode(tags);
    if (grpc > Grpc.OK && !Grpc.name(grpc).isEmpty()) {
      return Grpc.name(grpc);
    }
    long code = code(tags);
    return code >= 400 ? Long.toString(code) : "_OTHER";
  }

  /** What the status now says need not be said in the proxy's own names. */
  private static void retire(Tags tags, Status status, Draft draft) {
    if (draft.legacy || status.code() != Status.Code.ERROR) {
      return;
    }
    String error = tags.text(Tag.ERROR);
    if ((isWord(error) && isError(tags))
        || error.equals(status.message())
        || tags.is(Tag.ERROR, true)) {
      draft.retire(Tag.ERROR);
    }
    if (tags.text(Tag.ERROR_REASON).equals(status.message())) {
      draft.retire(Tag.ERROR_REASON);
    }
    if (Grpc.message(tags.text(Tag.GRPC_MESSAGE)).equals(status.message())) {
      draft.retire(Tag.GRPC_MESSAGE);
    }
  }

  private static long code(Tags tags) {
    long code = tags.number(Tag.HTTP_RESPONSE_STATUS_CODE);
    return code == Tags.NO_NUMBER ? tags.number(Tag.HTTP_STATUS_CODE) : code;
  }

  private static long grpcCode(Tags tags) {
    long code = tags.number(Tag.RPC_GRPC_STATUS_CODE);
    return code == Tags.NO_NUMBER ? tags.number(Tag.GRPC_STATUS_CODE) : code;
  }
}
