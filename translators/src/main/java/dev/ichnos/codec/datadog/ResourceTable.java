package dev.ichnos.codec.datadog;

import dev.ichnos.model.Attributes;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Scope;
import java.util.HashMap;
import java.util.Map;

/** The resources and scopes of one message, each made once and shared. Not thread-safe. */
final class ResourceTable {
  private final Map<ResourceDraft, Known> resources = new HashMap<>();
  private final Map<Scope, Scope> scopes = new HashMap<>();
  private Known last = new Known(new ResourceDraft(), Resource.EMPTY);
  private Scope lastScope = Scope.EMPTY;

  /** The draft is the caller's to change again. */
  Resource of(ResourceDraft draft) {
    if (!draft.equals(last.draft())) {
      Known known = resources.get(draft);
      if (known == null) {
        known = new Known(draft.copy(), draft.build());
        resources.put(known.draft(), known);
      }
      last = known;
    }
    return last.resource();
  }

  Scope scope(String name, String version) {
    if (!lastScope.name().equals(name) || !lastScope.version().equals(version)) {
      Scope scope =
          name.isEmpty() && version.isEmpty()
              ? Scope.EMPTY
              : new Scope(name, version, Attributes.EMPTY, 0, "");
      Scope known = scopes.putIfAbsent(scope, scope);
      lastScope = known == null ? scope : known;
    }
    return lastScope;
  }

  private record Known(ResourceDraft draft, Resource resource) {}
}
