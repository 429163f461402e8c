/**
 * What the cluster knows of its pods: node, owner, addresses, containers. Spans are enriched from
 * it where they are accepted, so it answers from memory and never waits.
 *
 * <p>It comes from the API server or from a file.
 *
 * <pre>
 * GET /api/v1/pods?limit=500…          all pods there are, page by page; the list has a resourceVersion
 * GET /api/v1/pods?watch=true          what changes after that version, one JSON object a line:
 *     &amp;resourceVersion=V              {"type":"MODIFIED","object":{pod}}
 * </pre>
 *
 * A watch ends after some minutes and is taken up again where it ended; {@code BOOKMARK} events say
 * where that is when nothing changes. Where the server no longer knows the version, it answers 410
 * or sends an {@code ERROR} event, and everything is listed anew; what was known stays known
 * meanwhile (kubernetes.io, API concepts, <i>Efficient detection of changes</i>).
 *
 * <p>Addresses are used again: each has a list of those who held it, from when to when. A pod that
 * is gone is kept for a while, since its last spans come after it.
 */
@NullMarked
package dev.ichnos.collector.kubernetes;

import org.jspecify.annotations.NullMarked;
