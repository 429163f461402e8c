package dev.ichnos.codec.otlp;

import dev.ichnos.model.Resource;
import dev.ichnos.model.Scope;
import dev.ichnos.model.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The spans of a batch by resource and scope, in the order in which each was first seen. Spans of
 * many messages come with equal resources that are not the same object; those make one group, since
 * backends count every repeated resource against the sender.
 */
final class SpanGroups {
  private SpanGroups() {}

  /** Groups; no group is empty. */
  static List<ResourceGroup> of(List<Span> spans) {
    Index<Resource, ResourceGroup> index = new Index<>(ResourceGroup::new);
    for (Span span : spans) {
      index.get(span.resource()).scopes.get(span.scope()).spans.add(span);
    }
    return index.groups;
  }

  /** The spans of one resource. */
  static final class ResourceGroup {
    final Resource resource;
    private final Index<Scope, ScopeGroup> scopes = new Index<>(ScopeGroup::new);

    private ResourceGroup(Resource resource) {
      this.resource = resource;
    }

    List<ScopeGroup> scopeGroups() {
      return scopes.groups;
    }
  }

  /** The spans of one scope of one resource. */
  static final class ScopeGroup {
    final Scope scope;
    final List<Span> spans = new ArrayList<>();

    private ScopeGroup(Scope scope) {
      this.scope = scope;
    }
  }

  /** Finds the group of a key: by the last one, by identity, and only then by equality. */
  private static final class Index<K, G> {
    final List<G> groups = new ArrayList<>(1);
    private final Function<K, G> create;
    private final IdentityHashMap<K, G> byIdentity = new IdentityHashMap<>(4);
    private final Map<K, G> byValue = new HashMap<>();
    private @Nullable K lastKey;
    private @Nullable G last;

    Index(Function<K, G> create) {
      this.create = create;
    }

    @SuppressWarnings("ReferenceEquality") // what is shared is found by identity
    G get(K key) {
      if (last != null && key == lastKey) {
        return last;
      }
      G group = byIdentity.get(key);
      if (group == null) {
        group = byValue.computeIfAbsent(key, this::add);
        byIdentity.put(key, group);
      }
      lastKey = key;
      last = group;
      return group;
    }

    private G add(K key) {
      G group = create.apply(key);
      groups.add(group);
      return group;
    }
  }
}
