package dev.ichnos.collector.it;

import brave.Tracing;
import brave.handler.SpanHandler;
import brave.propagation.B3Propagation;
import brave.propagation.TraceContext;
import io.grpc.ManagedChannel;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.internal.otlp.traces.TraceRequestMarshaler;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import zipkin2.reporter.AsyncReporter;
import zipkin2.reporter.BytesMessageSender;
import zipkin2.reporter.SpanBytesEncoder;
import zipkin2.reporter.brave.AsyncZipkinSpanHandler;
import zipkin2.reporter.brave.ZipkinSpanHandler;
import zipkin2.reporter.urlconnection.URLConnectionSender;

/** Sends one call, a client span and the server span below it, through a real client library. */
final class RealClients {
  private RealClients() {}

  /**
   * The trace that was sent.
   *
   * @param traceId 32 hex digits
   * @param clientSpanId 16 hex digits
   * @param serverSpanId 16 hex digits; the client's own where the sender shares ids
   */
  record Sent(String traceId, String clientSpanId, String serverSpanId) {}

  /**
   * Brave with zipkin-reporter, and B3's shared span ids. What its own encoders do not write goes
   * through Zipkin's library, as in applications that ask for that.
   */
  static Sent brave(URI spans, SpanBytesEncoder format, boolean gzip) {
    BytesMessageSender sender = sender(spans, format, gzip);
    if (format == SpanBytesEncoder.JSON_V2 || format == SpanBytesEncoder.PROTO3) {
      try (AsyncZipkinSpanHandler handler = AsyncZipkinSpanHandler.newBuilder(sender).build()) {
        return brave(handler, handler::flush);
      }
    }
    try (AsyncReporter<zipkin2.Span> reporter = AsyncReporter.builder(sender).build(format)) {
      return brave(ZipkinSpanHandler.newBuilder(reporter).build(), reporter::flush);
    }
  }

  /** By the type that is not deprecated, which chooses the overloads that are not, either. */
  static BytesMessageSender sender(URI spans, SpanBytesEncoder format, boolean gzip) {
    return URLConnectionSender.newBuilder()
        .endpoint(spans.toString())
        .encoding(format.encoding())
        .compressionEnabled(gzip)
        .build();
  }

  /** Over gRPC, for which zipkin-reporter has no sender: its encoder, and a call of gRPC's own. */
  static Sent brave(ManagedChannel channel) {
    try (AsyncZipkinSpanHandler handler =
        AsyncZipkinSpanHandler.newBuilder(new ZipkinGrpcSender(channel)).build()) {
      return brave(handler, handler::flush);
    }
  }

  private static Sent brave(SpanHandler handler, Runnable flush) {
    Tracing caller = tracing("frontend", handler);
    Tracing callee = tracing("backend", handler);
    try {
      brave.Span client =
          caller.tracer().newTrace().name("get /api").kind(brave.Span.Kind.CLIENT).start();
      brave.Span server =
          callee
              .tracer()
              .joinSpan(client.context().toBuilder().shared(true).build())
              .name("get /api")
              .kind(brave.Span.Kind.SERVER)
              .start();
      server.tag("http.status_code", "200").finish();
      client.finish();
      TraceContext context = client.context();
      return new Sent(context.traceIdString(), context.spanIdString(), context.spanIdString());
    } finally {
      flush.run();
      caller.close();
      callee.close();
    }
  }

  private static Tracing tracing(String service, SpanHandler handler) {
    return Tracing.newBuilder()
        .localServiceName(service)
        .localIp(service.equals("frontend") ? "10.1.0.1" : "10.1.0.2")
        .traceId128Bit(true)
        .supportsJoin(true)
        .propagationFactory(B3Propagation.FACTORY)
        .addSpanHandler(handler)
        .build();
  }

  /** The OpenTelemetry SDK with any of its exporters. */
  static Sent openTelemetry(SpanExporter exporter) {
    SdkTracerProvider caller = provider("frontend", exporter);
    SdkTracerProvider callee = provider("backend", exporter);
    Tracer callerTracer = caller.get("ichnos-test", "1.0");
    Tracer calleeTracer = callee.get("ichnos-test", "1.0");
    io.opentelemetry.api.trace.Span client =
        callerTracer.spanBuilder("get /api").setSpanKind(SpanKind.CLIENT).startSpan();
    io.opentelemetry.api.trace.Span server =
        calleeTracer
            .spanBuilder("get /api")
            .setSpanKind(SpanKind.SERVER)
            .setParent(Context.root().with(client))
            .setAttribute("http.response.status_code", 200)
            .startSpan();
    server.end();
    client.end();
    caller.forceFlush().join(10, TimeUnit.SECONDS);
    callee.forceFlush().join(10, TimeUnit.SECONDS);
    caller.close();
    callee.close();
    return new Sent(
        client.getSpanContext().getTraceId(),
        client.getSpanContext().getSpanId(),
        server.getSpanContext().getSpanId());
  }

  private static SdkTracerProvider provider(String service, SpanExporter exporter) {
    return SdkTracerProvider.builder()
        .setResource(
            Resource.getDefault().toBuilder()
                .put(AttributeKey.stringKey("service.name"), service)
                .build())
        .addSpanProcessor(SimpleSpanProcessor.create(exporter))
        .build();
  }

  /**
   * OTLP over HTTP in JSON, as the SDK's own marshaler writes it; its exporter only sends protobuf.
   */
  static SpanExporter otlpJson(URI traces) {
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    return new SpanExporter() {
      @Override
      public CompletableResultCode export(Collection<SpanData> spans) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try {
          TraceRequestMarshaler.create(spans).writeJsonTo(body);
          HttpResponse<String> response =
              http.send(
                  HttpRequest.newBuilder(traces)
                      .header("content-type", "application/json")
                      .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
          return response.statusCode() == 200
              ? CompletableResultCode.ofSuccess()
              : CompletableResultCode.ofExceptionalFailure(
                  new IOException(response.statusCode() + " " + response.body()));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }

      @Override
      public CompletableResultCode flush() {
        return CompletableResultCode.ofSuccess();
      }

      @Override
      public CompletableResultCode shutdown() {
        return CompletableResultCode.ofSuccess();
      }
    };
  }
}
