/**
 * The OpenCensus agent's protocol ({@code opencensus.proto.agent.trace.v1.TraceService} @
 * opencensus-proto 0.4), gRPC on port 55678.
 *
 * <p>{@code Export} is a stream both ways. opencensus-cpp, which is in Envoy and Istio up to 1.22,
 * opens one for each batch, and up to 2020 drops it without a word once the batch is written; other
 * libraries keep one open for ever, and name themselves in its first message only. None reads an
 * answer, so there is none but the status. {@code ExportOne}, of newer versions of the protocol, is
 * a call like any other.
 *
 * <p>{@code Config} is the stream by which an agent may tell a library how to sample. Ours never
 * does: it stays silent while the stream is open, since a library answers each word with its
 * settings, and says one empty word when the library half-closes, for those that wait for it.
 */
@NullMarked
package dev.ichnos.collector.receiver.opencensus;

import org.jspecify.annotations.NullMarked;
