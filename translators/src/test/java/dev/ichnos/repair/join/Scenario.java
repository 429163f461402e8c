package dev.ichnos.repair.join;

import java.util.Random;

/** A kind of mesh and traffic; what it does not set is drawn anew for each graph. */
enum Scenario {
  /** Applications forward x-cloud-trace-context and the request id, but not B3. */
  CLOUD_HEADER(0.75),
  /** Applications forward the request id alone. */
  REQUEST_ID_ALONE(0.75),
  /** Neighbouring sidecars use different header families. */
  FAMILY_BY_HOP(0.75),
  /** OpenTelemetry SDKs on W3C beside sidecars on B3. */
  SDK_BESIDE_SIDECAR(0.6),
  /** Some applications cut trace ids to 64 bits. */
  HALF_WIDTH(0.7),
  /** A load balancer's id is all that goes through. */
  LOAD_BALANCER(0.75),
  /** All requests have one request id. */
  CONSTANT_REQUEST_ID(0.5),
  /** All requests have one x-cloud-trace-context, and one request id each. */
  FORGED_HEADER(0.6),
  /** All requests have one x-cloud-trace-context and one request id. */
  FORGED_BOTH(0.15),
  /** All requests have one traceparent, which SDKs believe. */
  FORGED_TRACEPARENT(0.3),
  /** One job runs again and again with the ids of its first run. */
  CRON(0.2),
  /** The same calls at the same time, from one pod. */
  CONCURRENT(0.5),
  /** Services that are called several times in one request. */
  FAN_OUT(0.55),
  /** Calls that are tried again, by applications and by proxies. */
  RETRIES(0.6),
  /** Pods that share addresses. */
  NAT(0.7),
  /** Clocks up to 40 ms apart. */
  SKEW(0.45),
  /** Every tenth span is lost. */
  LOSS(0.6),
  /** Loss, and one request id and header for all requests. */
  LOSS_AND_FORGED(0.1),
  /** The same, and no request before them had these ids. */
  LOSS_AND_FORGED_AT_FIRST(0.1),
  /** Some proxies give requests another id. */
  REWRITTEN_REQUEST_ID(0.65),
  /** Anything of the above together. */
  ANYTHING(0.2);

  /** The share of joins that is found at least. */
  final double leastRecall;

  Scenario(double leastRecall) {
    this.leastRecall = leastRecall;
  }

  Traffic draw(Random random) {
    Traffic traffic = new Traffic(random);
    switch (this) {
      case CLOUD_HEADER -> traffic.forwarding(true, true, 0);
      case REQUEST_ID_ALONE -> traffic.forwarding(true, false, 0);
      case FAMILY_BY_HOP -> {
        traffic.familiesDiffer = true;
        traffic.forwarding(true, random.nextBoolean(), 1);
      }
      case SDK_BESIDE_SIDECAR -> {
        traffic.sdks = 0.8;
        traffic.forwarding(true, false, random.nextInt(2));
      }
      case HALF_WIDTH -> {
        traffic.halfWidth = 0.7;
        traffic.forwarding(true, false, 0.9);
      }
      case LOAD_BALANCER -> traffic.forwarding(false, true, 0);
      case CONSTANT_REQUEST_ID -> traffic.constantRequestId();
      case FORGED_HEADER -> traffic.forged();
      case FORGED_BOTH -> traffic.constantRequestId().forged();
      case FORGED_TRACEPARENT -> {
        traffic.forgedTraceparent = true;
        traffic.sdks = 0.8;
      }
      case CRON -> {
        traffic.constantRequestId().forged();
        traffic.fromPod = true;
        traffic.apart = true;
      }
      case CONCURRENT -> {
        traffic.fromPod = true;
        traffic.requests = 2 + random.nextInt(5);
      }
      case FAN_OUT -> traffic.fanOut = 4;
      case RETRIES -> traffic.retries = 0.4;
      case NAT -> traffic.nat = true;
      case SKEW -> traffic.skewNanos = 20_000_000;
      case LOSS -> traffic.loss = 0.1;
      case LOSS_AND_FORGED, LOSS_AND_FORGED_AT_FIRST -> {
        traffic.constantRequestId().forged();
        traffic.loss = 0.1;
        traffic.seenBefore = this == LOSS_AND_FORGED;
      }
      case REWRITTEN_REQUEST_ID -> traffic.rewritten = 0.3;
      case ANYTHING -> traffic.anything();
    }
    return traffic;
  }
}
