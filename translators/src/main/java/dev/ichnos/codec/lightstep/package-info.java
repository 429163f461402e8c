/**
 * LightStep's reports, read straight from the wire.
 *
 * <p>A message is a {@code lightstep.collector.ReportRequest} (lightstep/lightstep-tracer-common
 * collector.proto @ 2019-07), the spans of one process:
 *
 * <pre>
 * request   1 reporter {1 reporter_id  4 tags*}  2 auth  3 spans*  5 timestamp_offset_micros
 * span      1 span_context {1 trace_id  2 span_id  3 baggage}  2 operation_name
 *           3 references* {1 CHILD_OF 0, FOLLOWS_FROM 1  2 span_context}
 *           4 start_timestamp  5 duration_micros  6 tags*  7 logs* {1 timestamp  2 fields*}
 * key-value 1 key  2 string | 3 int64 | 4 double | 5 bool | 6 JSON text
 * </pre>
 *
 * <p>Ids are integers of 64 bits: tracers cut longer trace ids to their lower half, and say the
 * upper one nowhere. The token in {@code auth} is stepped over, never read. Sent by Envoy up to
 * 1.23 (Istio up to 1.15) and by LightStep's own libraries. docs/formats/lightstep.md has the whole
 * table.
 */
@NullMarked
package dev.ichnos.codec.lightstep;

import org.jspecify.annotations.NullMarked;
