package dev.ichnos.collector.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.collector.Collector;
import dev.ichnos.collector.config.ConfigReader;
import dev.ichnos.collector.pipeline.Ledger;
import dev.ichnos.collector.transport.BoundListener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** A collector in the tests' own JVM, so that its accounts can be read. */
public final class RunningCollector implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Collector collector;

  private RunningCollector(Collector collector) {
    this.collector = collector;
  }

  /** One that is configured like this, started. */
  public static RunningCollector start(String yaml) throws IOException {
    ConfigReader.Result read = new ConfigReader(Map.of(), Set.of()).read(yaml);
    assertThat(read.problems()).isEmpty();
    Collector collector = new Collector(read.config().orElseThrow());
    collector.start();
    return new RunningCollector(collector);
  }

  /**
   * Where a receiver listens.
   *
   * @param mixed whether its HTTP listener is meant, or the one for gRPC alone
   */
  public InetSocketAddress listener(String owner, boolean mixed) {
    return collector.bound().stream()
        .filter(bound -> bound.owners().contains(owner) && bound.mixed() == mixed)
        .map(BoundListener::address)
        .findFirst()
        .orElseThrow();
  }

  public Ledger.Account account(String lane) {
    return collector.accounts().stream()
        .filter(account -> account.lane().equals(lane))
        .findFirst()
        .orElseThrow();
  }

  /** Waits for an account at a quiet moment, since spans on their way are in two places. */
  public void awaitBalanced(String lane, Predicate<Ledger.Account> condition) {
    Awaitility.await(lane)
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(account(lane))
                    .matches(Ledger.Account::balanced, "balanced")
                    .matches(condition, "as expected"));
  }

  @Override
  public void close() {
    collector.close(Duration.ZERO);
  }
}
