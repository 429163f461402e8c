/**
 * Listeners and clients: sockets, HTTP/1.1, HTTP/2, gRPC, TLS, compression and their limits.
 *
 * <p>Receivers add {@link dev.ichnos.collector.transport.HttpRoute}s and {@link
 * dev.ichnos.collector.transport.GrpcMethod}s to {@link dev.ichnos.collector.transport.Listeners},
 * which bind addresses and decide what arrives where: any HTTP listener serves every HTTP route,
 * any gRPC listener every gRPC method, and a mixed listener all of them on one port. This is the
 * only package that uses Netty; what leaves it are plain {@link java.nio.ByteBuffer}s.
 */
@NullMarked
package dev.ichnos.collector.transport;

import org.jspecify.annotations.NullMarked;
