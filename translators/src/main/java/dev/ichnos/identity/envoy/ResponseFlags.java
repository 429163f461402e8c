package dev.ichnos.identity.envoy;

/**
 * Why a proxy answered as it did, in {@code error.type}'s words (envoy
 * source/common/stream_info/utility.h @ 1.38). Flags that tell of no failure have none: {@code DI},
 * a delay on purpose, and {@code RFCF}, an answer from the cache.
 */
final class ResponseFlags {
  private ResponseFlags() {}

  /**
   * The kind of failure: of several flags, with commas between, the first that tells of one, since
   * proxies write causes before consequences.
   *
   * @return empty if none does
   */
  static String errorType(String flags) {
    int from = 0;
    while (from < flags.length()) {
      int comma = flags.indexOf(',', from);
      int end = comma < 0 ? flags.length() : comma;
      if (end - from <= "UMSDR".length()) {
        String type = ofOne(from == 0 && comma < 0 ? flags : flags.substring(from, end));
        if (!type.isEmpty()) {
          return type;
        }
      }
      from = end + 1;
    }
    return "";
  }

  private static String ofOne(String flag) {
    return switch (flag) {
      case "DC" -> "downstream_disconnect";
      case "DF" -> "dns_failure";
      case "DO" -> "drop_overload";
      case "DPE", "UPE" -> "protocol_error";
      case "DR" -> "downstream_reset";
      case "DT" -> "duration_timeout";
      case "FI" -> "fault_injected";
      case "IH" -> "invalid_header";
      case "LH" -> "local_health_check_failed";
      case "LR" -> "local_reset";
      case "NC" -> "no_cluster";
      case "NFCF" -> "no_filter_config";
      case "NR" -> "no_route";
      case "OM" -> "overload";
      case "RL" -> "rate_limited";
      case "RLSE" -> "rate_limit_service_error";
      case "SI" -> "idle_timeout";
      case "UAEX" -> "ext_authz_denied";
      case "UC" -> "upstream_reset";
      case "UF" -> "upstream_connection_failure";
      case "UH" -> "no_healthy_upstream";
      case "UMSDR" -> "upstream_max_stream_duration";
      case "UO" -> "overflow";
      case "UR" -> "upstream_remote_reset";
      case "URX" -> "retry_limit";
      case "UT" -> "upstream_timeout";
      default -> "";
    };
  }

  /** Whether one of the flags says that the caller went away. */
  static boolean isDisconnect(String flags) {
    return flags.equals("DC")
        || flags.startsWith("DC,")
        || flags.endsWith(",DC")
        || flags.contains(",DC,");
  }
}
