/** Stand-ins for what is around a collector: a strict Tempo, consumers that remember. */
@NullMarked
package dev.ichnos.collector.testing;

import org.jspecify.annotations.NullMarked;
