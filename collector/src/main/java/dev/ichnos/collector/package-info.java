/** The root: it wires every room together and owns the life cycle; nothing depends on it. */
@NullMarked
package dev.ichnos.collector;

import org.jspecify.annotations.NullMarked;
