/**
 * Zipkin's HTTP collector, so far its version 2 in JSON: {@code POST /api/v2/spans}, under any
 * prefix, and on whatever path a mesh was told to use.
 *
 * <p>Senders look at the status alone. Envoy takes exactly 202 as success, counts anything else as
 * dropped and never sends again; zipkin-reporter logs what is not 2xx and drops it as well. So a
 * message with one good span is accepted; 400 is for a message from which nothing could be taken,
 * and its text names format, place and what was expected. Sources: openzipkin/zipkin-api
 * zipkin2-api.yaml, openzipkin/zipkin zipkin-server ZipkinHttpCollector @ 3.5, envoyproxy/envoy
 * source/extensions/tracers/zipkin @ 1.12 to 1.38.
 */
@NullMarked
package dev.ichnos.collector.receiver.zipkin;

import org.jspecify.annotations.NullMarked;
