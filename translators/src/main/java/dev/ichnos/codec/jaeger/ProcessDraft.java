package dev.ichnos.codec.jaeger;

import dev.ichnos.codec.DecodeLimits;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Resource;
import dev.ichnos.semconv.JaegerKeys;
import dev.ichnos.semconv.OtelKeys;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who made spans, while it is read. Used again; equal processes of a message are one resource. */
final class ProcessDraft {
  /** What OpenTelemetry's exporters write for a resource without a service name. */
  private static final String NO_SERVICE = "OTLPResourceNoServiceName";

  /** How many different ones a message may have before more of them are not shared. */
  private static final int MOST_SHARED = 256;

  private final Map<Resource, Resource> resources = new HashMap<>();
  private final AttributesDraft tags;

  String serviceName = "";

  ProcessDraft(DecodeLimits limits, Mends mends) {
    this.tags = new AttributesDraft(limits, mends);
  }

  void clear() {
    serviceName = "";
    tags.clear();
  }

  /** Jaeger's clients call the host {@code hostname}. */
  void tag(TagDraft tag) {
    boolean host = tag.key.equals(JaegerKeys.HOSTNAME) && !tags.contains(OtelKeys.HOST_NAME);
    tags.add(tag, host ? OtelKeys.HOST_NAME : tag.key);
  }

  Resource resource() {
    Attributes.Builder attributes = Attributes.builder();
    if (!serviceName.isEmpty() && !serviceName.equals(NO_SERVICE)) {
      attributes.put(OtelKeys.SERVICE_NAME, serviceName);
    }
    Resource read =
        new Resource(attributes.putAll(tags.build()).build(), tags.dropped(), List.of(), "");
    if (read.equals(Resource.EMPTY)) {
      return Resource.EMPTY;
    }
    Resource known = resources.get(read);
    if (known != null) {
      return known;
    }
    if (resources.size() < MOST_SHARED) {
      resources.put(read, read);
    }
    return read;
  }
}
