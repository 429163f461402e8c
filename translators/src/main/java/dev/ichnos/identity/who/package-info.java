/**
 * Who produced a span: service, pod, node; from what the span itself says, never from Ichnos's own
 * host.
 */
@NullMarked
package dev.ichnos.identity.who;

import org.jspecify.annotations.NullMarked;
