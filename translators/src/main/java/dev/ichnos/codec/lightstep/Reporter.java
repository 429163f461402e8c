package dev.ichnos.codec.lightstep;

import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Resource;
import dev.ichnos.semconv.LightstepKeys;
import dev.ichnos.semconv.OtelKeys;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Who reports; the resource of all spans of a report, but of those that name another. */
final class Reporter {
  /** How many different resources a report may have before more of them are not shared. */
  private static final int MOST_SHARED = 256;

  private static final String PROCESS_COMMAND_LINE = "process.command_line";

  private final AttributesDraft tags;
  private final Map<Attributes, Resource> overridden = new HashMap<>();
  private Resource resource = Resource.EMPTY;

  Reporter(DecodeLimits limits, Mends mends) {
    tags = new AttributesDraft(limits.maxAttributes(), mends);
  }

  void id(long id) {
    if (id != 0) {
      tags.put(OtelKeys.SERVICE_INSTANCE_ID, HexFormat.of().toHexDigits(id));
    }
  }

  void tag(KeyValue tag) {
    String key = key(tag.key);
    tags.put(tag, key.isEmpty() ? tag.key : key);
  }

  /** The reporter is read. */
  void finish() {
    Attributes attributes = tags.build();
    resource =
        attributes.isEmpty() && tags.dropped() == 0
            ? Resource.EMPTY
            : new Resource(attributes, tags.dropped(), List.of(), "");
  }

  /** The key under which a tag says something of the reporter; empty for all other tags. */
  static String key(String tag) {
    return switch (tag) {
      case LightstepKeys.COMPONENT_NAME -> OtelKeys.SERVICE_NAME;
      case LightstepKeys.HOSTNAME -> OtelKeys.HOST_NAME;
      case LightstepKeys.COMMAND_LINE -> PROCESS_COMMAND_LINE;
      case LightstepKeys.GUID -> OtelKeys.SERVICE_INSTANCE_ID;
      default -> "";
    };
  }

  /** The resource of a span that says this otherwise. */
  Resource resource(Attributes otherwise) {
    if (otherwise.isEmpty()) {
      return resource;
    }
    Resource known = overridden.get(otherwise);
    if (known != null) {
      return known;
    }
    Resource made =
        resource.withAttributes(resource.attributes().toBuilder().putAll(otherwise).build());
    if (overridden.size() < MOST_SHARED) {
      overridden.put(otherwise, made);
    }
    return made;
  }
}
