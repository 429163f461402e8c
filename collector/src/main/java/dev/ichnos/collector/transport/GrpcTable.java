package dev.ichnos.collector.transport;

import io.grpc.ServerServiceDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The gRPC methods of one listener.
 *
 * @param services all of them
 * @param owners who serves a method, by its full name
 */
record GrpcTable(List<ServerServiceDefinition> services, Map<String, String> owners) {
  GrpcTable {
    services = List.copyOf(services);
    owners = Map.copyOf(owners);
  }

  /** The methods by service; where two have the same name, the first one's. */
  static GrpcTable of(List<GrpcMethod> methods) {
    Map<String, String> owners = new HashMap<>();
    Map<String, List<GrpcMethod>> byService = new LinkedHashMap<>();
    for (GrpcMethod method : methods) {
      if (owners.putIfAbsent(method.name(), method.owner()) == null) {
        byService
            .computeIfAbsent(
                String.valueOf(method.definition().getMethodDescriptor().getServiceName()),
                name -> new ArrayList<>())
            .add(method);
      }
    }
    List<ServerServiceDefinition> services = new ArrayList<>(byService.size());
    byService.forEach(
        (name, members) -> {
          ServerServiceDefinition.Builder service = ServerServiceDefinition.builder(name);
          members.forEach(member -> service.addMethod(ParsedMethod.of(member.definition())));
          services.add(service.build());
        });
    return new GrpcTable(services, owners);
  }
}
