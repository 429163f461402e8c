/**
 * What the spans of Envoy and Istio mean, in the names of OpenTelemetry's conventions.
 *
 * <p>A proxy tells of a request in tags of its own, all of them text, which differ by its version
 * and by the tracer that sends them. {@link dev.ichnos.identity.envoy.EnvoyMeaning} finds them once
 * ({@code ProxySpan}, {@code Tags}), lets one class after the other read them, and writes what they
 * mean beside them or in their place ({@code Draft}):
 *
 * <ul>
 *   <li>{@code Kinds}: which side of a call it is
 *   <li>{@code Outcome}, {@code ResponseFlags}: whether it failed, and of what
 *   <li>{@code Http}, {@code Urls}, {@code Grpc}: what was asked for
 *   <li>{@code Peers}: who is on the other side
 *   <li>{@code Names}, {@code PathTemplates}: what it is called
 * </ul>
 *
 * <p>What is said already is never said otherwise, which makes the rules idempotent. Tables:
 * docs/formats/proxies.md; inputs and results: golden/envoy.
 */
@NullMarked
package dev.ichnos.identity.envoy;

import org.jspecify.annotations.NullMarked;
