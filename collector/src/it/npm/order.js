'use strict';

// What the programs share: the time that a step of the order takes, and how they tell what they
// sent. An id that the library does not show is a dash.

exports.pause = () => new Promise((resolve) => setTimeout(resolve, 3));

// For libraries that send in the background of an application that runs on: it ends with its input.
exports.stay = () => {
  console.log('sent');
  process.stdin.on('end', () => process.exit(0));
  process.stdin.resume();
};

exports.tell = (role, traceId, spanId) => {
  console.log(`span ${role} ${traceId || '-'} ${spanId || '-'}`);
};
