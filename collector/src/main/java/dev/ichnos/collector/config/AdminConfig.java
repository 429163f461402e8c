package dev.ichnos.collector.config;

import java.util.Objects;

/**
 * {@code admin}.
 *
 * @param health {@code health.endpoint}: probes and metrics
 * @param api {@code api.endpoint}: the admin API and the recent traces; loopback, or with {@code
 *     auth} or client certificates
 */
public record AdminConfig(ServerConfig health, ServerConfig api) {
  public static final int DEFAULT_HEALTH_PORT = 13133;
  public static final int DEFAULT_API_PORT = 13134;

  public AdminConfig {
    Objects.requireNonNull(health, "health");
    Objects.requireNonNull(api, "api");
  }

  public static AdminConfig defaults() {
    return new AdminConfig(
        ServerConfig.defaults(new Endpoint("127.0.0.1", DEFAULT_HEALTH_PORT)),
        ServerConfig.defaults(new Endpoint("127.0.0.1", DEFAULT_API_PORT)));
  }
}
