package dev.ichnos.repair.join;

import java.util.Random;

/** How the requests of one graph look and travel. Shares are from 0 to 1. */
final class Traffic {
  private final Random random;
  int requests;
  int fanOut = 2;
  double forwardsRequestId;
  double forwardsCloud;
  double forwardsOwn;
  double captures = 1;
  double sdks;
  double halfWidth;
  double retries;
  double loss;
  double rewritten;
  double latePart = 0.01;
  long skewNanos = 1_000_000;
  boolean familiesDiffer;
  boolean nat;
  boolean fromPod;
  boolean apart;
  boolean oneRequestId;
  boolean oneHeader;
  boolean forgedTraceparent;
  boolean cloudHeader = true;
  boolean oldEnvoy;

  /** Whether requests that are over had the constant ids of this graph. */
  boolean seenBefore;

  Traffic(Random random) {
    this.random = random;
    requests = 1 + random.nextInt(4);
    forwardsRequestId = random.nextInt(4) > 0 ? 1 : 0.5;
    forwardsCloud = random.nextInt(3) > 0 ? 1 : 0.5;
    forwardsOwn = random.nextInt(4) * 0.3;
    sdks = random.nextInt(3) == 0 ? 0.5 : 0;
    familiesDiffer = random.nextInt(4) == 0;
    fromPod = random.nextInt(4) == 0;
    oldEnvoy = random.nextInt(3) == 0;
    cloudHeader = random.nextInt(4) > 0;
  }

  Traffic forwarding(boolean requestId, boolean cloud, double own) {
    forwardsRequestId = requestId ? 1 : 0;
    forwardsCloud = cloud ? 1 : 0;
    cloudHeader |= cloud;
    forwardsOwn = own;
    return this;
  }

  Traffic constantRequestId() {
    oneRequestId = true;
    requests = 2 + random.nextInt(4);
    return this;
  }

  Traffic forged() {
    oneHeader = true;
    cloudHeader = true;
    requests = 2 + random.nextInt(4);
    return this;
  }

  void anything() {
    fanOut = 1 + random.nextInt(4);
    requests = 1 + random.nextInt(6);
    forwardsRequestId = random.nextDouble();
    forwardsCloud = random.nextDouble();
    forwardsOwn = random.nextDouble();
    captures = random.nextInt(3) == 0 ? random.nextDouble() : 1;
    sdks = random.nextInt(2) * random.nextDouble();
    halfWidth = random.nextInt(4) == 0 ? random.nextDouble() : 0;
    retries = random.nextInt(4) == 0 ? 0.4 : 0;
    loss = random.nextInt(3) == 0 ? 0.15 * random.nextDouble() : 0;
    rewritten = random.nextInt(4) == 0 ? 0.2 : 0;
    skewNanos = random.nextInt(3) == 0 ? 30_000_000 : 500_000;
    familiesDiffer = random.nextBoolean();
    nat = random.nextInt(4) == 0;
    fromPod = random.nextBoolean();
    apart = random.nextInt(4) == 0;
    oneRequestId = random.nextInt(3) == 0;
    oneHeader = random.nextInt(3) == 0;
    forgedTraceparent = random.nextInt(6) == 0;
    seenBefore = loss > 0;
  }
}
