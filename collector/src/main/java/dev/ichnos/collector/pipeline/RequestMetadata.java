package dev.ichnos.collector.pipeline;

import dev.ichnos.collector.config.MetadataConfig;
import dev.ichnos.collector.config.MetadataConfig.TrustForwarded;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Picks what is kept of a request's headers: {@code tenant}, whatever its header is called; of
 * {@code x-forwarded-for} and {@code x-forwarded-client-cert} the last element, which is the one
 * that the nearest proxy has added. All else is forgotten.
 *
 * <p>A value past its bound is left out, and counts as mended.
 */
final class RequestMetadata {
  static final String TENANT = "tenant";
  static final String FORWARDED_FOR = "x-forwarded-for";
  static final String FORWARDED_CERT = "x-forwarded-client-cert";

  /** Mimir, Loki and Tempo take 150. */
  static final int MAX_TENANT = 256;

  /** An IPv6 address with a port and brackets has 53. */
  static final int MAX_ADDRESS = 64;

  /** Envoy may be told to put the whole certificate into it. */
  static final int MAX_CERT = 8_192;

  private final MetadataConfig config;
  private final Runnable tooLong;

  /**
   * @param tooLong called for each value that is left out for its length
   */
  RequestMetadata(MetadataConfig config, Runnable tooLong) {
    this.config = config;
    this.tooLong = tooLong;
  }

  /**
   * By lower-case name; one shared instance where nothing is to be kept.
   *
   * @param peer the sender's address; empty when unknown
   * @param headers gives a header's value by its lower-case name, empty when absent; several fields
   *     of one name are joined by commas
   */
  Map<String, String> of(String peer, UnaryOperator<String> headers) {
    @Nullable Map<String, String> kept = null;
    if (config.tenantHeader().isPresent()) {
      String tenant = headers.apply(config.tenantHeader().get()).strip();
      kept = with(kept, TENANT, tenant, MAX_TENANT);
    }
    if (trusts(peer)) {
      kept = with(kept, FORWARDED_FOR, last(headers.apply(FORWARDED_FOR)), MAX_ADDRESS);
      kept = with(kept, FORWARDED_CERT, last(headers.apply(FORWARDED_CERT)), MAX_CERT);
    }
    return kept == null ? Map.of() : Map.copyOf(kept);
  }

  private boolean trusts(String peer) {
    return config.trustForwarded() == TrustForwarded.ALWAYS
        || (config.trustForwarded() == TrustForwarded.FROM_SIDECAR && isOfOwnPod(peer));
  }

  /** Loopback, and {@code ::6}, which is to IPv6 what {@code 127.0.0.6} is to IPv4. */
  private static boolean isOfOwnPod(String peer) {
    return peer.startsWith("127.")
        || peer.equals("0:0:0:0:0:0:0:1")
        || peer.equals("0:0:0:0:0:0:0:6");
  }

  private @Nullable Map<String, String> with(
      @Nullable Map<String, String> kept, String name, String value, int maxLength) {
    if (value.isEmpty()) {
      return kept;
    }
    if (value.length() > maxLength) {
      tooLong.run();
      return kept;
    }
    Map<String, String> more = kept == null ? new HashMap<>() : kept;
    more.put(name, value);
    return more;
  }

  /** After the last comma; in a certificate's fields commas stand between quotation marks. */
  private static String last(String list) {
    int from = 0;
    boolean quoted = false;
    for (int i = 0; i < list.length(); i++) {
      switch (list.charAt(i)) {
        case '\\' -> i++;
        case '"' -> quoted = !quoted;
        case ',' -> from = quoted ? from : i + 1;
        default -> {}
      }
    }
    return list.substring(from).strip();
  }
}
