/**
 * Rules on a span's own ids and times, as the sender left them.
 *
 * <p>They come before the rules that change who a span is of: {@link
 * dev.ichnos.identity.ids.ServerHalfId} hashes what was received.
 */
@NullMarked
package dev.ichnos.identity.ids;

import org.jspecify.annotations.NullMarked;
