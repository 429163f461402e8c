package dev.ichnos.identity.envoy;

import dev.ichnos.model.AttributeList;
import java.util.Locale;

/**
 * What a request was: method, status code, protocol, sizes, user agent, retries, id. The newest
 * proxies can write the conventions' names themselves, as text like everything they write; then the
 * proxies' own names are added where those are wanted, so that all generations read the same.
 */
final class Http {
  /** Stands for a method that the conventions do not know. */
  static final String OTHER = "_OTHER";

  private Http() {}

  static void apply(ProxySpan proxy, Draft draft) {
    Tags tags = proxy.tags;
    if (!draft.stable) {
      draft.makeNumber(Tag.HTTP_STATUS_CODE);
      draft.makeNumber(Tag.REQUEST_SIZE);
      draft.makeNumber(Tag.RESPONSE_SIZE);
      draft.makeNumber(Tag.RETRY_COUNT);
      return;
    }
    method(tags, draft);
    status(tags, draft);
    protocol(tags, draft);
    userAgent(tags, draft);
    number(tags, draft, Tag.REQUEST_SIZE, Tag.HTTP_REQUEST_BODY_SIZE);
    number(tags, draft, Tag.RESPONSE_SIZE, Tag.HTTP_RESPONSE_BODY_SIZE);
    number(tags, draft, Tag.RETRY_COUNT, Tag.HTTP_REQUEST_RESEND_COUNT);
    String id = tags.stated(Tag.REQUEST_ID);
    if (!id.isEmpty() && !tags.has(Tag.HTTP_REQUEST_ID_HEADER)) {
      draft.put(Tag.HTTP_REQUEST_ID_HEADER, AttributeList.ofString(id));
    }
  }

  private static void method(Tags tags, Draft draft) {
    String stated = tags.stated(Tag.HTTP_METHOD);
    if (!stated.isEmpty() && !tags.has(Tag.HTTP_REQUEST_METHOD)) {
      String method = known(stated);
      draft.put(Tag.HTTP_REQUEST_METHOD, method);
      if (!method.equals(stated)) {
        draft.put(Tag.HTTP_REQUEST_METHOD_ORIGINAL, stated);
      }
    } else {
      nativeMethod(tags, draft);
    }
    if (!stated.isEmpty()) {
      draft.retire(Tag.HTTP_METHOD);
    }
  }

  private static void nativeMethod(Tags tags, Draft draft) {
    String method = tags.text(Tag.HTTP_REQUEST_METHOD);
    if (method.isEmpty() || method.equals(OTHER)) {
      return;
    }
    if (draft.legacy) {
      draft.put(Tag.HTTP_METHOD, method);
    }
    if (!known(method).equals(method)) {
      draft.put(Tag.HTTP_REQUEST_METHOD_ORIGINAL, method);
      draft.replace(Tag.HTTP_REQUEST_METHOD, known(method));
    }
  }

  /** The method in the conventions' words. */
  static String known(String method) {
    return switch (method) {
      case "GET",
          "POST",
          "PUT",
          "DELETE",
          "HEAD",
          "OPTIONS",
          "PATCH",
          "CONNECT",
          "TRACE",
          "QUERY" ->
          method;
      default -> ofOtherCase(method);
    };
  }

  private static String ofOtherCase(String method) {
    if (method.length() > "OPTIONS".length()) {
      return OTHER;
    }
    String upper = method.toUpperCase(Locale.ROOT);
    return upper.equals(method) ? OTHER : known(upper);
  }

  /** Envoy writes 0 where there was no answer. */
  private static void status(Tags tags, Draft draft) {
    if (tags.has(Tag.HTTP_RESPONSE_STATUS_CODE)) {
      nativeStatus(tags, draft);
    }
    long code = tags.number(Tag.HTTP_STATUS_CODE);
    if (isStatus(code)) {
      draft.put(Tag.HTTP_RESPONSE_STATUS_CODE, code);
    }
    if (draft.legacy) {
      draft.makeNumber(Tag.HTTP_STATUS_CODE, code);
    } else if (isStatus(code) || code == 0) {
      draft.remove(Tag.HTTP_STATUS_CODE);
    }
  }

  private static void nativeStatus(Tags tags, Draft draft) {
    long stated = tags.number(Tag.HTTP_RESPONSE_STATUS_CODE);
    if (draft.legacy && (isStatus(stated) || stated == 0)) {
      draft.put(Tag.HTTP_STATUS_CODE, stated);
    }
    if (stated == 0) {
      draft.remove(Tag.HTTP_RESPONSE_STATUS_CODE);
    } else {
      draft.makeNumber(Tag.HTTP_RESPONSE_STATUS_CODE, stated);
    }
  }

  static boolean isStatus(long code) {
    return code >= 100 && code <= 999;
  }

  private static void protocol(Tags tags, Draft draft) {
    String version =
        switch (tags.text(Tag.HTTP_PROTOCOL)) {
          case "HTTP/1.0" -> "1.0";
          case "HTTP/1.1" -> "1.1";
          case "HTTP/2", "HTTP/2.0" -> "2";
          case "HTTP/3" -> "3";
          default -> "";
        };
    if (!version.isEmpty()) {
      draft.put(Tag.NETWORK_PROTOCOL_NAME, "http");
      draft.put(Tag.NETWORK_PROTOCOL_VERSION, version);
      draft.retire(Tag.HTTP_PROTOCOL);
    } else if (tags.text(Tag.HTTP_PROTOCOL).equals("-")) {
      draft.retire(Tag.HTTP_PROTOCOL);
    }
  }

  private static void userAgent(Tags tags, Draft draft) {
    String said = tags.text(Tag.USER_AGENT);
    if (!said.isEmpty()) {
      if (!said.equals("-")) {
        draft.put(Tag.USER_AGENT_ORIGINAL, said);
      }
      draft.retire(Tag.USER_AGENT);
    } else if (draft.legacy) {
      draft.putUnlessEmpty(Tag.USER_AGENT, tags.text(Tag.USER_AGENT_ORIGINAL));
    }
  }

  private static void number(Tags tags, Draft draft, Tag legacy, Tag stable) {
    boolean stated = tags.has(legacy);
    long value = tags.number(stated ? legacy : stable);
    if (value == Tags.NO_NUMBER) {
      return;
    }
    if (tags.has(stable)) {
      draft.makeNumber(stable);
    } else {
      draft.put(stable, value);
    }
    if (!draft.legacy) {
      if (tags.isNumber(stable)) {
        draft.retire(legacy);
      }
    } else if (stated) {
      draft.makeNumber(legacy, value);
    } else {
      draft.put(legacy, value);
    }
  }
}
