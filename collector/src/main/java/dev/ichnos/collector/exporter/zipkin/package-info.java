/**
 * Zipkin v2 over HTTP, in JSON or protobuf, to any server that takes it: Zipkin's own, and the many
 * that offer its endpoint.
 *
 * <p>A server answers 202 and an empty body, and says nothing of single spans. Zipkin's own
 * (openzipkin/zipkin zipkin-server ZipkinHttpCollector and BodyIsExceptionMessage @ 3.6) refuses a
 * whole message with 400 and a line of text when one span in it cannot be read, answers 413 past 10
 * MiB, 429 or 503 when its storage cannot keep up, and 500 when its storage fails. It takes a
 * server half that shares its client's id, but halves are sent as they are in every backend: with
 * ids of their own.
 */
@NullMarked
package dev.ichnos.collector.exporter.zipkin;

import org.jspecify.annotations.NullMarked;
