package dev.ichnos.clients;

import com.lightstep.tracer.jre.JRETracer;
import com.lightstep.tracer.shared.Options;
import io.opentracing.Span;
import io.opentracing.Tracer;
import io.opentracing.log.Fields;
import io.opentracing.tag.Tags;
import java.util.Map;

/** An order through LightStep's tracer. */
public final class LightstepClient {
  private LightstepClient() {}

  /**
   * @param arguments service; port of the satellite on loopback; {@code HTTP} or {@code GRPC}
   */
  public static void main(String[] arguments) throws Exception {
    JRETracer tracer =
        new JRETracer(
            new Options.OptionsBuilder()
                .withAccessToken("none")
                .withComponentName(arguments[0])
                .withCollectorHost("127.0.0.1")
                .withCollectorPort(Integer.parseInt(arguments[1]))
                .withCollectorProtocol("http")
                .withCollectorClient(Options.CollectorClient.valueOf(arguments[2]))
                .withDisableMetaEventLogging(true)
                .withDisableMetricsReporting(true)
                .build());
    Span order =
        tracer
            .buildSpan("POST /orders")
            .withTag(Tags.SPAN_KIND.getKey(), Tags.SPAN_KIND_SERVER)
            .withTag(Tags.HTTP_METHOD.getKey(), "POST")
            .withTag("items", 3)
            .start();
    Thread.sleep(2);
    Span price = child(tracer, "price", order);
    price.log("cache miss");
    Thread.sleep(2);
    Span charge = child(tracer, "charge", price);
    charge.setTag(Tags.SPAN_KIND.getKey(), Tags.SPAN_KIND_CLIENT);
    Thread.sleep(2);
    charge.setTag(Tags.ERROR.getKey(), true);
    charge.log(Map.of(Fields.EVENT, "error", Fields.MESSAGE, "card declined"));
    charge.finish();
    price.finish();
    order.finish();
    tell("order", order);
    tell("price", price);
    tell("charge", charge);
    if (!tracer.flush(10_000)) {
      throw new IllegalStateException("the report was not taken");
    }
    tracer.close();
  }

  private static Span child(Tracer tracer, String name, Span parent) {
    return tracer.buildSpan(name).asChildOf(parent).start();
  }

  private static void tell(String role, Span span) {
    com.lightstep.tracer.shared.SpanContext context =
        (com.lightstep.tracer.shared.SpanContext) span.context();
    System.out.printf("span %s %016x %016x%n", role, context.getTraceId(), context.getSpanId());
  }
}
