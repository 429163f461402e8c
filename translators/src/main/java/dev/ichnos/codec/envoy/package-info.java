/**
 * Envoy's own trace stream, {@code envoy.service.trace.v2} and {@code v3} {@code TraceService}
 * (envoyproxy/envoy api/envoy/service/trace @ 1.32, removed in 1.33).
 *
 * <p>A {@code StreamTracesMessage} holds OpenCensus spans, and in a stream's first message an
 * identifier: the Envoy node that sends them. v2 and v3 differ in nothing that is read here. None
 * of Envoy's own tracers calls the service; other clients of the API may. The mapping is in
 * docs/formats/envoy.md; spans are read by {@link dev.ichnos.codec.opencensus}.
 */
@NullMarked
package dev.ichnos.codec.envoy;

import org.jspecify.annotations.NullMarked;
