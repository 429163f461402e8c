/**
 * What operators ask a running collector.
 *
 * <p>The health listener answers probes and scrapes, and may be reached by anybody: {@code
 * /health/live} (the process can answer; it never asks about a backend, so that a dead backend does
 * not restart collectors), {@code /health/ready} (it takes spans), {@code /metrics}. The admin API
 * tells about traces and accounts and listens on loopback alone; other rooms add routes to it
 * through its listeners. Each has {@link dev.ichnos.collector.transport.Listeners} of its own,
 * since the listeners of one instance serve all of its routes.
 */
@NullMarked
package dev.ichnos.collector.admin;

import org.jspecify.annotations.NullMarked;
