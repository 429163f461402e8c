package dev.ichnos.codec.cloudtrace;

import dev.ichnos.model.Attributes;
import dev.ichnos.model.Resource;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What the spans of one resource say of it: worked out once for all of them. */
final class ResourceProfile {
  final PlacedAttributes attributes;

  /** The places that are filled. */
  final int[] places;

  private ResourceProfile(PlacedAttributes attributes) {
    this.attributes = attributes;
    this.places =
        IntStream.range(0, AttributeTable.size())
            .filter(attributes.candidates::isPresent)
            .toArray();
  }

  static ResourceProfile of(Resource resource, CloudTraceOptions options) {
    PlacedAttributes placed = new PlacedAttributes();
    Attributes known = resource.attributes();
    Set<String> used = new HashSet<>();
    labels(known, placed, used);
    agent(known, options.agent(), placed, used);
    if (ProjectId.of(resource, "").equals(options.projectId())) {
      // It stands in every span's name.
      used.add(ProjectId.DOTTED_KEY);
      used.add(ProjectId.UNDERSCORED_KEY);
    }
    known.forEach(new Unused(used, placed));
    return new ResourceProfile(placed);
  }

  private static void labels(Attributes known, PlacedAttributes placed, Set<String> used) {
    MonitoredResource resource = MonitoredResource.of(known);
    if (resource == null) {
      return;
    }
    for (MonitoredResource.Label label : resource.labels()) {
      String source = label.source(known);
      if (source != null) {
        EntryKey key = new EntryKey(resource.key(label));
        placed.take(key, Candidates.STRING, 0, known.string(source));
        used.add(source);
      }
    }
  }

  /** As Google's exporters write it: what made the span, then what sends it. */
  private static void agent(
      Attributes known, String ours, PlacedAttributes placed, Set<String> used) {
    String sdk = known.string("telemetry.sdk.name");
    String language = known.string("telemetry.sdk.language");
    String version = known.string("telemetry.sdk.version");
    String agent = ours;
    if (!sdk.isEmpty() && !language.isEmpty()) {
      agent = sdk + "-" + language + (version.isEmpty() ? "" : " " + version) + "; " + ours;
      used.add("telemetry.sdk.name");
      used.add("telemetry.sdk.language");
      used.add("telemetry.sdk.version");
    }
    if (!known.contains(AttributeTable.target(AttributeTable.AGENT))) {
      placed.put(AttributeTable.AGENT, agent);
    }
  }

  /** Passes on what is not written yet. */
  private record Unused(Set<String> used, PlacedAttributes to) implements AttributeTaker {
    @Override
    public void take(String key, byte kind, long number, @Nullable Object object) {
      if (!used.contains(key)) {
        to.take(new EntryKey(key), kind, number, object);
      }
    }
  }
}
