/** Attribute keys as constants, one file per naming source. Only keys, no rules. */
@NullMarked
package dev.ichnos.semconv;

import org.jspecify.annotations.NullMarked;
