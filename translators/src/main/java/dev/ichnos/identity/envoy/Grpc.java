package dev.ichnos.identity.envoy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What a call of gRPC was: service, method and status. */
final class Grpc {
  /** The code of a call that went well. */
  static final long OK = 0;

  private static final String[] CODES = {
    "OK",
    "CANCELLED",
    "UNKNOWN",
    "INVALID_ARGUMENT",
    "DEADLINE_EXCEEDED",
    "NOT_FOUND",
    "ALREADY_EXISTS",
    "PERMISSION_DENIED",
    "RESOURCE_EXHAUSTED",
    "FAILED_PRECONDITION",
    "ABORTED",
    "OUT_OF_RANGE",
    "UNIMPLEMENTED",
    "INTERNAL",
    "UNAVAILABLE",
    "DATA_LOSS",
    "UNAUTHENTICATED"
  };

  private Grpc() {}

  static void apply(ProxySpan proxy, Draft draft) {
    Tags tags = proxy.tags;
    boolean status = tags.has(Tag.GRPC_STATUS_CODE);
    if (!status && !tags.has(Tag.GRPC_PATH) && !tags.has(Tag.GRPC_CONTENT_TYPE)) {
      return;
    }
    if (draft.stable) {
      draft.put(Tag.RPC_SYSTEM, "grpc");
      method(proxy, draft);
      if (status) {
        status(tags, draft);
      }
      authority(tags, draft);
    }
    if (draft.legacy) {
      draft.makeNumber(Tag.GRPC_STATUS_CODE);
    }
  }

  /** Proxies up to 1.13 do not say the path again, which the URL has too. */
  private static void method(ProxySpan proxy, Draft draft) {
    String path = proxy.tags.text(Tag.GRPC_PATH);
    boolean stated = !path.isEmpty();
    if (!stated && proxy.url != null && !proxy.url.isTruncated()) {
      path = proxy.url.path();
    }
    int slash = path.indexOf('/', 1);
    if (slash < 2
        || path.charAt(0) != '/'
        || slash + 1 == path.length()
        || path.indexOf('/', slash + 1) >= 0
        || path.indexOf('?') >= 0) {
      return;
    }
    draft.put(Tag.RPC_SERVICE, path.substring(1, slash));
    draft.put(Tag.RPC_METHOD, path.substring(slash + 1));
    if (stated) {
      draft.retire(Tag.GRPC_PATH);
    }
  }

  private static void status(Tags tags, Draft draft) {
    long code = tags.number(Tag.GRPC_STATUS_CODE);
    if (code < 0) {
      return;
    }
    draft.put(Tag.RPC_GRPC_STATUS_CODE, code);
    draft.putUnlessEmpty(Tag.RPC_RESPONSE_STATUS_CODE, name(code));
    draft.retire(Tag.GRPC_STATUS_CODE);
  }

  private static void authority(Tags tags, Draft draft) {
    String authority = tags.text(Tag.GRPC_AUTHORITY);
    if (authority.isEmpty()) {
      return;
    }
    boolean known = tags.has(Tag.SERVER_ADDRESS);
    Url url = Url.parse("grpc://" + authority);
    if (url != null && !known) {
      Urls.server(url, draft);
    }
    if (url != null && url.host().equals(tags.text(Tag.SERVER_ADDRESS))) {
      draft.retire(Tag.GRPC_AUTHORITY);
    }
  }

  /** The code's name; empty if it is none of gRPC's. */
  static String name(long code) {
    return code >= 0 && code < CODES.length ? CODES[(int) code] : "";
  }

  /** A message as it is sent in a header, its percent signs undone; what is none stays. */
  static String message(String encoded) {
    if (encoded.indexOf('%') < 0) {
      return encoded;
    }
    byte[] bytes = encoded.getBytes(StandardCharsets.UTF_8);
    int length = 0;
    for (int i = 0; i < bytes.length; i++) {
      int value = bytes[i] == '%' && i + 2 < bytes.length ? hex(bytes[i + 1], bytes[i + 2]) : -1;
      bytes[length++] = value < 0 ? bytes[i] : (byte) value;
      i += value < 0 ? 0 : 2;
    }
    return new String(Arrays.copyOf(bytes, length), StandardCharsets.UTF_8);
  }

  private static int hex(byte high, byte low) {
    int first = Character.digit(high, 16);
    int second = Character.digit(low, 16);
    return first < 0 || second < 0 ? -1 : first << 4 | second;
  }
}
