/**
 * What AWS X-Ray's daemon takes in datagrams (AWS X-Ray developer guide, segment documents; schema
 * 1.0.0): a header line and one <em>segment</em> in JSON.
 *
 * <pre>
 * {"format":"json","version":1}\n
 * {"name":"web","id":"70de5b6f19ff9a0a","trace_id":"1-581cf771-a006649127e371903a2de979",
 *  "start_time":1.478293361271E9,"end_time":1.478293361449E9,"subsegments":[{...}]}
 * </pre>
 *
 * <p>A segment is the work of one service for one request, and its name is that service's. A
 * <em>subsegment</em> is a part of that work, or a call to something else; it stands inside its
 * segment, or comes alone with {@code "type":"subsegment"}. Times are seconds with a fraction.
 * {@code error} is a fault of the caller's, {@code fault} of the callee's, {@code throttle} a
 * limit. Envoy's tracer (envoyproxy/envoy source/extensions/tracers/xray @ 1.38) sends one segment
 * for each of its spans, and says in the annotation {@code direction} which side of a call it was.
 *
 * <p>{@link dev.ichnos.codec.xray.SegmentReader} reads the tree into {@link
 * dev.ichnos.codec.xray.SegmentDraft}s, which know how they become canonical. The mapping, field by
 * field, is in docs/formats/xray.md.
 */
@NullMarked
package dev.ichnos.codec.xray;

import org.jspecify.annotations.NullMarked;
