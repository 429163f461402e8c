'use strict';

// An order through Zipkin's own library. Arguments: service; URL; v1 or v2.
const { BatchRecorder, Tracer, Annotation, ExplicitContext, jsonEncoder } = require('zipkin');
const { HttpLogger } = require('zipkin-transport-http');
const { pause, stay, tell } = require('./order');

const [service, url, version] = process.argv.slice(2);

async function main() {
  const logger = new HttpLogger({
    endpoint: url,
    jsonEncoder: version === 'v1' ? jsonEncoder.JSON_V1 : jsonEncoder.JSON_V2,
    httpInterval: 50,
  });
  const recorder = new BatchRecorder({ logger });
  const tracer = new Tracer({
    ctxImpl: new ExplicitContext(),
    recorder,
    localServiceName: service,
    traceId128Bit: true,
  });
  const order = tracer.createRootId();
  const child = (parent) => {
    tracer.setId(parent);
    return tracer.createChildId();
  };
  const record = (id, annotation) => {
    tracer.setId(id);
    tracer.recordAnnotation(annotation);
  };
  record(order, new Annotation.ServiceName(service));
  record(order, new Annotation.Rpc('POST /orders'));
  record(order, new Annotation.BinaryAnnotation('http.method', 'POST'));
  record(order, new Annotation.BinaryAnnotation('items', '3'));
  record(order, new Annotation.ServerRecv());
  await pause();
  const price = child(order);
  record(price, new Annotation.ServiceName(service));
  record(price, new Annotation.LocalOperationStart('price'));
  record(price, new Annotation.Message('cache miss'));
  await pause();
  const charge = child(price);
  record(charge, new Annotation.ServiceName(service));
  record(charge, new Annotation.Rpc('charge'));
  record(charge, new Annotation.ClientSend());
  await pause();
  record(charge, new Annotation.BinaryAnnotation('error', 'card declined'));
  record(charge, new Annotation.ClientRecv());
  record(price, new Annotation.LocalOperationStop());
  record(order, new Annotation.ServerSend());
  for (const [role, id] of Object.entries({ order, price, charge })) {
    tell(role, id.traceId, id.spanId);
  }
  stay();
}

main();
