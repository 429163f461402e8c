/**
 * What exporters have in common, whatever their format: bytes of a batch, a post and its end, and
 * the count of what calls came to. Exporters themselves have a package each, and never know each
 * other.
 */
@NullMarked
package dev.ichnos.collector.exporter;

import org.jspecify.annotations.NullMarked;
