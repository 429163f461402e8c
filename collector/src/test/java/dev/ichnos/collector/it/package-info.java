/**
 * Integration tests: the packaged jar as a process, real clients before it, fake backends behind.
 */
@NullMarked
package dev.ichnos.collector.it;

import org.jspecify.annotations.NullMarked;
