package dev.ichnos.collector.transport;

import io.grpc.ServerMethodDefinition;
import java.util.Objects;

/**
 * One gRPC method that every listener which speaks gRPC serves.
 *
 * @param owner the id of the receiver that adds it
 * @param definition path, marshallers and handler; the handler must not block
 */
public record GrpcMethod(String owner, ServerMethodDefinition<?, ?> definition) {
  public GrpcMethod {
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(definition, "definition");
  }

  /** {@code package.Service/Method}. */
  public String name() {
    return definition.getMethodDescriptor().getFullMethodName();
  }
}
