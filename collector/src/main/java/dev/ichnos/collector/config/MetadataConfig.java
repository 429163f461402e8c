package dev.ichnos.collector.config;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * {@code tenant_header} and {@code trust_forwarded} of a receiver: what is kept of a request's
 * headers beside its spans.
 *
 * @param tenantHeader {@code tenant_header}: the header that says whose the spans are, lower case,
 *     such as {@code x-scope-orgid}; absent means that all are one tenant's
 * @param trustForwarded {@code trust_forwarded}: whether {@code x-forwarded-for} and {@code
 *     x-forwarded-client-cert} say where a request came from
 */
public record MetadataConfig(Optional<String> tenantHeader, TrustForwarded trustForwarded) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9_.-]{1,64}");
  private static final Set<String> CREDENTIALS =
      Set.of("authorization", "proxy-authorization", "cookie");

  /** Whose word on forwarded requests counts. Whoever reaches a listener can write any header. */
  public enum TrustForwarded {
    /**
     * That of a peer on loopback: the sidecar of our own pod, by which the mesh's requests come
     * from {@code 127.0.0.6}.
     */
    FROM_SIDECAR,
    /** Everybody's: there is a proxy in front that nobody goes round. */
    ALWAYS,
    NEVER
  }

  public MetadataConfig {
    Objects.requireNonNull(trustForwarded, "trustForwarded");
    tenantHeader.ifPresent(MetadataConfig::requireName);
  }

  /** What is kept ends up in the journal, where no secret may be. */
  private static void requireName(String name) {
    if (!NAME.matcher(name).matches() || name.endsWith("-bin") || CREDENTIALS.contains(name)) {
      throw new IllegalArgumentException(
          "tenant_header: " + name + " (expected: the name of a header of text without secrets)");
    }
  }

  public static MetadataConfig defaults() {
    return new MetadataConfig(Optional.empty(), TrustForwarded.FROM_SIDECAR);
  }
}
