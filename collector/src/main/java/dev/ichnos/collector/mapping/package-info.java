/**
 * What {@code print-mapping} shows: how a payload would go through a configuration, without sending
 * anything.
 *
 * <p>The way is the collector's own. {@link dev.ichnos.collector.mapping.PayloadReader} finds the
 * decoder by the bytes, {@link dev.ichnos.collector.mapping.Mapping} applies the rules of identity,
 * cuts trace groups and runs each exporter's lane on them, {@link
 * dev.ichnos.collector.mapping.RehearsedExporter} keeps the messages that would be sent, and {@link
 * dev.ichnos.collector.mapping.MappedMessage} writes them as JSON. Nothing here has sockets,
 * threads or a wall clock: the same file and configuration always come to the same.
 */
@NullMarked
package dev.ichnos.collector.mapping;

import org.jspecify.annotations.NullMarked;
