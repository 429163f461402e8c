package dev.ichnos.model;

import java.util.List;
import java.util.Objects;

/**
 * Names the attributes of a resource that together identify one entity (opentelemetry-proto
 * common/v1/common.proto, EntityRef @ 1.11). Carried along, not interpreted.
 *
 * @param schemaUrl empty when absent
 * @param type such as {@code service} or {@code host}
 * @param idKeys the keys that identify it
 * @param descriptionKeys the keys that describe it
 */
public record EntityRef(
    String schemaUrl, String type, List<String> idKeys, List<String> descriptionKeys) {
  public EntityRef {
    Objects.requireNonNull(schemaUrl, "schemaUrl");
    Objects.requireNonNull(type, "type");
    idKeys = List.copyOf(idKeys);
    descriptionKeys = List.copyOf(descriptionKeys);
  }
}
