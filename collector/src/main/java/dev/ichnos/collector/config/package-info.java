/**
 * The configuration: one immutable record per component, its defaults in {@code defaults()}, its
 * rules in the compact constructor, and the reader that binds YAML to them by hand.
 *
 * <p>Keys are snake_case and, where the meaning is the same, those of the OpenTelemetry Collector.
 * A rule that is broken throws {@link java.lang.IllegalArgumentException} whose text is {@code key:
 * value (expected: ...)}; the reader adds line and path and reports all problems at once.
 */
@NullMarked
package dev.ichnos.collector.config;

import org.jspecify.annotations.NullMarked;
