package dev.ichnos.collector.receiver.xray;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.codec.FuzzRun;
import dev.ichnos.collector.config.Endpoint;
import dev.ichnos.collector.config.XRayReceiverConfig;
import dev.ichnos.collector.pipeline.ConsumeResult;
import dev.ichnos.collector.pipeline.EpochClock;
import dev.ichnos.collector.receiver.ReceiverContract;
import dev.ichnos.model.Span;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class XRayReceiverTest extends ReceiverContract {
  private static final Endpoint ENDPOINT = new Endpoint("127.0.0.1", 0);
  private static final String HEADER = "{\"format\":\"json\",\"version\":1}\n";

  private DatagramSocket socket;

  @BeforeEach
  void start() throws IOException {
    new XRayReceiver(
        new XRayReceiverConfig("xray", ENDPOINT), consumer, listeners, metrics, EpochClock.SYSTEM);
    listeners.start();
    socket = new DatagramSocket();
  }

  @AfterEach
  void closeSocket() {
    socket.close();
  }

  @Override
  protected Map<Part, String> impossible() {
    return Map.of(
        Part.ANSWERS, "nobody answers a datagram; what is refused is counted and logged",
        Part.COMPRESSION, "X-Ray's header line knows no encoding but JSON",
        Part.LARGE_MESSAGES, "UDP carries no datagram larger than the 64 KiB that are taken");
  }

  @Override
  protected byte[] good() {
    return message("70de5b6f19ff9a0a");
  }

  @Override
  protected byte[] mixed() {
    return bytes(
        "{\"trace_id\":\"1-581cf771-a006649127e371903a2de979\",\"id\":\"bad\",\"subsegments\":["
            + "{\"id\":\"70de5b6f19ff9a0a\"},{\"id\":\"0000000000000000\"}]}");
  }

  /** A document cannot say that it has no segment; a datagram without bytes can. */
  @Override
  protected byte[] empty() {
    return new byte[0];
  }

  @Override
  protected byte[] malformed() {
    return "not a segment".getBytes(StandardCharsets.UTF_8);
  }

  @Override
  protected String formatName() {
    return "XRAY_JSON";
  }

  /** Sends, and waits until a malformed datagram that was sent behind has been counted. */
  @Override
  protected Answer send(byte[] body, boolean gzip) throws Exception {
    double before = refusedMessages("malformed");
    transmit(body);
    transmit(malformed());
    Awaitility.await().until(() -> refusedMessages("malformed") > before);
    return new Answer(Verdict.NONE, "", -1);
  }

  @Test
  void datagram_malformedOrTruncated_isCounted() throws Exception {
    transmit(malformed());
    transmit(Arrays.copyOf(good(), good().length - 3));

    Awaitility.await().until(() -> refusedMessages("malformed") == 2);
    assertThat(consumer.batches()).isEmpty();
  }

  @Test
  void datagram_largestThatUdpCarries_isTakenWhole() throws Exception {
    String head =
        "{\"trace_id\":\"1-581cf771-a006649127e371903a2de979\",\"id\":\"70de5b6f19ff9a0a\"";
    String name = "n".repeat(65_507 - HEADER.length() - head.length() - 11);

    send(bytes(head + ",\"name\":\"" + name + "\"}"), false);

    assertThat(consumer.spans()).extracting(Span::name).containsExactly(name);
  }

  @Test
  void datagrams_hostile_thePortGoesOn() throws Exception {
    FuzzRun run = FuzzRun.of(5, 2_000);
    Random random = run.random();
    while (run.next()) {
      byte[] datagram = FuzzRun.mutate(good(), random);
      if (random.nextInt(4) == 0) {
        datagram = new byte[random.nextInt(2_000)];
        random.nextBytes(datagram);
      }
      transmit(datagram);
    }
    // What the system had no room for is gone, this one among it, maybe.
    Awaitility.await()
        .until(
            () -> {
              transmit(message("00000000000000ff"));
              return consumer.spans().stream().anyMatch(span -> span.spanId() == 0xff);
            });
  }

  @Test
  void datagrams_whileTheJournalIsFull_areLostAndThePortLives() throws Exception {
    consumer.answer(new ConsumeResult.Retryable(Duration.ofSeconds(2), "full"));
    send(good(), false);
    consumer.answer(ConsumeResult.ACCEPTED);
    send(good(), false);

    assertThat(consumer.batches()).hasSize(2);
  }

  /** One that waits for the journal does not hold up the others, up to a bound. */
  @Test
  void datagrams_whileTheJournalIsSlow_pastTheBoundAreCounted() throws Exception {
    consumer.hold();
    for (int i = 1; i <= 256; i++) {
      int expected = i;
      transmit(good());
      Awaitility.await()
          .pollInterval(Duration.ofMillis(1))
          .until(() -> consumer.batches().size() == expected);
    }

    transmit(good());
    Awaitility.await().until(() -> refusedMessages("busy") == 1);
    consumer.release();
    send(good(), false);

    assertThat(consumer.batches()).hasSize(257);
  }

  @Test
  void close_datagramsThatHadCome_areTaken() throws Exception {
    for (int i = 0; i < 100; i++) {
      transmit(message("%016x".formatted(i + 1)));
    }
    listeners.close(Duration.ofSeconds(20));

    assertThat(consumer.spans()).hasSize(100);
  }

  @Test
  void close_datagramInFlight_waitsForTheJournal() throws Exception {
    consumer.hold();
    transmit(good());
    Awaitility.await().until(() -> !consumer.batches().isEmpty());

    CompletableFuture<Void> closed =
        CompletableFuture.runAsync(() -> listeners.close(Duration.ofSeconds(20)));
    Awaitility.await().during(Duration.ofMillis(200)).until(() -> !closed.isDone());
    consumer.release();

    closed.get(20, TimeUnit.SECONDS);
  }

  private void transmit(byte[] datagram) throws IOException {
    InetSocketAddress address = listeners.address("xray", ENDPOINT);
    socket.send(new DatagramPacket(datagram, datagram.length, address));
  }

  private static byte[] message(String id) {
    return bytes("{\"trace_id\":\"1-581cf771-a006649127e371903a2de979\",\"id\":\"" + id + "\"}");
  }

  private static byte[] bytes(String segment) {
    return (HEADER + segment).getBytes(StandardCharsets.UTF_8);
  }
}
