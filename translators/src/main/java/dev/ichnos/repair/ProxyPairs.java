package dev.ichnos.repair;

/** Which of two spans counts where an application and its sidecar both report a hop. */
public enum ProxyPairs {
  /** Both: every span keeps its kind. */
  BOTH,
  /** The application's: the proxy's becomes INTERNAL, unless the edge of a graph hangs on it. */
  PROXY_INTERNAL,
  /** The proxy's: the application's becomes INTERNAL. */
  APP_INTERNAL
}
