/**
 * OTLP traces, from and to the wire: the canonical model is close to them, field by field.
 *
 * <p>A message is an {@code ExportTraceServiceRequest} (opentelemetry-proto
 * collector/trace/v1/trace_service.proto @ 1.11), on the wire the same as {@code TracesData} and as
 * Tempo's {@code tempopb.Trace}:
 *
 * <pre>
 * request       1 resource_spans*
 * resource_spans 1 resource  2 scope_spans*  3 schema_url
 * scope_spans    1 scope     2 spans*        3 schema_url
 * span           ids as bytes, times as nanoseconds in fixed64, attributes, events, links, status
 * attribute      1 key       2 value: one of string, bool, int, double, array, kvlist, bytes
 * </pre>
 *
 * <p>In JSON the names are lowerCamelCase, 64-bit numbers may be text, ids are hex (protobuf's own
 * JSON would say base64). What OTLP cannot say of our model (debug, shared, the sampling decision,
 * which time was absent) is not written. docs/formats/otlp.md has the whole table.
 *
 * <p>What is only forwarded is read no further than the frames around spans ({@link
 * dev.ichnos.codec.otlp.OtlpFramesDecoder}).
 */
@NullMarked
package dev.ichnos.codec.otlp;

import org.jspecify.annotations.NullMarked;
