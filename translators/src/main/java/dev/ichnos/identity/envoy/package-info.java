/** What the spans of Envoy and Istio mean, in the names of OpenTelemetry's conventions. */
@NullMarked
package dev.ichnos.identity.envoy;

import org.jspecify.annotations.NullMarked;
