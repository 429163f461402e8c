/** Which trace a span belongs to, by the headers that were captured on it as tags. */
@NullMarked
package dev.ichnos.identity.context;

import org.jspecify.annotations.NullMarked;
