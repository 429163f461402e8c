/**
 * Zipkin's HTTP collector, in every format: {@code POST /api/v2/spans} and {@code POST
 * /api/v1/spans}, under any prefix, and on whatever path a mesh was told to use; and its gRPC
 * collector, {@code zipkin.proto3.SpanService/Report}, on the same port and every other that speaks
 * gRPC.
 *
 * <p>What a message is, its bytes say: senders post version 1 where version 2 belongs, and thrift
 * as JSON, and Zipkin's own server refuses that. Content type and path decide what bytes leave
 * open: {@code application/x-thrift} and {@code application/x-protobuf} are binary, everything
 * else, and nothing at all, is JSON of the path's version.
 *
 * <p>Senders look at the status alone. Envoy takes exactly 202 as success, counts anything else as
 * dropped and never sends again; zipkin-reporter logs what is not 2xx and drops it as well. So a
 * message with one good span is accepted; 400 is for a message from which nothing could be taken,
 * and its text names format, place and what was expected. Sources: openzipkin/zipkin-api
 * zipkin-api.yaml, zipkin2-api.yaml and zipkin.proto, openzipkin/zipkin zipkin-server
 * ZipkinHttpCollector and ZipkinGrpcCollector @ 3.5, envoyproxy/envoy
 * source/extensions/tracers/zipkin @ 1.12 to 1.38.
 */
@NullMarked
package dev.ichnos.collector.receiver.zipkin;

import org.jspecify.annotations.NullMarked;
