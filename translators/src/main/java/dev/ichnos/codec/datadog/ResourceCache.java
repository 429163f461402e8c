package dev.ichnos.codec.datadog;

import dev.ichnos.model.Resource;
import dev.ichnos.model.Span;
import dev.ichnos.semconv.OtelKeys;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/** What the resources of one batch are in Datadog, each worked out once. Not thread-safe. */
final class ResourceCache {
  private final DatadogOptions options;
  private final Losses losses;
  private final IdentityHashMap<Resource, ResourceTags> known = new IdentityHashMap<>(8);
  private @Nullable Resource last;
  private @Nullable ResourceTags lastTags;

  ResourceCache(DatadogOptions options, Losses losses) {
    this.options = options;
    this.losses = losses;
  }

  @SuppressWarnings("ReferenceEquality") // spans share their resource by identity
  ResourceTags of(Span span) {
    Resource resource = span.resource();
    ResourceTags tags = lastTags;
    if (tags == null || resource != last) {
      tags = known.computeIfAbsent(resource, any -> new ResourceTags(any, options, losses));
      last = resource;
      lastTags = tags;
    }
    return tags;
  }

  /** The span's service: its resource's, unless the span itself states one. */
  String service(Span span) {
    String own = span.attributes().string(OtelKeys.SERVICE_NAME);
    return own.isEmpty() ? of(span).service : ResourceTags.serviceName(own, losses);
  }
}
