/**
 * The X-Ray daemon as Envoy's tracer and AWS' libraries see it (aws/aws-xray-daemon @ 3.3): segment
 * documents in datagrams, on UDP port 2000. The TCP port on which a daemon also answers how to
 * sample is not served; senders then use their own rules.
 *
 * <p>Nobody answers a datagram: what cannot be read, and what the journal has no room for, is
 * counted, and told in the log, seldom enough not to flood it.
 */
@NullMarked
package dev.ichnos.collector.receiver.xray;

import org.jspecify.annotations.NullMarked;
