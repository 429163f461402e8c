package dev.ichnos.istio;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The part of Istio's MeshConfig that decides where a mesh reports its spans.
 *
 * @param enableTracing consulted by istiod only where neither a Telemetry nor default providers
 *     apply; null when absent
 * @param defaultConfig what every proxy starts with; null when absent
 * @param extensionProviders names are unique; empty when there are none
 */
public record MeshConfig(
    @Nullable Boolean enableTracing,
    @Nullable ProxyConfig defaultConfig,
    List<ExtensionProvider> extensionProviders) {
  public MeshConfig {
    extensionProviders = List.copyOf(extensionProviders);
    Set<String> names = new HashSet<>();
    for (ExtensionProvider provider : extensionProviders) {
      if (!names.add(provider.name())) {
        throw new IllegalArgumentException(
            "extensionProviders: two are named " + provider.name() + " (expected: unique names)");
      }
    }
  }

  /** The provider of that name. */
  public Optional<ExtensionProvider> provider(String name) {
    return extensionProviders.stream().filter(p -> p.name().equals(name)).findFirst();
  }
}
