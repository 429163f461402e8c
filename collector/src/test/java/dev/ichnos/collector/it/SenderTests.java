package dev.ichnos.collector.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.collector.testing.FakeTempo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.DynamicTest;

/** A collector with every receiver and one backend, and a test for each sender that is given it. */
final class SenderTests implements AutoCloseable {
  private static final boolean WHOLE = Boolean.getBoolean("ichnos.matrix");

  private final AtomicInteger services = new AtomicInteger();
  private final FakeTempo backend;
  private final IchnosProcess ichnos;
  private final Path datadogSocket;

  private SenderTests(FakeTempo backend, IchnosProcess ichnos, Path datadogSocket) {
    this.backend = backend;
    this.ichnos = ichnos;
    this.datadogSocket = datadogSocket;
  }

  static SenderTests start(Path directory) throws IOException, InterruptedException {
    FakeTempo backend = FakeTempo.start();
    Path socket = directory.resolve("datadog.socket");
    return new SenderTests(
        backend, IchnosProcess.run(directory, Configs.everyReceiver(backend, socket)), socket);
  }

  IchnosProcess ichnos() {
    return ichnos;
  }

  /** The port of a receiver that takes gRPC alone. */
  int grpc(String receiver) {
    return ichnos.listener(receiver, "gRPC").getPort();
  }

  /** The port of a receiver that takes HTTP and gRPC. */
  int mixed(String receiver) {
    return ichnos.listener(receiver, "HTTP and gRPC").getPort();
  }

  /** The port of a receiver that takes datagrams. */
  int udp(String receiver) {
    return ichnos.listener(receiver, "UDP").getPort();
  }

  /** The unix domain socket of Datadog's receiver. */
  Path datadogSocket() {
    return datadogSocket;
  }

  /** A test for each; outside the profile {@code matrix}, for those that every build runs. */
  Stream<DynamicTest> of(List<Sender> senders, Sender... more) {
    return Stream.concat(senders.stream(), Stream.of(more))
        .filter(sender -> WHOLE || sender.smoke())
        .map(sender -> DynamicTest.dynamicTest(sender.name(), () -> run(sender)));
  }

  /** Fails if anything has come twice, or what Tempo would show badly. */
  void assertNothingTwice() {
    assertThat(ArrivedSpan.all(backend))
        .extracting(span -> span.traceId() + " " + span.spanId())
        .doesNotHaveDuplicates();
    assertThat(backend.violations()).isEmpty();
  }

  private void run(Sender sender) throws IOException, InterruptedException {
    String service = newService();
    try (SenderProcess process = sender.program().start(service)) {
      SentOrder sent = process.awaitSent();
      assertArrives(service, sender.expected(), sent, process::output);
    }
  }

  /** A service that nobody else has sent for. */
  String newService() {
    return "checkout-" + services.incrementAndGet();
  }

  /** Waits until the order has arrived, and compares it. */
  void assertArrives(
      String service, ExpectedOrder expected, SentOrder sent, Supplier<String> senderSays) {
    try {
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> ArrivedSpan.ofService(backend, service).size() >= expected.spans().size());
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(
          "arrived: "
              + ArrivedSpan.ofService(backend, service)
              + "\nthe sender said:\n"
              + senderSays.get()
              + "\nthe collector said:\n"
              + ichnos.output(),
          e);
    }
    expected.assertArrived(sent, ArrivedSpan.ofService(backend, service));
  }

  @Override
  public void close() {
    ichnos.close();
    backend.close();
  }
}
