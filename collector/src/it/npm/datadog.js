'use strict';

// An order through Datadog's tracer. Arguments: service; URL; the version of the API, 0.4 or 0.5.
const [service, url, version] = process.argv.slice(2);
const tracer = require('dd-trace').init({
  service,
  url,
  protocolVersion: version,
  startupLogs: false,
  telemetry: { enabled: false },
  remoteConfig: { enabled: false },
  plugins: false,
  flushInterval: 100,
});
const { pause, stay, tell } = require('./order');

async function main() {
  const order = tracer.startSpan('web.request', {
    tags: { 'resource.name': 'POST /orders', 'span.kind': 'server', 'http.method': 'POST', items: 3 },
  });
  await pause();
  const price = tracer.startSpan('price', { childOf: order });
  await pause();
  const charge = tracer.startSpan('charge', { childOf: price, tags: { 'span.kind': 'client' } });
  await pause();
  charge.setTag('error', new Error('card declined'));
  charge.finish();
  price.finish();
  order.finish();
  for (const [role, span] of Object.entries({ order, price, charge })) {
    const context = span.context();
    tell(role, context.toTraceId(true), context.toSpanId(true));
  }
  stay();
}

main();
