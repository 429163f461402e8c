'use strict';

// An order through Jaeger's client, sent as thrift over HTTP. Arguments: service; URL.
const { initTracer } = require('jaeger-client');
const { pause, tell } = require('./order');

const [service, url] = process.argv.slice(2);

async function main() {
  const tracer = initTracer(
    {
      serviceName: service,
      sampler: { type: 'const', param: 1 },
      reporter: { collectorEndpoint: url },
    },
    { traceId128bit: true },
  );
  const order = tracer.startSpan('POST /orders', {
    tags: { 'span.kind': 'server', 'http.method': 'POST', items: 3 },
  });
  await pause();
  const price = tracer.startSpan('price', { childOf: order });
  price.log({ event: 'cache miss' });
  await pause();
  const charge = tracer.startSpan('charge', { childOf: price, tags: { 'span.kind': 'client' } });
  await pause();
  charge.setTag('error', true);
  charge.log({ event: 'error', message: 'card declined' });
  charge.finish();
  price.finish();
  order.finish();
  for (const [role, span] of Object.entries({ order, price, charge })) {
    tell(role, span.context().traceIdStr, span.context().spanIdStr);
  }
  tracer.close(() => process.exit(0));
}

main();
