package dev.ichnos.identity.redaction;

import dev.ichnos.semconv.OtelKeys;
import java.util.Set;

/**
 * Which names stand before secrets. They are compared without regard to case, {@code _} and {@code
 * -} alike: {@code http.request.header.set_cookie} is {@code Set-Cookie}.
 */
final class SecretNames {
  /** What stands behind a key of an attribute. */
  enum Kind {
    /** Nothing is sought in its text: a proxy wrote it, in a form that holds no secret. */
    HARMLESS,
    /** A secret, whatever it looks like. */
    SECRET,
    /** The query of a URL, without the {@code ?} before it. */
    QUERY,
    /** Stays as it is, whatever it looks like: contexts are what other rules reason from. */
    TRACE_HEADER,
    OTHER
  }

  private static final int SHORTEST = 3;
  private static final int LONGEST = 40;

  /** What some senders call the query of a URL. */
  private static final String HTTP_QUERY = "http.query";

  private final Set<String> moreAttributes;
  private final Set<String> moreParameters;

  SecretNames(RedactionSettings settings) {
    moreAttributes = settings.attributes();
    moreParameters = settings.queryKeys();
  }

  /** What stands behind the key. */
  Kind kind(String key) {
    if (isHarmless(key)) {
      return Kind.HARMLESS;
    }
    if (isAttribute(key)) {
      return Kind.SECRET;
    }
    if (isTraceHeader(key)) {
      return Kind.TRACE_HEADER;
    }
    return key.equals(OtelKeys.URL_QUERY) || key.equals(HTTP_QUERY) ? Kind.QUERY : Kind.OTHER;
  }

  /** {@link #kind} as a number. */
  @SuppressWarnings("EnumOrdinal") // what a key means is remembered as a number
  int meaning(String key) {
    return kind(key).ordinal();
  }

  /**
   * Whether an attribute's value is a secret: by the last part of its key, which is a header's name
   * wherever headers are captured.
   */
  private boolean isAttribute(String key) {
    if (!moreAttributes.isEmpty() && moreAttributes.contains(lowerCase(key))) {
      return true;
    }
    int length = key.length();
    if (length < SHORTEST || !endsLikeOne(key, length)) {
      return false;
    }
    int from = key.lastIndexOf('.') + 1;
    return length - from <= LONGEST && isSecret(folded(key, from, length));
  }

  /**
   * Whether a parameter's value is a secret.
   *
   * @param inQuery in the query of a URL more names are than elsewhere
   */
  boolean isParameter(String text, int from, int to, boolean inQuery) {
    if (from == to) {
      return false;
    }
    if (to - from >= SHORTEST && to - from <= LONGEST && endsLikeParameter(text, to, inQuery)) {
      String name = folded(text, from, to);
      if (isSecret(name) || (inQuery && isSecretInQuery(name))) {
        return true;
      }
    }
    return !moreParameters.isEmpty()
        && moreParameters.contains(lowerCase(text.substring(from, to)));
  }

  /**
   * Whether an attribute is one of those that proxies put on every span, whose values are of their
   * own making or of a form that holds no secret: nothing is sought in them.
   */
  private boolean isHarmless(String key) {
    return switch (key) {
      case "component",
          "downstream_cluster",
          "guid:x-request-id",
          "http.method",
          "http.protocol",
          "http.status_code",
          "istio.canonical_revision",
          "istio.canonical_service",
          "istio.cluster_id",
          "istio.mesh_id",
          "istio.namespace",
          "node_id",
          "peer.address",
          "request_size",
          "response_flags",
          "response_size",
          "upstream_address",
          "upstream_cluster",
          "upstream_cluster.name",
          "user_agent",
          "zone",
          "network.local.address",
          "network.peer.address",
          "service.name" ->
          moreAttributes.isEmpty() || !moreAttributes.contains(key);
      default -> false;
    };
  }

  /**
   * Whether the value of an attribute must stay as it is, whatever it looks like: contexts of
   * traces are what other rules reason from.
   */
  private static boolean isTraceHeader(String key) {
    int from = key.lastIndexOf('.') + 1;
    if (key.length() - from > LONGEST) {
      return false;
    }
    String name = folded(key, from, key.length());
    return switch (name) {
      case "b3",
          "traceparent",
          "tracestate",
          "grpc-trace-bin",
          "sw8",
          "sw8-x",
          "sw8-correlation",
          "x-cloud-trace-context",
          "x-amzn-trace-id",
          "x-request-id",
          "x-client-trace-id",
          "x-ot-span-context",
          "guid:x-request-id",
          "guid:x-client-trace-id" ->
          true;
      default ->
          name.startsWith("x-b3-")
              || name.startsWith("x-datadog-")
              || name.startsWith("ot-tracer-");
    };
  }

