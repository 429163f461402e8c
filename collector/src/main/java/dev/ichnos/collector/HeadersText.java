package dev.ichnos.collector;

import dev.ichnos.model.Sampled;
import dev.ichnos.model.TraceId;
import dev.ichnos.propagation.HeaderFamily;
import dev.ichnos.propagation.HeaderReading;
import dev.ichnos.propagation.HeaderWriting;
import dev.ichnos.propagation.Leniency;
import dev.ichnos.propagation.Loss;
import dev.ichnos.propagation.TraceContext;
import java.io.PrintWriter;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;

/** What {@code headers} prints for people. */
final class HeadersText {
  /** Of a value as it is shown: no family has longer ones, but a command line can. */
  private static final int MAX_VALUE = 8192;

  private HeadersText() {}

  static void print(PrintWriter out, GivenFamily given) {
    given.headers().forEach((name, value) -> out.println(header(name, value)));
    if (given.reading() instanceof HeaderReading.Read read) {
      print(out, read);
      for (HeaderFamily other : given.others()) {
        print(out, other, other.write(read.context()));
      }
    } else if (given.reading() instanceof HeaderReading.Refused refused) {
      line(out, "refused", Printable.of(refused.message()));
    } else {
      line(out, "nothing", "neither ids nor a decision");
    }
  }

  private static void print(PrintWriter out, HeaderReading.Read read) {
    TraceContext context = read.context();
    if (context.hasTraceId()) {
      line(out, "trace id", traceId(context));
      line(out, "span id", context.hasSpan() ? hex(context.spanId()) : "none");
    } else {
      line(out, "trace id", "none: a decision alone");
    }
    if (context.parentSpanId() != 0) {
      line(out, "parent", hex(context.parentSpanId()));
    }
    line(out, "decision", decision(context));
    if (context.randomTraceId()) {
      line(out, "random", "yes, the trace id");
    }
    if (!context.traceState().isEmpty()) {
      line(out, "tracestate", Printable.of(context.traceState()));
    }
    for (Map.Entry<String, String> part : context.detail().parts().entrySet()) {
      line(out, "detail", part.getKey() + ": " + Printable.of(part.getValue()));
    }
    if (!read.leniencies().isEmpty()) {
      out.println(
          "  read leniently: "
              + read.leniencies().stream().map(Leniency::text).collect(Collectors.joining("; ")));
    }
  }

  private static void print(PrintWriter out, HeaderFamily family, HeaderWriting writing) {
    out.println("  as " + family.id());
    writing.headers().forEach((name, value) -> out.println("    " + header(name, value)));
    if (writing.headers().isEmpty()) {
      out.println("    nothing");
    }
    if (!writing.losses().isEmpty()) {
      out.println(
          "    not written: "
              + writing.losses().stream().map(Loss::text).collect(Collectors.joining("; ")));
    }
  }

  private static String header(String name, String value) {
    return value.isEmpty() ? name + ":" : name + ": " + Printable.start(value, MAX_VALUE);
  }

  private static String traceId(TraceContext context) {
    TraceId id = context.traceId();
    return context.traceIdBits() == 64 ? hex(id.low()) : id.hex();
  }

  private static String decision(TraceContext context) {
    if (context.sampled() == Sampled.DEFERRED) {
      return "deferred";
    }
    return context.debug()
        ? "debug"
        : context.sampled() == Sampled.SAMPLED ? "sampled" : "not sampled";
  }

  private static String hex(long id) {
    return HexFormat.of().toHexDigits(id);
  }

  private static void line(PrintWriter out, String name, String text) {
    out.printf("  %-10s %s\n", name, text);
  }
}
