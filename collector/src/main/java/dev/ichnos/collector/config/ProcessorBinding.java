package dev.ichnos.collector.config;

import java.util.HashSet;
import java.util.Set;

/** Answers what files written for the otc bring along: {@code processors}, {@code extensions}. */
final class ProcessorBinding {
  private static final Set<String> BUILT_IN_EXTENSIONS =
      Set.of("health_check", "healthcheckv2", "pprof", "zpages", "memory_ballast", "file_storage");

  private ProcessorBinding() {}

  /** The ids that stand in {@code processors}, each of them answered. */
  static Set<String> read(Section section) {
    Set<String> ids = new HashSet<>();
    for (YamlNode.Entry entry : section.all()) {
      ids.add(entry.key());
      answer(section.binding(), entry.line(), section.path(), entry.key());
    }
    section.binding().known("processors.batch", "ignored", "");
    section.binding().known("processors.memory_limiter", "ignored", "");
    return ids;
  }

  static void answer(Binding binding, int line, String path, String id) {
    switch (Components.typeOf(id)) {
      case "batch" ->
          binding.warning(
              line, path + ": " + id + " is built in: each exporter batches by its key batch");
      case "memory_limiter" ->
          binding.warning(
              line, path + ": " + id + " is built in: journal.max_size and journal.hard_max_size");
      default ->
          binding.problem(
              line,
              path
                  + ": "
                  + id
                  + ": no such processor (expected: "
                  + Hints.processor(Components.typeOf(id))
                  + ")");
    }
  }

  static void extensions(Section section) {
    for (YamlNode.Entry entry : section.all()) {
      String type = Components.typeOf(entry.key());
      if (BUILT_IN_EXTENSIONS.contains(type)) {
        section
            .binding()
            .warning(
                entry.line(),
                section.path() + "." + entry.key() + ": ignored: admin and journal do its work");
      } else {
        section.spoil(
            entry.key(), "no such extension (expected: admin, exporters.<id>.headers or tls)");
      }
    }
  }
}
