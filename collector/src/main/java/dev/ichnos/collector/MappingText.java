package dev.ichnos.collector;

import dev.ichnos.codec.EncodeReport;
import dev.ichnos.collector.mapping.ExporterMapping;
import dev.ichnos.collector.mapping.MappedMessage;
import dev.ichnos.collector.mapping.Payload;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What {@code print-mapping} prints for people. */
final class MappingText {
  private MappingText() {}

  static void print(PrintWriter out, MappedPayload mapped) throws IOException {
    Payload payload = mapped.payload();
    out.println(Printable.of(mapped.name()));
    String size = bytes(payload.bytes()) + (payload.gzip() ? " unzipped" : "");
    line(out, "format", payload.format() + ", " + size);
    line(out, "read", spans(payload.spans().size()) + " of " + counted(mapped.traces(), "trace"));
    line(out, "as of", mapped.asOf().toString());
    each(out, "dropped", mapped.dropped(), "span");
    payload.problems().forEach(problem -> line(out, "", Printable.of(problem)));
    each(out, "mended", mapped.mended(), "field");
    each(out, "identity", mapped.identity(), "span");
    List<ExporterMapping> exporters = mapped.exporters();
    for (int i = 0; i < exporters.size(); i++) {
      out.println();
      print(out, exporters.get(i), exporters.subList(0, i));
    }
    out.flush();
  }

  private static void print(
      PrintWriter out, ExporterMapping exporter, List<ExporterMapping> printed) throws IOException {
    out.println(exporter.exporter());
    each(out, "repair", exporter.changed(), "span");
    each(out, "created", exporter.account().created(), "span");
    each(out, "merged", exporter.account().merged(), "span");
    each(out, "dropped", exporter.account().droppedByLabel(), "span");
    each(out, "refused", exporter.refusals(), "span");
    Optional<String> same =
        printed.stream().filter(exporter::sendsAs).map(ExporterMapping::exporter).findFirst();
    if (same.isPresent()) {
      line(out, "sends", "what " + same.get() + " sends");
      return;
    }
    if (exporter.messages().isEmpty()) {
      line(out, "sends", "nothing");
    }
    for (MappedMessage message : exporter.messages()) {
      String what =
          exporter.sends()
              ? message.format() + ", " + bytes(message.bytes())
              : "nothing; keeps, here as OTLP,";
      line(out, "sends", what + (exporter.sends() ? ", " : " ") + spans(message.spans()));
      print(out, message.report());
      JsonLines.print(out, message::write);
    }
  }

  private static void print(PrintWriter out, EncodeReport report) {
    if (report.cutFields() > 0) {
      line(out, "cut", counted(report.cutFields(), "field"));
    }
    if (report.leftOutAttributes() > 0) {
      line(out, "left out", counted(report.leftOutAttributes(), "attribute"));
    }
    if (report.droppedSpans() > 0) {
      line(out, "not said", spans(report.droppedSpans()));
    }
  }

  private static void each(
      PrintWriter out, String title, Map<String, ? extends Number> counts, String unit) {
    if (counts.isEmpty()) {
      return;
    }
    String all =
        new TreeMap<>(counts)
            .entrySet().stream()
                .map(count -> count.getKey() + " " + counted(count.getValue().longValue(), unit))
                .collect(Collectors.joining(", "));
    line(out, title, all);
  }

  private static void line(PrintWriter out, String title, String text) {
    out.printf("  %-9s %s\n", title, text);
  }

  private static String spans(long count) {
    return counted(count, "span");
  }

  private static String bytes(long count) {
    return counted(count, "byte");
  }

  private static String counted(long count, String unit) {
    return count + " " + unit + (count == 1 ? "" : "s");
  }
}
