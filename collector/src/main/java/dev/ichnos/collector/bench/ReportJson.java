package dev.ichnos.collector.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;

/** A report as one JSON object, for scripts; what is not known is left out. */
public final class ReportJson {
  private static final JsonFactory JSON = new JsonFactory();

  private ReportJson() {}

  /** Prints one report and the end of a line. */
  public static void print(BenchReport report, PrintWriter out) throws IOException {
    try (JsonGenerator json =
        JSON.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
      write(json, report);
    }
    out.println();
    out.flush();
  }

  private static void write(JsonGenerator json, BenchReport report) throws IOException {
    json.writeStartObject();
    plan(json, report.plan());
    json.writeObjectFieldStart("measured");
    interval(json, report.measured());
    percentiles(json, "request_latency", report.latency());
    if (report.memory().isPresent()) {
      MemorySamples.Memory memory = report.memory().get();
      json.writeObjectFieldStart("collector_memory");
      json.writeNumberField("average_bytes", memory.averageBytes());
      json.writeNumberField("peak_bytes", memory.peakBytes());
      json.writeNumberField("high_water_bytes", memory.highWaterBytes());
      json.writeEndObject();
    }
    json.writeEndObject();
    json.writeObjectFieldStart("whole_run");
    interval(json, report.whole());
    json.writeNumberField("sent_spans", report.sent());
    json.writeObjectFieldStart("refused_spans");
    for (Map.Entry<String, Long> refused : report.refusedByCode().entrySet()) {
      json.writeNumberField(refused.getKey(), refused.getValue());
    }
    json.writeEndObject();
    if (report.serverCounts().isPresent()) {
      json.writeObjectFieldStart("server_counts");
      json.writeNumberField("spans", report.serverCounts().get().spans());
      json.writeNumberField("dropped_spans", report.serverCounts().get().dropped());
      json.writeEndObject();
    }
    if (!report.firstFault().isEmpty()) {
      json.writeStringField("first_fault", report.firstFault());
    }
    json.writeEndObject();
    json.writeArrayFieldStart("sinks");
    for (SinkReport sink : report.sinks()) {
      sink(json, sink);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("remarks");
    for (String remark : report.remarks()) {
      json.writeString(remark);
    }
    json.writeEndArray();
    json.writeBooleanField("faultless", report.faultless());
    json.writeEndObject();
  }

  private static void plan(JsonGenerator json, BenchPlan plan) throws IOException {
    json.writeObjectFieldStart("plan");
    json.writeStringField("protocol", plan.protocol().toString());
    json.writeStringField("target", plan.target().toString());
    json.writeNumberField("concurrency", plan.concurrency());
    json.writeNumberField("batch", plan.batch());
    json.writeNumberField("rate", plan.spansPerSecond());
    json.writeNumberField("warmup_seconds", Interval.seconds(plan.warmup()));
    json.writeEndObject();
  }

  private static void interval(JsonGenerator json, Interval interval) throws IOException {
    json.writeNumberField("seconds", Interval.seconds(interval.length()));
    json.writeNumberField("accepted_spans", interval.accepted());
    json.writeNumberField("spans_per_second", interval.spansPerSecond());
    if (interval.collectorCpu().isPresent()) {
      json.writeNumberField(
          "collector_cpu_seconds", Interval.seconds(interval.collectorCpu().get()));
    }
    if (interval.collectorSecondsPerMillion().isPresent()) {
      json.writeNumberField(
          "collector_cpu_seconds_per_million_spans", interval.collectorSecondsPerMillion().get());
    }
    json.writeNumberField("bench_cpu_seconds", Interval.seconds(interval.ownCpu()));
    json.writeNumberField("bench_share_of_machine", interval.ownShareOfMachine());
  }

  private static void sink(JsonGenerator json, SinkReport sink) throws IOException {
    json.writeStartObject();
    json.writeStringField("sink", sink.name());
    json.writeNumberField("arrived_spans", sink.arrived());
    json.writeNumberField("lost_spans", sink.lost());
    json.writeNumberField("duplicated_spans", sink.duplicated());
    json.writeNumberField("refused_but_arrived_spans", sink.refusedButArrived());
    json.writeNumberField("foreign_spans", sink.foreign());
    percentiles(json, "end_to_end_latency", sink.latency());
    json.writeEndObject();
  }

  private static void percentiles(JsonGenerator json, String name, Percentiles times)
      throws IOException {
    if (times.count() > 0) {
      json.writeObjectFieldStart(name);
      json.writeNumberField("p50_millis", times.p50Millis());
      json.writeNumberField("p99_millis", times.p99Millis());
      json.writeEndObject();
    }
  }
}
