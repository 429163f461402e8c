'use strict';

// An order through LightStep's tracer. Arguments: service; port on loopback.
const { Tracer } = require('lightstep-tracer');
const { pause, tell } = require('./order');

const [service, port] = process.argv.slice(2);

async function main() {
  const tracer = new Tracer({
    access_token: 'none',
    component_name: service,
    collector_host: '127.0.0.1',
    collector_port: Number(port),
    collector_encryption: 'none',
    disable_clock_skew_correction: true,
  });
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
    tell(role, span.context().traceGUID(), span.context()._guid);
  }
  tracer.flush((error) => {
    if (error) {
      console.error(error);
    }
    process.exit(error ? 1 : 0);
  });
}

main();
