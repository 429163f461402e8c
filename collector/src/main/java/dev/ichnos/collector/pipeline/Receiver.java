package dev.ichnos.collector.pipeline;

import dev.ichnos.collector.component.Component;

/**
 * Owns a protocol's manners. Its constructor gets its {@link SpanConsumer} and adds its HTTP routes
 * and gRPC methods to the listeners; it knows nothing of backends.
 */
public interface Receiver extends Component {
  /** Its id in the configuration, such as {@code zipkin} or {@code otlp/mesh}. */
  String name();
}
