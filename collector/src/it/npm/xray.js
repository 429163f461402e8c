'use strict';

// An order through the X-Ray SDK. Arguments: service; host:port of the daemon.
const [service, endpoint] = process.argv.slice(2);
process.env.AWS_XRAY_CONTEXT_MISSING = 'IGNORE_ERROR';
const xray = require('aws-xray-sdk-core');
const { pause, stay, tell } = require('./order');

async function main() {
  xray.setDaemonAddress(endpoint);
  xray.middleware.disableCentralizedSampling();
  const order = new xray.Segment(service);
  order.addAnnotation('items', 3);
  await pause();
  const price = order.addNewSubsegment('price');
  await pause();
  const charge = price.addNewSubsegment('charge');
  charge.namespace = 'remote';
  await pause();
  charge.close(new Error('card declined'));
  price.close();
  order.close();
  const traceId = order.trace_id.substring(2).replace('-', '');
  for (const [role, one] of Object.entries({ order, price, charge })) {
    tell(role, traceId, one.id);
  }
  stay();
}

main();
