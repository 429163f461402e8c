package dev.ichnos.collector.bench;

/**
 * What came out at one sink, counted by id, over the whole run.
 *
 * @param arrived spans of this run, each once
 * @param lost accepted, and not come
 * @param duplicated come again, each time
 * @param refusedButArrived come, though the collector had refused them or not answered
 * @param foreign not of this run
 * @param latency from sending a message to the arrival of its first span
 */
record SinkReport(
    String name,
    long arrived,
    long lost,
    long duplicated,
    long refusedButArrived,
    long foreign,
    Percentiles latency) {}
