/**
 * Google Cloud Trace v2, written straight to the wire and read straight from it.
 *
 * <p>A message is a {@code BatchWriteSpansRequest} (googleapis google/devtools/cloudtrace/v2
 * tracing.proto and trace.proto @ 2026-08), the spans of one project:
 *
 * <pre>
 * request  1 name projects/P                      2 spans*
 * span     1 name projects/P/traces/T/spans/S     2 span_id   3 parent_span_id, empty on roots
 *          4 display_name  5 start_time  6 end_time  7 attributes {1 map  2 dropped}
 *          8 stack_trace   9 time_events  10 links  11 status  12 same_process  14 span_kind
 * text     1 value  2 truncated_byte_count: whoever cuts says how much
 * </pre>
 *
 * <p>The answer is empty: there is no partial result, and one bad span costs the whole request. So
 * every limit is kept here, before sending: 32 attributes in an order of our choice ({@link
 * dev.ichnos.codec.cloudtrace.AttributeTable}), text cut between characters and counted. Before
 * that, {@link dev.ichnos.codec.cloudtrace.CloudTraceAdmission} says which spans would be refused,
 * and {@link dev.ichnos.codec.cloudtrace.ProjectId} which project each belongs to.
 * docs/formats/cloud-trace.md has the whole table.
 *
 * <p>What others send is read in protobuf and in JSON into one draft, {@code SpanDraft}, which
 * alone knows what becomes of it; docs/formats/cloud-trace-in.md has that table.
 */
@NullMarked
package dev.ichnos.codec.cloudtrace;

import org.jspecify.annotations.NullMarked;