  /** Nearly every key does not: three characters settle it. */
  private static boolean endsLikeOne(String key, int length) {
    return switch (tail(key, length)) {
      case 'i' << 16 | 'o' << 8 | 'n', // authorization, assertion
          'k' << 16 | 'i' << 8 | 'e', // cookie
          'u' << 16 | 'r' << 8 | 'e', // signature
          'i' << 16 | 'e' << 8 | '2',
          'k' << 16 | 'e' << 8 | 'y',
          'k' << 16 | 'e' << 8 | 'n', // token
          'r' << 16 | 'e' << 8 | 't', // secret
          'o' << 16 | 'r' << 8 | 'd', // password
          's' << 16 | 'w' << 8 | 'd',
          'p' << 16 | 'w' << 8 | 'd',
          'a' << 16 | 's' << 8 | 'e', // passphrase
          'i' << 16 | 'a' << 8 | 'l' ->
          true; // credential
      default -> false;
    };
  }

  /** As {@link #endsLikeOne}, of the names of parameters that end at {@code to}. */
  private static boolean endsLikeParameter(String text, int to, boolean inQuery) {
    if (endsLikeOne(text, to)) {
      return true;
    }
    return switch (tail(text, to)) {
      case 's' << 16 | 'i' << 8 | 'g',
          'o' << 16 | 'd' << 8 | 'e', // code
          'u' << 16 | 't' << 8 | 'h', // auth
          'j' << 16 | 'w' << 8 | 't',
          'n' << 16 | 's' << 8 | 'e', // samlresponse
          'n' << 16 | 'i' << 8 | 'd', // sessionid
          '-' << 16 | 'i' << 8 | 'd', // session-id
          'y' << 16 | 'i' << 8 | 'd', // awsaccesskeyid
          's' << 16 | 'i' << 8 | 'd' ->
          inQuery; // phpsessid
      default -> false;
    };
  }

  /** The last three characters before {@code end}. */
  private static int tail(String text, int end) {
    return folded(text.charAt(end - 3)) << 16
        | folded(text.charAt(end - 2)) << 8
        | folded(text.charAt(end - 1));
  }

  private static boolean isSecret(String name) {
    return switch (name) {
      // headers
      case "authorization",
          "proxy-authorization",
          "x-serverless-authorization",
          "x-original-authorization",
          "cookie",
          "cookie2",
          "set-cookie",
          "set-cookie2",
          "x-api-key",
          "x-apikey",
          "x-auth-key",
          "x-auth-token",
          "x-access-token",
          "x-refresh-token",
          "x-id-token",
          "x-csrf-token",
          "x-xsrf-token",
          "xsrf-token",
          "csrf-token",
          "x-session-token",
          "x-vault-token",
          "x-gitlab-token",
          "private-token",
          "x-goog-api-key",
          "x-goog-iap-jwt-assertion",
          "x-amz-security-token",
          "x-forwarded-access-token",
          "x-functions-key",
          "ocp-apim-subscription-key",
          "lightstep-access-token",
          "dd-api-key",
          "dd-application-key",
          // parameters, and keys of attributes
          "token",
          "access-token",
          "accesstoken",
          "refresh-token",
          "id-token",
          "auth-token",
          "authtoken",
          "oauth-token",
          "session-token",
          "bearer-token",
          "api-key",
          "apikey",
          "api-token",
          "app-key",
          "secret",
          "secret-key",
          "secretkey",
          "client-secret",
          "clientsecret",
          "private-key",
          "privatekey",
          "shared-key",
          "subscription-key",
          "aws-secret-access-key",
          "password",
          "passwd",
          "pwd",
          "passphrase",
          "user-password",
          "db-password",
          "signature",
          "x-amz-signature",
          "x-amz-credential",
          "x-goog-signature",
          "x-goog-credential" ->
          true;
      default -> false;
    };
  }

  /** Names that mean too much elsewhere. */
  private static boolean isSecretInQuery(String name) {
    return switch (name) {
      case "key",
          "sig",
          "code",
          "auth",
          "jwt",
          "assertion",
          "samlresponse",
          "sessionid",
          "session-id",
          "jsessionid",
          "phpsessid",
          "awsaccesskeyid",
          "access-key" ->
          true;
      default -> false;
    };
  }

  private static String folded(String text, int from, int to) {
    char[] chars = new char[to - from];
    for (int i = from; i < to; i++) {
      chars[i - from] = folded(text.charAt(i));
    }
    return new String(chars);
  }

  private static char folded(char c) {
    return c == '_' ? '-' : fold(c);
  }

  private static String lowerCase(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (fold(text.charAt(i)) != text.charAt(i)) {
        return text.toLowerCase(java.util.Locale.ROOT);
      }
    }
    return text;
  }

  private static char fold(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
  }
}
