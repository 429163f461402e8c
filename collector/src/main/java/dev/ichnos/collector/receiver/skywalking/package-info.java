/**
 * SkyWalking's trace receiver: {@code TraceSegmentReportService} over gRPC, {@code POST
 * /v3/segments} and {@code /v3/segment} over HTTP.
 *
 * <p>Envoy keeps one stream {@code collect} open for its life, sends a segment in each message,
 * never half-closes and awaits no answer; agents open a stream for what they have gathered, and
 * half-close it. Envoy up to 1.18 and agents up to 8.3 call the services without the package {@code
 * skywalking.v3}: every method has both names.
 *
 * <p>Agents call more than that: they register, say that they live, ask for settings and for
 * profiling tasks, and report metrics and logs. Unanswered, each such call is an error in their
 * logs every few seconds. All are answered with {@code Commands} that command nothing, and what
 * they bring is forgotten. The metadata {@code authentication}, SkyWalking's token, is not looked
 * at.
 *
 * <p>Sources: apache/skywalking-data-collect-protocol @ 10.1 and its {@code *Compat.proto},
 * apache/skywalking docs/en/api @ 10.1, envoyproxy/envoy source/extensions/tracers/skywalking @
 * 1.17 to 1.38.
 */
@NullMarked
package dev.ichnos.collector.receiver.skywalking;

import org.jspecify.annotations.NullMarked;
