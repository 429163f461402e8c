/**
 * The command {@code demo}: one request to Istio's Bookinfo, told as four sidecars and an ingress
 * gateway would tell it, sent by every protocol that is served, and printed as it arrives at
 * stand-ins for the backends.
 *
 * <p>{@link dev.ichnos.collector.demo.Bookinfo} is the request, {@link
 * dev.ichnos.collector.demo.Sender} one protocol to tell it by, {@link
 * dev.ichnos.collector.demo.StandIn} what listens at the other end, {@link
 * dev.ichnos.collector.demo.Arrivals} what is held against what was sent, and {@link
 * dev.ichnos.collector.demo.TraceTree} what is printed.
 */
@NullMarked
package dev.ichnos.collector.demo;

import org.jspecify.annotations.NullMarked;
