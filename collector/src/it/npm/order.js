'use strict';

// What the programs share: the time that a step of the order takes, and how they tell what they
// sent. An id that the library does not show is a dash.

exports.pause = () => new Promise((resolve) => setTimeout(resolve, 3));

exports.tell = (role, traceId, spanId) => {
  console.log(`span ${role} ${traceId || '-'} ${spanId || '-'}`);
};
