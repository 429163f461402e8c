package dev.ichnos.clients;

import com.sun.net.httpserver.HttpServer;
import io.opentracing.Scope;
import io.opentracing.Span;
import io.opentracing.Tracer;
import io.opentracing.tag.Tags;
import io.opentracing.util.GlobalTracer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/**
 * An order in a process that runs under Datadog's Java agent. The call of the bank, which refuses,
 * is plain code: its span is the agent's own, and its ids come with the call.
 */
public final class DatadogApplication {
  private DatadogApplication() {}

  /** Without arguments: the agent has its own configuration. */
  public static void main(String[] arguments) throws Exception {
    HttpServer bank =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    bank.createContext(
        "/charge",
        exchange -> {
          String[] parts = exchange.getRequestHeaders().getFirst("traceparent").split("-");
          System.out.printf("span charge %s %s%n", parts[1], parts[2]);
          exchange.sendResponseHeaders(402, -1);
          exchange.close();
        });
    bank.start();
    Tracer tracer = GlobalTracer.get();
    Span order =
        tracer
            .buildSpan("servlet.request")
            .withTag("resource.name", "POST /orders")
            .withTag(Tags.SPAN_KIND, Tags.SPAN_KIND_SERVER)
            .withTag(Tags.HTTP_METHOD, "POST")
            .withTag("items", 3)
            .start();
    try (Scope inOrder = tracer.activateSpan(order)) {
      Thread.sleep(2);
      Span price = tracer.buildSpan("price").start();
      try (Scope inPrice = tracer.activateSpan(price)) {
        charge(URI.create("http://127.0.0.1:" + bank.getAddress().getPort() + "/charge"));
      }
      price.finish();
      tell("price", price);
    }
    order.finish();
    tell("order", order);
    bank.stop(0);
  }

  private static void charge(URI uri) throws Exception {
    HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.noBody()).build(),
            HttpResponse.BodyHandlers.discarding());
  }

  private static void tell(String role, Span span) {
    // Of the trace id, this API shows the lower half alone; the bank has seen it whole.
    System.out.printf("span %s - %016x%n", role, Long.parseUnsignedLong(span.context().toSpanId()));
  }
}
