'use strict';

// An order through OpenTelemetry's SDK and any of its exporters.
// Arguments: service; URL; zipkin, grpc, proto or json.
const { context, trace, SpanKind, SpanStatusCode } = require('@opentelemetry/api');
const { resourceFromAttributes } = require('@opentelemetry/resources');
const { NodeTracerProvider, BatchSpanProcessor } = require('@opentelemetry/sdk-trace-node');
const { pause, tell } = require('./order');

const [service, url, form] = process.argv.slice(2);

function exporter() {
  switch (form) {
    case 'zipkin': {
      const { ZipkinExporter } = require('@opentelemetry/exporter-zipkin');
      return new ZipkinExporter({ url });
    }
    case 'grpc': {
      const { OTLPTraceExporter } = require('@opentelemetry/exporter-trace-otlp-grpc');
      return new OTLPTraceExporter({ url });
    }
    case 'proto': {
      const { OTLPTraceExporter } = require('@opentelemetry/exporter-trace-otlp-proto');
      return new OTLPTraceExporter({ url });
    }
    case 'json': {
      const { OTLPTraceExporter } = require('@opentelemetry/exporter-trace-otlp-http');
      return new OTLPTraceExporter({ url });
    }
    default:
      throw new Error(`${form} (expected: zipkin, grpc, proto or json)`);
  }
}

async function main() {
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': service }),
    spanProcessors: [new BatchSpanProcessor(exporter())],
  });
  const tracer = provider.getTracer('orders', '1.0');
  const under = (parent) => trace.setSpan(context.active(), parent);
  const order = tracer.startSpan('POST /orders', {
    kind: SpanKind.SERVER,
    attributes: { 'http.method': 'POST', items: 3 },
  });
  await pause();
  const price = tracer.startSpan('price', {}, under(order));
  price.addEvent('cache miss');
  await pause();
  const charge = tracer.startSpan('charge', { kind: SpanKind.CLIENT }, under(price));
  await pause();
  charge.setStatus({ code: SpanStatusCode.ERROR, message: 'card declined' });
  charge.end();
  price.end();
  order.end();
  for (const [role, span] of Object.entries({ order, price, charge })) {
    tell(role, span.spanContext().traceId, span.spanContext().spanId);
  }
  await provider.shutdown();
}

main();
