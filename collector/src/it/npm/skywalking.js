'use strict';

// An order through SkyWalking's agent for Node. Arguments: service; host:port.
const [service, endpoint] = process.argv.slice(2);
const { default: agent, ContextManager } = require('skywalking-backend-js');
agent.start({ serviceName: service, serviceInstance: 'checkout-1', collectorAddress: endpoint });
const { pause, stay, tell } = require('./order');

async function main() {
  const order = ContextManager.current.newEntrySpan('POST /orders');
  order.start();
  order.tag({ key: 'http.method', val: 'POST', overridable: false });
  order.tag({ key: 'items', val: '3', overridable: false });
  await pause();
  const price = ContextManager.current.newLocalSpan('price');
  price.start();
  price.log('event', 'cache miss');
  await pause();
  const charge = ContextManager.current.newExitSpan('charge');
  charge.start();
  await pause();
  charge.error(new Error('card declined'));
  charge.stop();
  price.stop();
  order.stop();
  const traceId = order.context.segment.relatedTraces[0].toString().replace(/-/g, '');
  for (const role of ['order', 'price', 'charge']) {
    tell(role, traceId, '-');
  }
  stay();
}

main();
