package dev.ichnos.collector.receiver.datadog;

import dev.ichnos.collector.transport.HttpReply;
import java.nio.charset.StandardCharsets;
import java.util.function.DoubleSupplier;

/**
 * What tracers are told to sample of what they themselves decide: {@code
 * {"rate_by_service":{"service:,env:":1.0}}}, where the empty names stand for every service and
 * environment. A tracer that says which rates it has is told {@code {}} when they are those.
 */
final class Rates {
  static final String VERSION_HEADER = "datadog-rates-payload-version";

  private static final String JSON = "application/json";

  private final DoubleSupplier ratio;
  private volatile Replies current = Replies.of(1);

  /**
   * Rates that follow the lanes.
   *
   * @param ratio the highest share of traces that any lane takes, 0 to 1; called for each request
   */
  Rates(DoubleSupplier ratio) {
    this.ratio = ratio;
  }

  /**
   * The answer to a good message.
   *
   * @param known the version of the rates that the tracer has; empty when it states none
   */
  HttpReply reply(String known) {
    double now = ratio.getAsDouble();
    double bounded = now >= 0 && now <= 1 ? now : 1;
    Replies replies = current;
    if (replies.ratio != bounded) {
      replies = Replies.of(bounded);
      current = replies;
    }
    if (known.isEmpty()) {
      return replies.plain;
    }
    return known.equals(replies.version) ? replies.unchanged : replies.versioned;
  }

  private record Replies(
      double ratio, String version, HttpReply plain, HttpReply versioned, HttpReply unchanged) {
    static Replies of(double ratio) {
      String version = Long.toHexString(Double.doubleToLongBits(ratio));
      HttpReply rates = json("{\"rate_by_service\":{\"service:,env:\":" + ratio + "}}\n");
      return new Replies(
          ratio,
          version,
          rates,
          rates.withHeader(VERSION_HEADER, version),
          json("{}\n").withHeader(VERSION_HEADER, version));
    }

    private static HttpReply json(String text) {
      return HttpReply.of(200, JSON, text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
