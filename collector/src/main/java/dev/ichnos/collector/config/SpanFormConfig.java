package dev.ichnos.collector.config;

import java.util.Objects;

/**
 * How an exporter's lane writes what its backend reads in its own way; ids and parents of received
 * spans are not among it.
 *
 * @param splitNamespace {@code split_namespace}: a proxy's service {@code productpage.default} is
 *     {@code productpage}, its namespace apart; off writes it as the proxy did
 * @param proxyPairs {@code proxy_pairs}: which of a service's two spans counts where its SDK and
 *     its sidecar both report a call
 */
public record SpanFormConfig(boolean splitNamespace, ProxyPairs proxyPairs) {
  /** Which of two spans of one hop keeps its kind. */
  public enum ProxyPairs {
    /** Both count. */
    BOTH,
    /** The proxy's is internal. */
    PROXY_INTERNAL,
    /** The application's is internal. */
    APP_INTERNAL
  }

  public SpanFormConfig {
    Objects.requireNonNull(proxyPairs, "proxyPairs");
  }

  /** Names apart, both spans count. */
  public static SpanFormConfig defaults() {
    return new SpanFormConfig(true, ProxyPairs.BOTH);
  }

  /** Names as proxies write them, where dashboards know them so. */
  public static SpanFormConfig joined() {
    return new SpanFormConfig(false, ProxyPairs.BOTH);
  }
}
