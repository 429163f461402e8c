package dev.ichnos.clients;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.cloud.trace.v2.stub.TraceServiceStub;
import com.google.cloud.trace.v2.stub.TraceServiceStubSettings;
import io.grpc.ManagedChannelBuilder;
import io.opencensus.exporter.trace.stackdriver.StackdriverTraceConfiguration;
import io.opencensus.exporter.trace.stackdriver.StackdriverTraceExporter;
import io.opencensus.trace.AttributeValue;
import io.opencensus.trace.Span;
import io.opencensus.trace.Status;
import io.opencensus.trace.Tracer;
import io.opencensus.trace.Tracing;
import io.opencensus.trace.samplers.Samplers;
import java.io.IOException;
import java.util.Map;

/** An order through OpenCensus and its exporter to Cloud Trace. */
public final class OpenCensusStackdriverClient {
  private OpenCensusStackdriverClient() {}

  /**
   * @param arguments service; host:port
   */
  public static void main(String[] arguments) throws Exception {
    StackdriverTraceExporter.createAndRegister(
        StackdriverTraceConfiguration.builder()
            .setProjectId("shop")
            .setTraceServiceStub(stub(arguments[1]))
            .setFixedAttributes(
                Map.of("service.name", AttributeValue.stringAttributeValue(arguments[0])))
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
  }

  private static TraceServiceStub stub(String endpoint) throws IOException {
    return TraceServiceStubSettings.newBuilder()
        .setCredentialsProvider(NoCredentialsProvider.create())
        .setTransportChannelProvider(
            InstantiatingGrpcChannelProvider.newBuilder()
                .setEndpoint(endpoint)
                .setChannelConfigurator(ManagedChannelBuilder::usePlaintext)
                .build())
        .build()
        .createStub();
  }

  private static void tell(String role, Span span) {
    System.out.printf(
        "span %s %s %s%n",
        role,
        span.getContext().getTraceId().toLowerBase16(),
        span.getContext().getSpanId().toLowerBase16());
  }
}
