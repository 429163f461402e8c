/**
 * OTLP to a backend, over gRPC and over HTTP; correct for Tempo 3.x and 2.x.
 *
 * <p>One call sends one batch once. What matters here is to read the answer right, for the lane
 * acts on it: what may pass later is retried, what is too large is split, what blames the spans is
 * bisected, and the rest is given up. The specification (opentelemetry-proto
 * docs/specification.md @ 1.11) says which codes may be retried; Tempo bends it: a batch over its
 * limits is RESOURCE_EXHAUSTED with RetryInfo, or 429, though it can never pass; its rate limit is
 * RESOURCE_EXHAUSTED without RetryInfo (2.x), or 500, though it may (grafana/tempo
 * modules/distributor/distributor.go; issues 3020, 3831, 5163). So the text decides where the code
 * does not.
 */
@NullMarked
package dev.ichnos.collector.exporter.otlp;

import org.jspecify.annotations.NullMarked;
