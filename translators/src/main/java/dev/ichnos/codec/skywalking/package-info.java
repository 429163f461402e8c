/**
 * SkyWalking's segments (apache/skywalking-data-collect-protocol language-agent/Tracing.proto @
 * 10.1), as Envoy's tracer and SkyWalking's agents send them.
 *
 * <p>A <em>segment</em> is what one service did for one request in one thread. Its spans are
 * numbered from 0 and name their parents by number; the first of them names the span of
 * <em>another</em> segment that led to it in its {@code refs}: segment id, number, and where that
 * was. Ids are texts: Envoy's are UUIDs, the Java agent's {@code a.b.c}. {@link
 * dev.ichnos.propagation.SkyWalkingIds} alone says which numbers they become, for segments and for
 * the header {@code sw8}.
 *
 * <p>A span has a type (entry, exit, local) and a layer (HTTP, database, messages), which together
 * make its kind; the address of its peer; times in milliseconds; tags; and logs, which are events.
 *
 * <p>Both readers, of protobuf and of JSON, fill a {@link dev.ichnos.codec.skywalking.SegmentDraft}
 * in SkyWalking's own terms: what a span needs of its segment may come behind it. {@link
 * dev.ichnos.codec.skywalking.CanonicalSpans} alone knows how a draft becomes canonical. The
 * mapping, field by field, is in docs/formats/skywalking.md.
 */
@NullMarked
package dev.ichnos.codec.skywalking;

import org.jspecify.annotations.NullMarked;
