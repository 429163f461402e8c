package dev.ichnos.identity.ids;

import dev.ichnos.model.Attributes;
import dev.ichnos.model.Span;
import dev.ichnos.semconv.EnvoyKeys;
import dev.ichnos.semconv.IchnosKeys;
import dev.ichnos.semconv.OtelKeys;

/** By what names a span came, whatever later rules made of them: what its halves' ids rest on. */
public final class ReceivedNames {
  private ReceivedNames() {}

  /** The service's name as it was received; empty when none came. */
  public static String service(Span span) {
    Attributes resource = span.resource().attributes();
    return resource.string(
        resource.contains(IchnosKeys.ORIGINAL_SERVICE_NAME)
            ? IchnosKeys.ORIGINAL_SERVICE_NAME
            : OtelKeys.SERVICE_NAME);
  }

  /** The span's {@code node_id}, or else its resource's; empty when absent. */
  public static String nodeId(Span span) {
    String nodeId = span.attributes().string(EnvoyKeys.NODE_ID);
    return nodeId.isEmpty() ? span.resource().attributes().string(EnvoyKeys.NODE_ID) : nodeId;
  }
}
