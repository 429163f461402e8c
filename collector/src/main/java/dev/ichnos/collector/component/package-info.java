/** What every room of the collector shares: a life cycle, and the counters. */
@NullMarked
package dev.ichnos.collector.component;

import org.jspecify.annotations.NullMarked;
