package dev.ichnos.clients;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.cloud.opentelemetry.trace.TraceConfiguration;
import com.google.cloud.opentelemetry.trace.TraceExporter;
import com.google.cloud.trace.v2.stub.HttpJsonTraceServiceStub;
import com.google.cloud.trace.v2.stub.TraceServiceStub;
import com.google.cloud.trace.v2.stub.TraceServiceStubSettings;
import io.grpc.ManagedChannelBuilder;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.io.IOException;

/** An order through OpenTelemetry's SDK and Google's exporter to Cloud Trace. */
public final class CloudTraceClient {
  private CloudTraceClient() {}

  /**
   * @param arguments service; host:port; {@code GRPC} or {@code REST}
   */
  public static void main(String[] arguments) throws Exception {
    TraceServiceStub stub = arguments[2].equals("REST") ? rest(arguments[1]) : grpc(arguments[1]);
    SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .setResource(
                Resource.create(
                    Attributes.of(AttributeKey.stringKey("service.name"), arguments[0])))
            .addSpanProcessor(
                BatchSpanProcessor.builder(
                        TraceExporter.createWithConfiguration(
                            TraceConfiguration.builder()
                                .setProjectId("shop")
                                .setTraceServiceStub(stub)
                                .build()))
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

  private static TraceServiceStub grpc(String endpoint) throws IOException {
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

  private static TraceServiceStub rest(String endpoint) throws IOException {
    return HttpJsonTraceServiceStub.create(
        TraceServiceStubSettings.newHttpJsonBuilder()
            .setCredentialsProvider(NoCredentialsProvider.create())
            .setTransportChannelProvider(
                TraceServiceStubSettings.defaultHttpJsonTransportProviderBuilder()
                    .setEndpoint("http://" + endpoint)
                    .build())
            .build());
  }

  private static void tell(String role, Span span) {
    System.out.printf(
        "span %s %s %s%n",
        role, span.getSpanContext().getTraceId(), span.getSpanContext().getSpanId());
  }
}
