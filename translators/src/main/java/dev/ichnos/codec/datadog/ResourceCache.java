package dev.ichnos.codec.datadog;

import dev.ichnos.codec.wire.ResourceMemo;
import dev.ichnos.model.KeyOrders;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Span;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/** What the resources of one batch are in Datadog. Not thread-safe. */
final class ResourceCache {
  private final ResourceMemo<ResourceTags> memo;
  private final KeyOrders<TagOrder> orders;
  private final Losses losses;
  private final IdentityHashMap<Resource, ResourceTags> known = new IdentityHashMap<>(8);
  private @Nullable Resource last;
  private @Nullable ResourceTags lastTags;

  ResourceCache(ResourceMemo<ResourceTags> memo, KeyOrders<TagOrder> orders, Losses losses) {
    this.memo = memo;
    this.orders = orders;
    this.losses = losses;
  }

  @SuppressWarnings("ReferenceEquality") // spans share their resource by identity
  ResourceTags of(Span span) {
    Resource resource = span.resource();
    ResourceTags tags = lastTags;
    if (tags == null || resource != last) {
      tags = known.get(resource);
      if (tags == null) {
        tags = memo.of(resource);
        losses.addAll(tags.losses);
        known.put(resource, tags);
      }
      last = resource;
      lastTags = tags;
    }
    return tags;
  }

  /** The span's service: its resource's, unless the span itself states one. */
  String service(Span span) {
    int place = orders.of(span.attributes()).serviceName;
    String own = place < 0 ? "" : span.attributes().stringAt(place);
    return own.isEmpty() ? of(span).service : ResourceTags.serviceName(own, losses);
  }
}
