package dev.ichnos.clients;

import io.opencensus.common.Duration;
import io.opencensus.exporter.trace.ocagent.OcAgentTraceExporter;
import io.opencensus.exporter.trace.ocagent.OcAgentTraceExporterConfiguration;
import io.opencensus.trace.AttributeValue;
import io.opencensus.trace.Span;
import io.opencensus.trace.Status;
import io.opencensus.trace.Tracer;
import io.opencensus.trace.Tracing;
import io.opencensus.trace.samplers.Samplers;

/** An order through OpenCensus, told to an agent. */
public final class OpenCensusClient {
  private OpenCensusClient() {}

  /**
   * @param arguments service; host:port of the agent; {@code config} to keep the stream of
   *     configuration too
   */
  public static void main(String[] arguments) throws Exception {
    OcAgentTraceExporter.createAndRegister(
        OcAgentTraceExporterConfiguration.builder()
            .setEndPoint(arguments[1])
            .setUseInsecure(true)
            .setServiceName(arguments[0])
            .setRetryInterval(Duration.fromMillis(200))
            .setEnableConfig(arguments.length > 2 && arguments[2].equals("config"))
            .build());
    Tracer tracer = Tracing.getTracer();
    Span order =
        tracer
            .spanBuilderWithExplicitParent("POST /orders", null)
            .setSpanKind(Span.Kind.SERVER)
            .setSampler(Samplers.alwaysSample())
            .setRecordEvents(true)
            .startSpan();
    order.putAttribute("http.method", AttributeValue.stringAttributeValue("POST"));
    order.putAttribute("items", AttributeValue.longAttributeValue(3));
    Thread.sleep(2);
    Span price = tracer.spanBuilderWithExplicitParent("price", order).startSpan();
    price.addAnnotation("cache miss");
    Thread.sleep(2);
    Span charge =
        tracer
            .spanBuilderWithExplicitParent("charge", price)
            .setSpanKind(Span.Kind.CLIENT)
            .startSpan();
    Thread.sleep(2);
    charge.setStatus(Status.FAILED_PRECONDITION.withDescription("card declined"));
    charge.end();
    price.end();
    order.end();
    tell("order", order);
    tell("price", price);
    tell("charge", charge);
    Tracing.getExportComponent().shutdown();
    System.out.println("sent");
    // The exporter's threads keep the process alive, and its stream open; the test ends both.
    System.in.read();
    System.exit(0);
  }

  private static void tell(String role, Span span) {
    System.out.printf(
        "span %s %s %s%n",
        role,
        span.getContext().getTraceId().toLowerBase16(),
        span.getContext().getSpanId().toLowerBase16());
  }
}
