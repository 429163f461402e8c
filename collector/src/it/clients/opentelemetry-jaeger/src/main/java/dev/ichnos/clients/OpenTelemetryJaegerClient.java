package dev.ichnos.clients;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.jaeger.JaegerGrpcSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;

/** An order through OpenTelemetry's SDK, sent as Jaeger's protobuf over gRPC. */
public final class OpenTelemetryJaegerClient {
  private OpenTelemetryJaegerClient() {}

  /**
   * @param arguments service; the URL of the collector, without a path
   */
  @SuppressWarnings("deprecation") // its successor is OTLP; it is still in the field
  public static void main(String[] arguments) throws InterruptedException {
    SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .setResource(
                Resource.create(
                    Attributes.of(AttributeKey.stringKey("service.name"), arguments[0])))
            .addSpanProcessor(
                BatchSpanProcessor.builder(
                        JaegerGrpcSpanExporter.builder().setEndpoint(arguments[1]).build())
                    .build())
            .build();
    Tracer tracer = provider.get("orders", "1.0");
    Span order =
        tracer
            .spanBuilder("POST /orders")
            .setNoParent()
            .setSpanKind(SpanKind.SERVER)
            .setAttribute("http.method", "POST")
            .setAttribute("items", 3)
            .startSpan();
    Thread.sleep(2);
    Span price = tracer.spanBuilder("price").setParent(Context.root().with(order)).startSpan();
    price.addEvent("cache miss");
    Thread.sleep(2);
    Span charge =
        tracer
            .spanBuilder("charge")
            .setParent(Context.root().with(price))
            .setSpanKind(SpanKind.CLIENT)
            .startSpan();
    Thread.sleep(2);
    charge.setStatus(StatusCode.ERROR, "card declined");
    charge.end();
    price.end();
    order.end();
    tell("order", order);
    tell("price", price);
    tell("charge", charge);
    provider.close();
  }

  private static void tell(String role, Span span) {
    System.out.printf(
        "span %s %s %s%n",
        role, span.getSpanContext().getTraceId(), span.getSpanContext().getSpanId());
  }
}
