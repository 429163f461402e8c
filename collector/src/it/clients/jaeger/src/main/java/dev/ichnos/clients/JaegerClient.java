package dev.ichnos.clients;

import io.jaegertracing.internal.JaegerSpanContext;
import io.jaegertracing.internal.JaegerTracer;
import io.jaegertracing.internal.reporters.RemoteReporter;
import io.jaegertracing.internal.samplers.ConstSampler;
import io.jaegertracing.thrift.internal.senders.HttpSender;
import io.opentracing.Span;
import io.opentracing.log.Fields;
import io.opentracing.tag.Tags;
import java.util.Map;

/** An order through Jaeger's client, sent as thrift over HTTP. */
public final class JaegerClient {
  private JaegerClient() {}

  /**
   * @param arguments service; the URL of {@code /api/traces}; {@code 64} for trace ids of 64 bits
   */
  public static void main(String[] arguments) throws Exception {
    JaegerTracer.Builder builder =
        new JaegerTracer.Builder(arguments[0])
            .withReporter(
                new RemoteReporter.Builder()
                    .withSender(new HttpSender.Builder(arguments[1]).build())
                    .build())
            .withSampler(new ConstSampler(true))
            .withTag("region", "eu");
    if (!(arguments.length > 2 && arguments[2].equals("64"))) {
      builder.withTraceId128Bit();
    }
    JaegerTracer tracer = builder.build();
    Span order =
        tracer
            .buildSpan("POST /orders")
            .withTag(Tags.SPAN_KIND, Tags.SPAN_KIND_SERVER)
            .withTag(Tags.HTTP_METHOD, "POST")
            .withTag("items", 3)
            .start();
    Thread.sleep(2);
    Span price = tracer.buildSpan("price").asChildOf(order).start();
    price.log("cache miss");
    Thread.sleep(2);
    Span charge =
        tracer
            .buildSpan("charge")
            .asChildOf(price)
            .withTag(Tags.SPAN_KIND, Tags.SPAN_KIND_CLIENT)
            .start();
    Thread.sleep(2);
    charge.setTag(Tags.ERROR, true);
    charge.log(Map.of(Fields.EVENT, "error", Fields.MESSAGE, "card declined"));
    charge.finish();
    price.finish();
    order.finish();
    tell("order", order);
    tell("price", price);
    tell("charge", charge);
    tracer.close();
  }

  private static void tell(String role, Span span) {
    JaegerSpanContext context = (JaegerSpanContext) span.context();
    System.out.printf(
        "span %s %016x%016x %016x%n",
        role, context.getTraceIdHigh(), context.getTraceIdLow(), context.getSpanId());
  }
}
